import { beforeEach, describe, expect, test } from "vitest";
import { saveSettings } from "../accounts/save-settings.ts";
import type { AdjustCreditsBody } from "../contracts/members.ts";
import { listAlerts } from "../accounts/list-alerts.ts";
import { exportAccount } from "../membership/export-account.ts";
import { listNotices } from "../notices/list-notices.ts";
import { quoteRefund } from "../refunds/quote-refund.ts";
import { aCreditProduct, aMember, at, closeAccount, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { adjustCredits } from "./adjust-credits.ts";
import { consumeCredits } from "./consume-credits.ts";
import { decideAdjustment } from "./decide-adjustment.ts";
import { expireLots } from "./expire-lots.ts";
import { getBalance } from "./get-balance.ts";
import { listLedger } from "./list-ledger.ts";
import { reserveCredits } from "./reserve-credits.ts";
import { reverseConsumption } from "./reverse-consumption.ts";
import { CREDITS_ALONE } from "./rules.ts";

useSandbox();
useDatabase();

const now = at(10);
let memberId: bigint;
let admin: bigint;
let second: bigint;
beforeEach(async () => {
  memberId = await aMember();
  [admin, second] = [await aMember({ role: "ADMIN" }), await aMember({ role: "ADMIN" })];
});

const GIFT = { origin: "GIFT", amount: 30, reason: "活动赠送" } as const;
const adjust = (body: AdjustCreditsBody, { by = admin, key = null as string | null, to = memberId } = {}) =>
  adjustCredits(by, { ...body, memberId: to, requestKey: key }, contextAt(now, `admin:${by}`));
const take = (amount: number) => adjust({ origin: "CORRECTION", amount: -amount, reason: "多给了" });
const decide = (adjustmentId: number, by: bigint, verdict: "approve" | "reject" = "approve") =>
  decideAdjustment(
    by,
    { memberId, adjustmentId: BigInt(adjustmentId), verdict, reason: "核对过" },
    contextAt(now, `admin:${by}`),
  );
const spend = (amount: number, bizId = "job") =>
  consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(now, "service:1"));
const buy = async () =>
  aBoughtOrder({ memberId, wanted: await aCreditProduct({ creditAmount: 100, bonusCredits: 20, priceFen: 1_000 }) });
const available = async (when = now) => (await getBalance(memberId, when)).availableCredits;
const told = async () => (await listNotices(memberId, {})).list.map(({ body }) => body);
const waiting = async () => (await listAlerts({})).list.filter(({ kind }) => kind === "CREDITS_WAITING");
const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    (error: { code?: string }) => error.code,
  );

