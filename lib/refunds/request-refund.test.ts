import { beforeEach, describe, expect, test } from "vitest";
import { saveSettings } from "../accounts/save-settings.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { after, DAY_MS } from "../core/time.ts";
import { getOrder } from "../orders/get-order.ts";
import { orderRow } from "../orders/view.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  aPaidOrder,
  aPlan,
  at,
  contextAt,
  type TestOrder,
} from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { callsAbout, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { quoteRefund } from "./quote-refund.ts";

useSandbox();
useDatabase();

const now = at(60);
const REFUND = "alipay.trade.refund";

let order: TestOrder;
beforeEach(async () => {
  order = await aBoughtOrder();
});

const quote = (when = now, { memberId, orderSn } = order) => quoteRefund(memberId, orderSn, when);
const spend = (amount: number, { memberId } = order) =>
  consumeCredits(memberId, { amount, bizId: `job-${amount}`, reason: "画图" }, contextAt(at(30)));
const lots = () => query("select kind, remaining, frozen from ums_credit_lot order by id");
const state = async () => (await query("select status, refunded_amount_fen from oms_order order by id"))[0];
const events = async () =>
  (await query<{ type: string }>("select type from oms_order_event order by id")).map(({ type }) => type);
const notices = async () =>
  (await query<{ kind: string }>("select kind from ums_member_notice order by id")).map(({ kind }) => kind);

describe("a quote", () => {
  test("shows every line of the sum", async () => {
    await spend(45);
    expect(await quote()).toEqual({
      refundable: true,
      invoice: null,
      refundAmount: 6.43,
      paid: 9.9,
      breakdown: [
        { label: "实付金额", value: "9.90 元" },
        { label: "购买积分", value: "100" },
        { label: "已使用", value: "35" },
        { label: "未使用", value: "65" },
        { label: "赠送积分", value: "共 10，没有剩余" },
        { label: "计算", value: "9.90 × 65 ÷ 100 = 6.43 元（不足 1 分舍去）" },
        { label: "应退金额", value: "6.43 元" },
      ],
      deadline: after(at(1), 7 * DAY_MS).toISOString(),
      needsReview: false,
    });
  });

  test("says why nothing comes back, and when it would have been time", async () => {
    await spend(110);
    expect(await quote()).toMatchObject({ refundable: false, reason: "已经用完，没有可退的部分", refundAmount: 0 });
    expect(await quote(after(at(1), 7 * DAY_MS + 1))).toMatchObject({ reason: "已超过付款后 7 天的退款期限" });
    expect(await quote(now, await anOrder())).toMatchObject({ reason: "订单还没有付款", deadline: null });
  });

  test("changes nothing, and somebody else's is not found", async () => {
    await quote();
    expect(await state()).toEqual({ status: "PAID", refunded_amount_fen: 0 });
    await expect(quoteRefund(await aMember(), order.orderSn, now)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
  });
});

describe("a small first refund", () => {
  test("goes through by itself, to the fen that the quote showed", async () => {
    await spend(45);
    const { refundAmount } = await quote();
    expect(await askBack(order, now)).toEqual({
      success: true,
      status: "SUCCESS",
      refundAmount,
      message: "退款成功，款项已原路退回",
    });
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 643 }]);
    expect(await state()).toEqual({ status: "REFUNDED", refunded_amount_fen: 643 });
    expect(await lots()).toEqual([
      { kind: "BONUS", remaining: 0, frozen: 0 },
      { kind: "PAID", remaining: 0, frozen: 0 },
    ]);
    expect(await query("select total from ums_credit_balance")).toEqual([{ total: 0n }]);
    expect(await events()).toEqual(["CREATED", "PAID", "REFUND_REQUESTED", "REFUNDED"]);
    expect(await notices()).toEqual(["PAID", "REFUND_REQUESTED", "REFUNDED"]);
    await expectCoherence(now);
  });

  test("takes the rest of the bonus back whole, with a line of the ledger for each lot", async () => {
    await spend(4);
    expect(await askBack(order, now)).toMatchObject({ status: "SUCCESS", refundAmount: 9.9 });
    expect(
      await query(
        "select delta, balance_after, reason, refund_id from ums_credit_ledger where entry_type = 'TAKE_BACK' order by id",
      ),
    ).toMatchObject([
      { delta: -6, balance_after: 100n, refund_id: 1n },
      { delta: -100, balance_after: 0n, refund_id: 1n },
    ]);
  });

  test("takes this order's credits alone", async () => {
    const other = await aPaidOrder({ memberId: order.memberId, now: at(5) });
    await askBack(order, now);
    expect(
      await query("select sum(remaining)::int as left from ums_credit_lot where order_id = $1", [other.orderId]),
    ).toEqual([{ left: 110 }]);
    await expectCoherence(now);
  });

  test("shows in the order's row and history", async () => {
    await askBack(order, now);
    const row = orderRow(await getOrder(order.memberId, order.orderSn), now);
    expect(row).toMatchObject({
      status: 3,
      refund: { status: "SUCCESS", statusText: "已退款", amount: 9.9 },
      refundable: false,
    });
  });

  test("at the last millisecond of the seven days, and not after it", async () => {
    const deadline = after(at(1), 7 * DAY_MS);
    await expect(askBack(order, after(deadline, 1))).rejects.toMatchObject({
      code: "ORDER_NOT_REFUNDABLE",
      status: 409,
    });
    expect(await askBack(order, deadline)).toMatchObject({ status: "SUCCESS" });
  });

  test("of a plan gives the whole days back, and the line closes up", async () => {
    const plan = await aPlan({ priceMonthlyFen: 3_100 });
    const memberId = await aMember();
    const first = await aBoughtOrder({ memberId, wanted: plan });
    await aBoughtOrder({ memberId, wanted: plan, now: at(5) });
    expect(await askBack(first, after(at(1), DAY_MS))).toMatchObject({ status: "SUCCESS", refundAmount: 30 });
    expect(await query("select status, start_date, end_date from ums_member_subscriptions order by id")).toEqual([
      { status: "REFUNDED", start_date: at(1), end_date: after(at(1), 31 * DAY_MS) },
      // The second month was April: thirty days, and thirty they stay.
      { status: "ACTIVE", start_date: after(at(1), DAY_MS), end_date: after(at(1), 31 * DAY_MS) },
    ]);
    await expectCoherence(now);
  });

  test("of goods that were never handed over gives everything back, and they are never handed over", async () => {
    await query("update oms_order set delivery_status = 'PENDING'");
    await query(
      "update oms_delivery_records set delivery_status = 'PENDING', delivered_time = null, next_retry_at = now()",
    );
    expect(await askBack(order, now)).toMatchObject({ status: "SUCCESS", refundAmount: 9.9 });
    expect(await query("select next_retry_at from oms_delivery_records")).toEqual([{ next_retry_at: null }]);
  });
});

