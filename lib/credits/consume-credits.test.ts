import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { after, DAY_MS } from "../core/time.ts";
import { aCreditProduct, aMember, aPaidOrder, at, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { statementsOf } from "../testing/statements.ts";
import { consumeCredits } from "./consume-credits.ts";
import { expireLots } from "./expire-lots.ts";
import { getBalance } from "./get-balance.ts";
import { listLedger } from "./list-ledger.ts";
import { reserveCredits } from "./reserve-credits.ts";

useDatabase();

const now = at(10);
let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
});

const consume = (amount: number, bizId = `job-${amount}`, when = now) =>
  consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(when, `member:${memberId}`));

/** Buys a pack and answers its order number. */
async function buy(creditAmount: number, bonusCredits: number, validDays: number | null, minute = 0) {
  const wanted = await aCreditProduct({ creditAmount, bonusCredits, validDays });
  return (await aPaidOrder({ memberId, wanted, now: at(minute) })).orderSn;
}

const lots = () => query("select kind, remaining from ums_credit_lot order by id");
const total = async () =>
  (await query<{ total: number }>("select total::float8 as total from ums_credit_balance"))[0]?.total;
const outcome = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code?: string }) => error.code ?? String(error),
  );

async function expectCoherence() {
  expect((await checkInvariants(now)).filter((finding) => finding.offending !== 0)).toEqual([]);
}

describe("spending", () => {
  test("asks the bonus first, then what expires first, then the oldest; each line says which lot paid", async () => {
    const forEver = await buy(10, 2, null);
    const later = await buy(10, 0, 60);
    const sooner = await buy(10, 3, 30);
    const second = await buy(10, 0, 30, 1);
    const view = await consume(43);
    expect(view.paidBy.map(({ orderSn, kind, amount }) => [orderSn, kind, amount])).toEqual([
      [sooner, "BONUS", 3],
      [forEver, "BONUS", 2],
      [sooner, "PAID", 10],
      [second, "PAID", 10],
      [later, "PAID", 10],
      [forEver, "PAID", 8],
    ]);
    expect(view).toMatchObject({ bizId: "job-43", amount: 43, balanceAfter: 2 });
  });

  test("to the last credit, and not one more", async () => {
    await buy(100, 10, null);
    expect(await consume(110)).toMatchObject({ balanceAfter: 0 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 0 },
      { kind: "PAID", remaining: 0 },
    ]);
    await expect(consume(1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS", status: 409 });
    await expectCoherence();
  });

  test("one credit too many takes nothing at all", async () => {
    await buy(100, 10, null);
    await expect(consume(111)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    expect(await total()).toBe(110);
    expect(await count("ums_credit_consumption")).toBe(0);
  });

  test("of more than an integer holds: twelve of the largest packs arrive, are spent and expire", async () => {
    for (let i = 0; i < 12; i += 1) await buy(100_000_000, 100_000_000, 30);
    expect(await getBalance(memberId, now)).toMatchObject({
      totalCredits: 2_400_000_000,
      availableCredits: 2_400_000_000,
    });
    expect(await consume(100_000_000)).toMatchObject({ balanceAfter: 2_300_000_000 });
    await reserveCredits(memberId, { amount: 1, bizId: "held", reason: "画图" }, contextAt(now));
    const { list } = await listLedger(memberId, { pageSize: 2 });
    expect(list.map(({ balanceAfter }) => balanceAfter)).toEqual([2_300_000_000, 2_400_000_000]);
    await expireLots(after(at(1), 30 * DAY_MS));
    await expectCoherence();
    expect(await total()).toBe(1);
  });

  test("of somebody who has never had any, or who does not exist", async () => {
    await expect(consume(1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    memberId = 999_999n;
    await expect(consume(1)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
  });

  test("never touches what is frozen or reserved", async () => {
    await buy(100, 10, null);
    await query("update ums_credit_lot set frozen = 40, reserved = 50 where kind = 'PAID'");
    await expect(consume(21)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    expect(await consume(20)).toMatchObject({ balanceAfter: 90 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 0 },
      { kind: "PAID", remaining: 90 },
    ]);
  });

  test("a lot pays until its day, and not from that instant on", async () => {
    await buy(100, 0, 1);
    const day = after(at(1), DAY_MS);
    await consume(1, "last moment", after(day, -1));
    await expect(consume(1, "too late", day)).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
  });

  test("is one statement", async () => {
    await buy(100, 10, null);
    expect(await statementsOf(() => consume(15))).toEqual({ reads: 0, writes: 1 });
  });
});

describe("the same number again", () => {
  test("is the same answer, and takes nothing", async () => {
    await buy(100, 10, null);
    const first = await consume(15, "job");
    await consume(1, "another");
    expect(await consume(15, "job", at(20))).toEqual(first);
    expect(await total()).toBe(94);
  });

  test.each([{ amount: 16 }, { reason: "写诗" }])("with %j is refused", async (changes) => {
    await buy(100, 10, null);
    await consume(15, "job");
    const body = { amount: 15, bizId: "job", reason: "画图", ...changes };
    await expect(consumeCredits(memberId, body, contextAt(now))).rejects.toMatchObject({ code: "BIZ_ID_REUSED" });
    expect(await total()).toBe(95);
  });

  test("belongs to its member alone", async () => {
    await buy(100, 10, null);
    await consume(15, "job");
    memberId = await aMember();
    await buy(100, 10, null);
    expect(await consume(20, "job")).toMatchObject({ amount: 20, balanceAfter: 90 });
  });

  test("fifty times at once takes once", async () => {
    await buy(100, 10, null);
    const answers = await Promise.all(Array.from({ length: 50 }, () => consume(15, "job")));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await total()).toBe(95);
    expect(await count("ums_credit_consumption")).toBe(1);
  });
});

describe("two hundred at once for the last hundred credits", () => {
  const rush = () => Promise.all(Array.from({ length: 200 }, (_, i) => outcome(consume(1, `rush-${i}`))));
  const tally = (outcomes: readonly string[]) =>
    Object.fromEntries(
      [...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((other) => other === one).length]),
    );

  test("a hundred get one, a hundred are told, over five lots", async () => {
    for (let i = 0; i < 5; i += 1) await buy(15, 5, null);
    expect(tally(await rush())).toEqual({ INSUFFICIENT_CREDITS: 100, ok: 100 });
    expect(await total()).toBe(0);
    await expectCoherence();
  });

  test("each ledger line continues the one before it", async () => {
    for (let i = 0; i < 5; i += 1) await buy(15, 5, null);
    await rush();
    const broken = `(select balance_after, delta, lag(balance_after, 1, 0) over (order by id) as before from ums_credit_ledger) line`;
    expect(await count(broken, "balance_after <> before + delta")).toBe(0);
  });

  test("control: who looks first and takes afterwards takes what is not there", async () => {
    await buy(100, 0, null);
    const look = () => query<{ remaining: number }>("select remaining from ums_credit_lot");
    const looked = await Promise.all(Array.from({ length: 200 }, look));
    const allowed = looked.filter(([lot]) => lot!.remaining >= 1);
    for (const [lot] of allowed) await query("update ums_credit_lot set remaining = $1 - 1", [lot!.remaining]);
    expect(allowed).toHaveLength(200);
    expect(await lots()).toEqual([{ kind: "PAID", remaining: 99 }]);
  });

  test("a spender that waits for another counts what that one left", async () => {
    await buy(10, 0, null);
    const rival = "update ums_credit_lot set remaining = 4";
    await expect(overtake(rival, () => consume(5))).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
    expect(await lots()).toEqual([{ kind: "PAID", remaining: 4 }]);
  });
});
