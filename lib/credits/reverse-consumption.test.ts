import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { aCreditProduct, aMember, at, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { consumeCredits } from "./consume-credits.ts";
import { expireLots } from "./expire-lots.ts";
import { getBalance } from "./get-balance.ts";
import { listLedger } from "./list-ledger.ts";
import { reverseConsumption } from "./reverse-consumption.ts";

useSandbox();
useDatabase();

const now = at(10);
let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
});

/** A pack of 100 and a bonus of 20 for 9.90. */
async function buy(validDays: number | null = null) {
  const wanted = await aCreditProduct({ creditAmount: 100, bonusCredits: 20, validDays, priceFen: 990 });
  return aBoughtOrder({ memberId, wanted });
}

const spend = (amount: number, bizId = "job") =>
  consumeCredits(memberId, { amount, bizId, reason: "训练" }, contextAt(now, "service:1"));
const reverse = (amount?: number, { key = null as string | null, bizId = "job", when = now } = {}) =>
  reverseConsumption(memberId, { bizId, ...(amount && { amount }) }, key, contextAt(when, "service:1"));

const lots = async () =>
  (await query<{ remaining: number }>("select remaining from ums_credit_lot order by id")).map((lot) => lot.remaining);
const available = async (when = now) => (await getBalance(memberId, when)).availableCredits;

describe("a consumption that is given back", () => {
  test("whole: every lot has what it paid, and the ledger says so", async () => {
    const { orderSn } = await buy();
    await spend(50);
    expect(await reverse()).toEqual({
      bizId: "job",
      amount: 50,
      balanceAfter: 120,
      createTime: now.toISOString(),
      givenTo: [
        { lotId: expect.any(Number), orderSn, kind: "PAID", amount: 30 },
        { lotId: expect.any(Number), orderSn, kind: "BONUS", amount: 20 },
      ],
    });
    expect(await lots()).toEqual([20, 100]);
    const { list } = await listLedger(memberId, { pageNum: 1, pageSize: 2 });
    expect(list).toMatchObject([
      { entryType: "REVERSE", typeText: "归还", delta: 20, balanceAfter: 120, reason: "归还：训练" },
      { entryType: "REVERSE", delta: 30, balanceAfter: 100 },
    ]);
    await expectCoherence(now);
  });

  test("in parts: as if only the rest had been spent, each part once, and never more than was spent", async () => {
    await buy();
    const spent = await spend(50);
    expect(await reverse(10, { key: "a" })).toMatchObject({ amount: 10, balanceAfter: 80 });
    expect(await reverse(10, { key: "a" })).toMatchObject({ amount: 10, balanceAfter: 80 });
    expect(await lots()).toEqual([0, 80]);
    expect(await reverse(25, { key: "b" })).toMatchObject({ givenTo: [{ amount: 20 }, { amount: 5 }] });
    await expect(reverse(16)).rejects.toMatchObject({ code: "CONSUMPTION_REVERSED", status: 409 });
    await expect(reverse(15, { key: "a" })).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await reverse()).toMatchObject({ amount: 15 });
    expect(await reverse()).toMatchObject({ amount: 15 });
    await expect(reverse(1)).rejects.toMatchObject({ code: "CONSUMPTION_REVERSED" });
    expect(await lots()).toEqual([20, 100]);
    expect(await spend(50), "asked again, the consumption answers as it did").toEqual(spent);
    await expectCoherence(now);
  });

  test("is one of the member's, and no reservation", async () => {
    await buy();
    await spend(5);
    await expect(reverse(undefined, { bizId: "none" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(reverse(6)).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      facts: { issues: [{ field: "amount", message: "不能超过消费的积分" }] },
    });
    const stranger = reverseConsumption(await aMember(), { bizId: "job" }, null, contextAt(now, "service:1"));
    await expect(stranger).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("at once", () => {
  test("twenty times the whole gives it back once", async () => {
    await buy();
    await spend(50);
    await Promise.all(Array.from({ length: 20 }, () => reverse()));
    expect([await lots(), await count("ums_credit_reversal")]).toEqual([[20, 100], 1]);
    await expectCoherence(now);
  });

  test("each of ten parts is answered with itself", async () => {
    await buy();
    await spend(55);
    const amounts = Array.from({ length: 10 }, (_, i) => i + 1);
    const given = await Promise.all(amounts.map((amount) => reverse(amount, { key: `part-${amount}` })));
    expect(given.map(({ amount }) => amount)).toEqual(amounts);
    expect(await lots()).toEqual([20, 100]);
  });

  test("one part beside another that was just given: neither is lost, and the database bounds the sum", async () => {
    await buy();
    await spend(50);
    const other = "update ums_credit_consumption set reversed = reversed + 40";
    await expect(overtake(other, () => reverse(30))).rejects.toMatchObject({ code: "CONSUMPTION_REVERSED" });
    await expect(query("update ums_credit_consumption set reversed = 51")).rejects.toThrow("reversed_range");
  });

  test("control: a rival that gives nothing back refuses nothing", async () => {
    await buy();
    await spend(50);
    const other = "update ums_credit_consumption set reason = reason";
    expect(await overtake(other, () => reverse(30))).toMatchObject({ amount: 30 });
  });
});

describe("a lot that is over", () => {
  test("by its day gets its part, and the part expires", async () => {
    await buy(30);
    await spend(50);
    const day = after(now, 31 * DAY_MS);
    await expireLots(day);
    expect(await reverse(undefined, { when: day })).toMatchObject({ amount: 50, balanceAfter: 50 });
    expect(await available(day)).toBe(0);
    await expireLots(day);
    expect(await lots()).toEqual([0, 0]);
    await expectCoherence(day);
  });

  test("a bonus is over with the refund of its order, and what was paid for is not", async () => {
    const order = await buy();
    await spend(50);
    expect(await askBack(order, now)).toMatchObject({ status: "SUCCESS", refundAmount: 6.93 });
    expect(await reverse()).toMatchObject({ amount: 50 });
    expect(await available()).toBe(30);
    await expireLots(now);
    expect(await lots()).toEqual([0, 30]);
    await expectCoherence(now);
  });
});