describe("a refund that a person must look at", () => {
  const aDearOrder = async (priceFen: number, memberId?: bigint) =>
    aBoughtOrder({ wanted: await aCreditProduct({ priceFen }), ...(memberId === undefined ? {} : { memberId }) });

  test.each([
    [20_000, "SUCCESS"],
    [20_001, "REVIEWING"],
  ])("%i fen: %s", async (priceFen, status) => {
    expect(await askBack(await aDearOrder(priceFen), now)).toMatchObject({ success: true, status });
  });

  test("above the limit that an admin set; one that was asked for before stays as it was decided", async () => {
    const set = (refundAutoLimitFen: number | null) => saveSettings({ refundAutoLimitFen }, contextAt(now, "admin:1"));
    const [before, after] = [await aDearOrder(20_001), await aDearOrder(20_001)];
    expect(await askBack(before, now)).toMatchObject({ status: "REVIEWING" });
    await set(20_001);
    expect(await quote(now, after)).toMatchObject({ needsReview: false });
    expect(await askBack(after, now)).toMatchObject({ status: "SUCCESS" });
    const asked = "select status, needs_second_review from oms_refund_records order by id";
    expect(await query(asked)).toMatchObject([{ status: "REVIEWING" }, { status: "SUCCESS" }]);
    await set(100);
    const low = await aDearOrder(1_001);
    expect(await askBack(low, now)).toMatchObject({ status: "REVIEWING" });
    expect((await query(asked))[2]).toEqual({ status: "REVIEWING", needs_second_review: true });
    await set(null);
    expect((await query(asked))[2]).toEqual({ status: "REVIEWING", needs_second_review: true });
    await expectCoherence(now);
  });

  test("holds exactly what will be taken back, calls nobody, and says so", async () => {
    const dear = await aDearOrder(40_000);
    await spend(45, dear);
    expect(await askBack(dear, now)).toMatchObject({ refundAmount: 260, message: "退款申请已提交，等待人工审核" });
    expect(
      await query("select kind, remaining, frozen from ums_credit_lot where order_id = $1 order by id", [dear.orderId]),
    ).toEqual([
      { kind: "BONUS", remaining: 0, frozen: 0 },
      { kind: "PAID", remaining: 65, frozen: 65 },
    ]);
    expect(await callsAbout(dear.orderSn)).not.toContain(REFUND);
    expect(await query("select risk from oms_refund_records")).toMatchObject([
      { risk: { marks: ["LARGE", "NEW_ACCOUNT"] } },
    ]);
    await expectCoherence(now);
  });

  test("is the second of a member within 30 days, whatever became of the first", async () => {
    const second = await aDearOrder(100, order.memberId);
    await askBack(order, now);
    expect(await quote(now, second)).toMatchObject({ needsReview: true });
    expect(await askBack(second, now)).toMatchObject({ status: "REVIEWING" });
  });

  test("is not the second after 30 days, to the millisecond", async () => {
    await askBack(order, now);
    const month = after(now, 30 * DAY_MS);
    const next = async () => {
      const bought = await aBoughtOrder({ memberId: order.memberId, now: at(5) });
      await query("update oms_order set payment_time = $1 where id = $2", [after(month, -60_000), bought.orderId]);
      return bought;
    };
    expect(await quote(after(month, -1), await next())).toMatchObject({ needsReview: true });
    expect(await askBack(await next(), month)).toMatchObject({ status: "SUCCESS" });
  });
});