describe("credits that a person gives", () => {
  test("are a lot of no order, in balance, ledger, export and audit log", async () => {
    expect(await adjust({ ...GIFT, validDays: 7 })).toMatchObject({ status: "DONE", amount: 30, decidedBy: null });
    const balance = await getBalance(memberId, now);
    expect(balance).toMatchObject({ totalCredits: 30, availableCredits: 30 });
    expect(balance.lots).toMatchObject([{ orderSn: null, productName: "赠送", origin: "GIFT", kind: "BONUS" }]);
    expect((await listLedger(memberId, {})).list).toMatchObject([
      { entryType: "GRANT", delta: 30, balanceAfter: 30, orderSn: null, reason: "客服赠送" },
    ]);
    let exported = "";
    for await (const piece of exportAccount(memberId, now)) exported += piece;
    expect(JSON.parse(exported)).toMatchObject({
      lots: [{ orderSn: null, origin: "GIFT" }],
      ledger: [{ orderSn: null }],
    });
    expect(await query("select actor, target, detail from sys_audit_log where action = 'CREDITS_ADJUSTED'")).toEqual([
      {
        actor: `admin:${admin}`,
        target: `member:${memberId}`,
        detail: { ...GIFT, validDays: 7, before: { total: 0 }, after: { total: 30 } },
      },
    ]);
    expect(await told()).toEqual(["客服赠送的 30 积分已经到账，2026-03-08 12:10 到期。"]);
    await expectCoherence(now);
  });

  test("are spent before what was bought, given back to where they came from, and expire", async () => {
    const { orderSn } = await buy();
    await adjust({ ...GIFT, validDays: 7 });
    const spent = await spend(60);
    expect(spent.paidBy).toMatchObject([
      { orderSn: null, amount: 30 },
      { orderSn, kind: "BONUS", amount: 20 },
      { orderSn, kind: "PAID", amount: 10 },
    ]);
    const back = await reverseConsumption(memberId, { bizId: "job" }, null, contextAt(now, "service:1"));
    expect(back.givenTo).toMatchObject([{ kind: "PAID" }, { kind: "BONUS" }, { orderSn: null, amount: 30 }]);
    const later = at(8 * 24 * 60);
    await expireLots(later);
    expect(await available(later)).toBe(120);
    await expectCoherence(later);
  });

  test("are worth nothing in the refund of an order, and stay after it", async () => {
    const order = await buy();
    const before = await quoteRefund(memberId, order.orderSn, now);
    await adjust(GIFT);
    expect(await quoteRefund(memberId, order.orderSn, now)).toEqual(before);
    await askBack(order, now);
    expect(await available()).toBe(30);
    await expectCoherence(now);
  });

  test("come once of a double click, and the key is for one request", async () => {
    const [first, again] = await Promise.all([adjust(GIFT, { key: "k" }), adjust(GIFT, { key: "k" })]);
    expect(again).toEqual(first);
    expect(await available()).toBe(30);
    expect(await told()).toHaveLength(1);
    await expect(adjust({ ...GIFT, amount: 31 }, { key: "k" })).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    await expect(adjust(GIFT, { key: "k", to: await aMember() })).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    });
  });

  test("are not given to a closed account, nor to nobody", async () => {
    await expect(adjust(GIFT, { to: 999n })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await closeAccount(memberId);
    expect(await code(adjust(GIFT))).toBe("MEMBER_CLOSED");
    await query("update ums_member set status = 'ACTIVE'");
    // Closed between the look and the commit.
    const rival = `update ums_member set status = 'DISABLED' where id = ${memberId}`;
    expect(await code(overtake(rival, () => adjust(GIFT)))).toBe("MEMBER_CLOSED");
    expect(await count("ums_credit_adjustment")).toBe(0);
  });
});

describe("a correction that takes", () => {
  test("takes what the shop gave first, then in the order of spending", async () => {
    await buy();
    await adjust(GIFT);
    expect(await take(60)).toMatchObject({ amount: -60, status: "DONE" });
    expect((await listLedger(memberId, { pageSize: 3 })).list).toMatchObject([
      { typeText: "更正扣除", delta: -10, balanceAfter: 90, reason: "客服更正扣除" },
      { delta: -20, balanceAfter: 100 },
      { delta: -30, balanceAfter: 120, orderSn: null },
    ]);
    expect((await told())[0]).toBe("客服更正了你的积分，扣除 60，没有动冻结和预留的。有疑问请联系客服。");
    await expectCoherence(now);
  });

  test("never takes what is frozen, reserved or expired, and says how much is free", async () => {
    await adjust(GIFT);
    await reserveCredits(memberId, { amount: 25, bizId: "r", reason: "x" }, contextAt(now, "service:1"));
    const order = await buy();
    await query("update ums_credit_lot set expire_time = $1 where order_id = $2 and kind = 'BONUS'", [
      now,
      order.orderId,
    ]);
    await query("update ums_credit_lot set frozen = 40 where order_id = $1 and kind = 'PAID'", [order.orderId]);
    // Of 30 given 25 are reserved, of 100 bought 40 are frozen, and 20 of a bonus are over.
    await expect(take(66)).rejects.toMatchObject({
      code: "INSUFFICIENT_CREDITS",
      message: expect.stringContaining("65"),
    });
    await take(65);
    expect(await available()).toBe(0);
  });

  test("decides again when a spender is a step ahead", async () => {
    await adjust(GIFT);
    const rival =
      "update ums_credit_lot set remaining = remaining - 20; update ums_credit_balance set total = total - 20";
    expect(await code(overtake(rival, () => take(20)))).toBe("INSUFFICIENT_CREDITS");
    expect(await available()).toBe(10);
  });

  test("counts as used in the refund of the order whose credits it took", async () => {
    const { orderSn } = await buy();
    await take(70);
    expect(await quoteRefund(memberId, orderSn, now)).toMatchObject({ refundAmount: 5 });
  });
});

