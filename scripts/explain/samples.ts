import type { Context } from "../../lib/core/context.ts";
import type { TradeFact } from "../../lib/core/trade.ts";
import type { Commit } from "../../lib/db/commit.ts";
import { prepareDelivery } from "../../lib/delivery/deliver-goods.ts";
import { standingLots } from "../../lib/delivery/goods/credits.ts";
import { laterDelivery } from "../../lib/delivery/try-delivery.ts";
import { closingCommit } from "../../lib/payments/close-order.ts";
import { placement } from "../../lib/payments/place-order.ts";
import { paymentAlone, paymentWithGoods, strayPayment, type Settlement } from "../../lib/payments/settle-payment.ts";
import { refundRequest } from "../../lib/refunds/request-refund.ts";
import { moneyReturned, refusedRefund } from "../../lib/refunds/settle-refund.ts";

// One purchase of a credit pack, as the builders of its commits are given it. Values of a statement are parameters, so
// those that stand here do not show.

const now = new Date("2026-03-01T04:00:00.000Z");
const context: Context = { now, actor: "alipay" };
const orderSn = "20260301120000000sampleordersn000";
const tradeNo = "2026030122001400000000000001";
const outRequestNo = "r20260301120000000samplerequest0";
const productName = "积分包";
const paymentMethod = "alipay" as const;
const merchant = { appId: "2021000000000001", sellerId: "2088000000000001" };

const bought = { productId: 1n, productName, priceFen: 990, creditAmount: 100, bonusCredits: 10, validDays: 365 };
const order = {
  id: 1n,
  orderSn,
  memberId: 1n,
  productType: "CREDITS",
  status: "PENDING",
  deliveryStatus: "PENDING",
  payAmountFen: 990,
  createTime: now,
  item: { ...bought, planId: null, planCode: null, planLevel: null, billingCycle: null },
} as const;
const newOrder = {
  orderSn,
  memberId: 1n,
  sourceType: "PC",
  openSlot: 1,
  requestKey: null,
  requestHash: null,
  returnPath: null,
  snapshot: { type: "CREDITS", ...bought, goodsVersion: 1 },
  expireTime: now,
} as const;
const newAttempt = {
  ...merchant,
  outTradeNo: orderSn,
  paymentMethod,
  cashierKind: "PAGE",
  amountFen: 990,
  subject: productName,
  expireTime: now,
  nextCheckAt: now,
} as const;

const fact: TradeFact = {
  paymentMethod,
  outTradeNo: orderSn,
  tradeNo,
  state: "PAID",
  amountFen: 990,
  paidAt: now,
  merchant,
  isRefund: false,
  source: "NOTIFY",
  evidenceKey: "notify:1",
  content: "",
};
const attempt = { id: 1n, paymentMethod, ...merchant, amountFen: 990 };
const settlement: Settlement = {
  known: { order, attempt, memberIsActive: true, payments: [], isKnownNews: false },
  fact,
  context,
};

const lot = { granted: 100, remaining: 100, frozen: 0, reserved: 0, takenBack: 0, expireTime: null };
const lots = [{ id: 1n, kind: "PAID", ...lot } as const];
const quote = {
  paidFen: 990,
  amountFen: 990,
  sum: { type: "CREDITS", granted: 100, used: 0, unused: 100, bonusGranted: 0, bonusTaken: 0 },
  held: { type: "CREDITS", lots: [{ lotId: 1, amount: 100 }] },
};
const risk = {
  refundsBefore: 0,
  recentRefunds: 0,
  usedPercent: 0,
  minutesSincePayment: 0,
  accountDays: 30,
  marks: [],
};
const refund = {
  ...merchant,
  orderId: 1n,
  orderSn,
  memberId: 1n,
  paymentId: 1n,
  paymentMethod,
  outTradeNo: orderSn,
  tradeNo,
  outRequestNo,
  amountFen: 990,
  reason: "不需要了",
};
const newRefund = {
  ...refund,
  status: "APPROVED",
  request: { quote, risk, needsSecondReview: false, memberSeq: 1, key: null, hash: null },
} as const;
const sentRefund = {
  id: 1n,
  ...refund,
  productName,
  kind: "ORDER",
  status: "SENT",
  orderStatus: "REFUNDING",
  quote,
  risk,
  needsSecondReview: false,
  approvals: 0,
  requestHash: null,
  refusal: null,
  sendCount: 1,
  nextCheckAt: now,
  sentTime: now,
  sendingUntil: null,
  byHand: false,
  requestedBy: "member:1",
  returnedFen: 0,
  createTime: now,
  finishTime: null,
} as const;

export interface Sample {
  /** What happens in the shop when this is written. */
  readonly about: string;
  readonly build: () => Commit | Promise<Commit>;
}

/** The commits that can be explained, in the order in which a purchase comes to them. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  place: { about: "下单：订单、买的东西、支付尝试", build: () => placement(newOrder, newAttempt, context)[0] },
  close: {
    about: "关闭没有付款的订单",
    build: () => closingCommit({ ...order, productName, expireTime: now }, "EXPIRED", "NONE", context),
  },
  settle: {
    about: "钱到账，货发出",
    build: async () => paymentWithGoods(settlement, false, await prepareDelivery(order, context)),
  },
  "settle-undelivered": {
    about: "钱到账，货暂时发不出，记下要补发",
    build: () => paymentAlone(settlement, false, "the reason"),
  },
  deliver: {
    about: "补发已付款订单的货",
    build: async () => {
      const paid = { ...order, status: "PAID", paymentTime: now } as const;
      return laterDelivery(paid, await prepareDelivery(paid, context), context);
    },
  },
  stray: { about: "收到多余的付款", build: () => strayPayment(settlement, "DUPLICATE") },
  refund: {
    about: "申请退款：冻结货，记下退款",
    build: () => {
      const { hold } = standingLots(lots, now);
      const told = { event: "REFUND_REQUESTED", facts: {} };
      const standing = { orderId: order.id, guardVersion: 0, invoice: null };
      const known = { status: "PAID", productName } as const;
      return refundRequest({ known, refund: newRefund, hold, standing, told }, context)[0];
    },
  },
  "refund-done": { about: "退款成功：收回货", build: () => moneyReturned(sentRefund, context) },
  "refund-refused": {
    about: "支付宝拒绝退款：解冻货，提醒人",
    build: () => refusedRefund(sentRefund, { code: "ACQ.REASON_TRADE_STATUS_INVALID", message: "" }, context, null),
  },
};