describe("an order that cannot be refunded", () => {
  test.each(["PENDING", "CANCELLED"])("because it is %s", async (status) => {
    const unpaid = await anOrder();
    await query("update oms_order set status = $1::order_status where id = $2", [status, unpaid.orderId]);
    await expect(askBack(unpaid, now)).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE", status: 409 });
  });

  test("because its credits are used up, or a job holds some", async () => {
    await reserveCredits(order.memberId, { amount: 1, bizId: "job", reason: "训练" }, contextAt(now));
    await expect(askBack(order, now)).rejects.toMatchObject({ facts: { detail: "JOB_RUNNING" } });
    const used = await aBoughtOrder();
    await spend(110, used);
    await expect(askBack(used, now)).rejects.toMatchObject({ facts: { detail: "NOTHING_LEFT" } });
  });

  test("because it is somebody else's, or refunded already", async () => {
    await expect(askBack({ ...order, memberId: await aMember() }, now)).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
    });
    await askBack(order, now);
    await expect(askBack(order, now)).rejects.toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
    expect(await refundsOf(order)).toHaveLength(1);
  });
});

describe("the same request again", () => {
  test("is the same answer, and one refund", async () => {
    const first = await askBack(order, now, "key");
    expect(await askBack(order, at(61), "key")).toEqual(first);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
    expect(await count("oms_refund_records")).toBe(1);
  });

  test("with the same key about another order is refused", async () => {
    await askBack(order, now, "key");
    const other = await aBoughtOrder({ memberId: order.memberId, now: at(5) });
    await expect(askBack(other, now, "key")).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
  });
});
