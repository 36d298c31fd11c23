import { expect } from "vitest";
import { after, MINUTE_MS } from "../lib/core/time.ts";
import { reserveCredits } from "../lib/credits/reserve-credits.ts";
import { continuePayment } from "../lib/payments/continue-payment.ts";
import { syncPayment } from "../lib/payments/sync-payment.ts";
import { aCreditProduct, aMember, anOrder, aPlan, contextAt } from "../lib/testing/builders.ts";
import { count, query } from "../lib/testing/database.ts";
import { buy, plantFault, refundsAtAlipay, tradeAtAlipay } from "../lib/testing/gateway.ts";
import { askBack } from "../lib/testing/refunds.ts";
import {
  aDeliveredOrder,
  anUndeliveredOrder,
  aRefundUnderReview,
  aSilentlyPaidOrder,
  asMember,
  cron,
  delivered,
  letTimePass,
  notify,
  now,
  refunded,
  spent,
  statusOf,
  type Call,
} from "./subjects.ts";

/** Something the product does in several steps. */
export interface Operation {
  /** Sets up the state before the request. */
  prepare(): Promise<Prepared>;
}

export interface Prepared {
  readonly call: Call;
  /** The required final state, with or without a kill. */
  settled(): Promise<void>;
}

export const OPERATIONS: Readonly<Record<string, Operation>> = {
  "create an order": {
    async prepare() {
      const [memberId, { productId }] = [await aMember(), await aCreditProduct()];
      const call = await asMember(memberId, "/api/payment/create-credits-order", { productId }, "key-1");
      return { call, settled: async () => expect(await count("oms_order", "member_id = $1", [memberId])).toBe(1) };
    },
  },
  "notify of credits": {
    async prepare() {
      const order = await aSilentlyPaidOrder();
      return { call: await notify(order)(), settled: delivered(order) };
    },
  },
  "notify of a plan": {
    async prepare() {
      const order = await aSilentlyPaidOrder({ wanted: await aPlan() });
      return { call: await notify(order)(), settled: delivered(order) };
    },
  },
  "sync a payment": {
    async prepare() {
      const order = await aSilentlyPaidOrder();
      return { call: await asMember(order.memberId, `/api/payment/sync/${order.orderSn}`), settled: delivered(order) };
    },
  },
  "query payments": {
    async prepare() {
      const order = await aSilentlyPaidOrder();
      await letTimePass();
      return { call: cron("query-payments"), settled: delivered(order) };
    },
  },
  "retry a delivery": {
    async prepare() {
      const order = await anUndeliveredOrder();
      await letTimePass();
      return { call: cron("retry-deliveries"), settled: delivered(order) };
    },
  },
  "send again what was given up": {
    async prepare() {
      const order = await anUndeliveredOrder(3);
      const adminId = await aMember({ role: "ADMIN" });
      return {
        call: await asMember(adminId, `/api/admin/orders/${order.orderSn}/redeliver`),
        settled: delivered(order),
      };
    },
  },
  "expire an order": {
    async prepare() {
      const order = await anOrder({ now: now() });
      await buy(order.cashier.payUrl, "login");
      await query("update oms_order set expire_time = $2 where id = $1", [order.orderId, after(now(), -1_000)]);
      return {
        call: cron("expire-orders"),
        settled: async () => {
          expect(await statusOf(order)).toBe("CANCELLED PENDING");
          expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
        },
      };
    },
  },
  "cancel an order": {
    async prepare() {
      const order = await anOrder({ now: now() });
      const call = await asMember(order.memberId, `/api/payment/cancel/${order.orderSn}`);
      return { call, settled: async () => expect(await statusOf(order)).toBe("CANCELLED PENDING") };
    },
  },
  "consume credits": {
    async prepare() {
      const { memberId } = await aDeliveredOrder();
      const call = await asMember(memberId, "/api/credits/consume", { amount: 30, bizId: "job-1", reason: "生成图片" });
      return { call, settled: async () => expect(await spent(memberId)).toBe(30) };
    },
  },
  "reserve credits": {
    async prepare() {
      const { memberId } = await aDeliveredOrder();
      const call = await asMember(memberId, "/api/credits/reserve", { amount: 30, bizId: "job-1", reason: "生成视频" });
      return { call, settled: async () => expect(await count("ums_credit_reservation", "status = 'HELD'")).toBe(1) };
    },
  },
  "commit a reservation": {
    async prepare() {
      const { memberId } = await aDeliveredOrder();
      await reserveCredits(memberId, { amount: 30, bizId: "job-1", reason: "生成视频" }, contextAt(now()));
      const call = await asMember(memberId, "/api/credits/commit", { bizId: "job-1", amount: 20 });
      return { call, settled: async () => expect(await spent(memberId)).toBe(20) };
    },
  },
  "release a reservation": {
    async prepare() {
      const { memberId } = await aDeliveredOrder();
      await reserveCredits(memberId, { amount: 30, bizId: "job-1", reason: "生成视频" }, contextAt(now()));
      const call = await asMember(memberId, "/api/credits/release", { bizId: "job-1" });
      return { call, settled: async () => expect(await count("ums_credit_lot", "reserved > 0")).toBe(0) };
    },
  },
  "request a refund": {
    async prepare() {
      const order = await aDeliveredOrder();
      const call = await asMember(
        order.memberId,
        `/api/payment/refund/${order.orderSn}`,
        { reason: "不需要了" },
        "key-1",
      );
      return { call, settled: () => refunded(order) };
    },
  },
  "request a plan's refund": {
    async prepare() {
      const order = await aDeliveredOrder({ wanted: await aPlan({ priceMonthlyFen: 1_900 }) });
      const call = await asMember(
        order.memberId,
        `/api/payment/refund/${order.orderSn}`,
        { reason: "不需要了" },
        "key-1",
      );
      return {
        call,
        settled: async () => {
          expect(await statusOf(order)).toBe("REFUNDED DELIVERED");
          expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
        },
      };
    },
  },
  "approve a refund": {
    async prepare() {
      const { order, path, adminId } = await aRefundUnderReview();
      return { call: await asMember(adminId, path, { verdict: "approve" }), settled: () => refunded(order) };
    },
  },
  "reject a refund": {
    async prepare() {
      const { order, path, adminId } = await aRefundUnderReview();
      return {
        call: await asMember(adminId, path, { verdict: "reject", reason: "已使用" }),
        settled: delivered(order),
      };
    },
  },
  "settle a refund that Alipay did not answer": {
    async prepare() {
      const order = await aDeliveredOrder();
      await plantFault({ fault: "http-502-after", method: "alipay.trade.refund" });
      await askBack(order, after(now(), -MINUTE_MS));
      return { call: cron("settle-refunds"), settled: () => refunded(order) };
    },
  },
  "send a second payment back": {
    async prepare() {
      const order = await aSilentlyPaidOrder();
      const second = await continuePayment(
        order.memberId,
        order.orderSn,
        { paymentMethod: "alipay", cashierKind: "WAP" },
        contextAt(now()),
      );
      const { outTradeNo } = await buy(second.payUrl);
      await syncPayment(order.memberId, order.orderSn, contextAt(now()));
      return {
        call: cron("settle-refunds"),
        settled: async () => {
          const returned = [...(await refundsAtAlipay(order.orderSn)), ...(await refundsAtAlipay(outTradeNo))];
          expect(returned.map((refund) => refund.amountFen)).toEqual([order.amountFen]);
          expect(await statusOf(order)).toBe("PAID DELIVERED");
        },
      };
    },
  },
};
