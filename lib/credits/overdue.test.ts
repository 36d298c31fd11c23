import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { after, MINUTE_MS } from "../core/time.ts";
import { aCreditProduct, aMember, aPaidOrder, at, contextAt } from "../testing/builders.ts";
import { overtake, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { commitReservation } from "./commit-reservation.ts";
import { consumeCredits } from "./consume-credits.ts";
import { getBalance } from "./get-balance.ts";
import { reserveCredits } from "./reserve-credits.ts";

useDatabase();

/** A reservation of 30 credits, 10 of them bonus, whose lease ends a minute later; the job does not run. */
const begun = at(10);
const over = after(begun, MINUTE_MS);
let memberId: bigint;
beforeEach(async () => {
  const wanted = await aCreditProduct({ creditAmount: 100, bonusCredits: 10 });
  memberId = await aMember();
  await aPaidOrder({ memberId, wanted });
  await reserve(30, "job", begun);
});

const reserve = (amount: number, bizId: string, now: Date, leaseSeconds = 60) =>
  reserveCredits(memberId, { amount, bizId, reason: "训练", leaseSeconds }, contextAt(now));
const spend = (amount: number, now = over, bizId = "spend") =>
  consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(now));
const finish = (now: Date) => commitReservation(memberId, { bizId: "job" }, contextAt(now));
const statuses = () => query("select biz_id, status from ums_credit_reservation order by id");
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code?: string }) => error.code ?? String(error),
  );

async function expectCoherence() {
  expect((await checkInvariants(over)).filter((finding) => finding.offending !== 0)).toEqual([]);
}

describe("a lease that has run out, before the cron has been there", () => {
  test("holds nothing in the balance, and the reading changes nothing", async () => {
    expect(await getBalance(memberId, after(over, -1))).toMatchObject({ reservedCredits: 30, availableCredits: 80 });
    expect(await getBalance(memberId, over)).toMatchObject({
      totalCredits: 110,
      reservedCredits: 0,
      availableCredits: 110,
      lots: [{ reserved: 0 }, { reserved: 0 }],
    });
    expect(await statuses()).toEqual([{ biz_id: "job", status: "HELD" }]);
  });

  test("leaves everything to a spender, to the millisecond", async () => {
    await expect(spend(110, after(over, -1))).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    expect(await spend(110)).toMatchObject({ balanceAfter: 0 });
    expect(await statuses()).toEqual([{ biz_id: "job", status: "EXPIRED" }]);
    await expectCoherence();
  });

  test("leaves everything to another job", async () => {
    expect(await reserve(110, "other", over)).toMatchObject({ status: "HELD", amount: 110 });
    expect(await statuses()).toMatchObject([{ status: "EXPIRED" }, { status: "HELD" }]);
    await expectCoherence();
  });

  test("does not turn a spender who has enough from the bonus, which pays first", async () => {
    expect(await spend(5)).toMatchObject({ paidBy: [{ kind: "BONUS", amount: 5 }] });
  });

  test("says so to whoever reserves again under its number", async () => {
    expect(await reserve(30, "job", after(over, -1))).toMatchObject({ status: "HELD" });
    expect(await reserve(30, "job", over)).toMatchObject({ status: "EXPIRED" });
  });

  test("costs a spender nothing before it is over", async () => {
    expect(await statementsOf(() => spend(1, after(over, -1)))).toEqual({ reads: 0, writes: 1 });
  });

  test("is let go by nobody who then gets nothing, and by no other member", async () => {
    await expect(spend(111)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    memberId = await aMember();
    await aPaidOrder({ memberId });
    expect(await statementsOf(() => spend(10))).toEqual({ reads: 0, writes: 1 });
    await reserve(30, "theirs", begun);
    await spend(100, over, "all");
    expect(await statuses()).toEqual([
      { biz_id: "job", status: "HELD" },
      { biz_id: "theirs", status: "EXPIRED" },
    ]);
  });

  test("and the other leases of its member, which go on", async () => {
    await reserve(20, "long", begun, 3_600);
    await expect(spend(91)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    expect(await spend(90)).toMatchObject({ balanceAfter: 20 });
    expect(await getBalance(memberId, over)).toMatchObject({ reservedCredits: 20, availableCredits: 0 });
    await expectCoherence();
  });
});

describe("in the same moment", () => {
  test("the cron that is a step ahead lets it go, and the spender gets everything", async () => {
    const cron = `update ums_credit_reservation set status = 'EXPIRED', finish_time = lease_until;
      update ums_credit_lot set reserved = 0`;
    expect(await overtake(cron, () => spend(110))).toMatchObject({ balanceAfter: 0 });
    await expectCoherence();
  });

  test("ten spenders and the job that is just done: its credits go once", async () => {
    const spenders = Array.from({ length: 10 }, (_, i) => outcome(spend(11, over, `spend-${i}`)));
    const [job, ...spent] = await Promise.all([outcome(finish(after(over, -1))), ...spenders]);
    // Thirty of the job's leave room for seven of eleven.
    expect([job, spent.filter((one) => one === "ok").length]).toEqual(
      job === "ok" ? ["ok", 7] : ["RESERVATION_NOT_HELD", 10],
    );
    await expectCoherence();
  });
});