describe("above what one person may do alone", () => {
  test("nothing moves until a second admin confirms; neither who asked nor who gets it does", async () => {
    const asked = await adjust({ ...GIFT, amount: CREDITS_ALONE + 1, validDays: 1 });
    expect(asked.status).toBe("PENDING");
    expect(await available()).toBe(0);
    expect(await told()).toEqual([]);
    expect(await waiting()).toMatchObject([
      { detail: { memberId: Number(memberId), credits: CREDITS_ALONE + 1 }, handledAt: { href: "/admin/members" } },
    ]);
    expect(await code(decide(asked.id, admin))).toBe("SELF_CONFIRMATION");
    expect(await code(decide(asked.id, memberId))).toBe("SELF_CONFIRMATION");
    const outcomes = await Promise.all([code(decide(asked.id, second)), code(decide(asked.id, await aMember()))]);
    expect(outcomes.toSorted()).toEqual(["ADJUSTMENT_DECIDED", "ok"]);
    expect(await available()).toBe(CREDITS_ALONE + 1);
    expect([await told(), await waiting()]).toEqual([["客服赠送的 10001 积分已经到账，2026-03-02 12:10 到期。"], []]);
    await expectCoherence(now);
  });

  test("who asked may take it back, and then nobody confirms it", async () => {
    const asked = await adjust({ ...GIFT, amount: CREDITS_ALONE + 1 });
    expect(await decide(asked.id, admin, "reject")).toMatchObject({ status: "REJECTED", decisionReason: "核对过" });
    expect(await code(decide(asked.id, second))).toBe("ADJUSTMENT_DECIDED");
    expect(await available()).toBe(0);
    expect([await told(), await waiting()]).toEqual([[], []]);
    await expectCoherence(now);
  });

  test("an admin gives nothing to themselves alone", async () => {
    expect(await adjust(GIFT, { to: admin })).toMatchObject({ status: "PENDING" });
  });

  test("is above what an admin set; what waits already waits on", async () => {
    const set = (creditsAloneLimit: number | null) => saveSettings({ creditsAloneLimit }, contextAt(now, "admin:1"));
    await set(50);
    expect(await adjust({ ...GIFT, amount: 50 })).toMatchObject({ status: "DONE" });
    const asked = await adjust({ ...GIFT, amount: 1 });
    expect(asked).toMatchObject({ status: "PENDING" });
    await set(CREDITS_ALONE * 2);
    expect(await query("select status from ums_credit_adjustment order by id")).toEqual([
      { status: "DONE" },
      { status: "PENDING" },
    ]);
    expect(await adjust({ ...GIFT, amount: CREDITS_ALONE + 1 })).toMatchObject({ status: "DONE" });
  });

  const SIX = Array.from({ length: 6 }, () => CREDITS_ALONE / 4);
  /** All six have counted before any of them writes. */
  const giveSix = async () => {
    const members = await Promise.all(SIX.map(() => aMember()));
    const gifts = () => Promise.all(members.map((to, i) => adjust({ ...GIFT, amount: SIX[i]! }, { to })));
    const given = await overtake("lock table ums_credit_adjustment in share mode", gifts, 6);
    return given.filter(({ status }) => status === "DONE").length;
  };

  test("A75 many small acts at once count together", async () => {
    expect(await giveSix()).toBe(4);
    expect(await adjust({ ...GIFT, amount: 1 })).toMatchObject({ status: "PENDING" });
    expect(await adjust({ ...GIFT, amount: 1 }, { by: second })).toMatchObject({ status: "DONE" });
  });

  test("control: without the numbering of one person's acts all of them go through", async () => {
    await query("drop index ums_credit_adjustment_seq_key");
    try {
      expect(await giveSix()).toBe(6);
    } finally {
      await query(`truncate ums_credit_adjustment cascade;
        create unique index ums_credit_adjustment_seq_key on ums_credit_adjustment (requested_by, request_seq)`);
    }
  });
});
