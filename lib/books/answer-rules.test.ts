import { describe, expect, test } from "vitest";
import { DELIVERY_STATUS_CODES, ORDER_STATUS_CODES, REFUND_STATUS_TEXTS } from "../contracts/codes.ts";
import {
  DELIVERY_STATUSES,
  OPEN_REFUND_STATUSES,
  ORDER_STATUSES,
  REFUND_STATUSES,
  type DeliveryStatus,
  type OrderStatus,
  type RefundStatus,
} from "../core/states.ts";
import { answerOf, type Known } from "./answer-rules.ts";

const NOW = new Date("2026-03-01T04:00:00Z");
const at = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000).toISOString();

type Given = Partial<Omit<Known, "order">> & { readonly order?: Partial<Known["order"]> };

function known(status: OrderStatus, deliveryStatus: DeliveryStatus, { order, ...given }: Given = {}): Known {
  const { [status]: statusCode } = ORDER_STATUS_CODES;
  return {
    order: {
      status: statusCode,
      deliveryStatus: DELIVERY_STATUS_CODES[deliveryStatus],
      payAmount: 9.9,
      refundedAmount: 0,
      expireTime: at(30),
      closeReason: null,
      ...order,
    },
    ...{ payments: [], delivery: null, lots: [], segment: null, refunds: [], alerts: [] },
    ...given,
  };
}

const payment = (kind: Known["payments"][number]["kind"], isReturned = false, amount = 9.9) =>
  ({ tradeNo: "t", outTradeNo: "o", kind, amount, isReturned, source: "NOTIFY", paymentTime: at(-5) }) as const;

const refund = (status: RefundStatus, kind: "ORDER" | "STRAY" | "OUTSIDE" = "ORDER") =>
  ({
    ...{ id: 1, orderSn: "o", productName: "标准包", kind, amount: 9.9, status, reason: "不需要了" },
    ...{ statusText: REFUND_STATUS_TEXTS[status], createTime: at(-1), finishTime: null },
  }) as const;

const delivery = (retryCount: number, lastError: string | null, nextRetryTime: string | null) =>
  ({ status: "PENDING", retryCount, lastError, nextRetryTime, deliveredTime: null }) as const;

const lot = (granted: number, remaining: number, more: { frozen?: number; reserved?: number } = {}) =>
  ({ id: 1, kind: "PAID", granted, remaining, frozen: 0, reserved: 0, expireTime: null, ...more }) as const;

type Period = NonNullable<Known["segment"]>;
const period = (status: Period["status"], startDate: string, endDate: string): Period =>
  ({
    ...{ id: 1, orderSn: "o", planCode: "pro", planName: "专业版", features: [], billingCycle: "monthly" },
    ...{ startDate, endDate, status },
  }) as const;

const alert: Known["alerts"][number] = {
  ...{ id: 1, kind: "PAYMENT_MISMATCH", title: "", advice: "", orderSn: "o", detail: {}, createTime: at(0) },
  ...{ releasable: true, bookable: false, closing: null, handledAt: null },
} as const;

const CASES: readonly [Known, string, string][] = [
  [known("PENDING", "PENDING"), "waiting ASK CLOSE", "还在等买家付款，可以付到 2026-03-01 12:30。"],
  [
    known("PENDING", "PENDING", { order: { expireTime: at(0) } }),
    "waiting ASK WAIT",
    "没有收到付款，付款时间已过；关闭之前会再问一次支付宝。",
  ],
  [
    known("PENDING", "PENDING", { payments: [payment("MISMATCH", false, 1)] }),
    "trouble ALERTS",
    "收到一笔与订单不符的付款 ¥1.00，没有计入订单，也没有发放。",
  ],
  [
    known("PENDING", "PENDING", { payments: [payment("MISMATCH", true)] }),
    "waiting ASK CLOSE",
    "还在等买家付款，可以付到 2026-03-01 12:30。",
  ],
  [
    known("CANCELLED", "PENDING", { order: { closeReason: "EXPIRED" } }),
    "fine ASK",
    "没有收到付款，到时间没有付款，订单关闭了。",
  ],
  [
    known("CANCELLED", "PENDING", { order: { closeReason: "CANCELLED_BY_MEMBER" }, payments: [payment("UNWANTED")] }),
    "waiting WAIT",
    "买家自己取消了订单，之后收到的付款 ¥9.90 正在原路退回。",
  ],
  [
    known("CANCELLED", "PENDING", { order: { closeReason: "CLOSED_BY_SHOP" }, payments: [payment("UNWANTED", true)] }),
    "fine",
    "同事关闭了订单，之后收到的付款 ¥9.90 已原路退回。",
  ],
  [
    known("CANCELLED", "PENDING", { payments: [payment("MISMATCH", false, 1)] }),
    "trouble ALERTS",
    "收到一笔与订单不符的付款 ¥1.00，没有计入订单，也没有发放；订单已经关闭。",
  ],
  [
    known("PAID", "PENDING", { delivery: delivery(2, "没有这个套餐", at(5)) }),
    "waiting WAIT REFUND",
    "付款已到账，发放失败 3 次（没有这个套餐），下次重试 2026-03-01 12:05。",
  ],
  [
    known("PAID", "PENDING", { delivery: delivery(0, null, null) }),
    "waiting WAIT REFUND",
    "付款已到账，商品还没有发放，正在重试。",
  ],
  [
    known("PAID", "FAILED", { delivery: delivery(3, "没有这个套餐", null), alerts: [alert] }),
    "trouble REDELIVER REFUND ALERTS",
    "付款已到账，发放失败 4 次（没有这个套餐），自动重试已经用完。",
  ],
  [known("PAID", "DELIVERED", { lots: [lot(100, 100), lot(10, 10)] }), "fine REFUND", "110 积分已经发放，还没有用过。"],
  [
    known("COMPLETED", "DELIVERED", { lots: [lot(100, 60, { reserved: 20 })], order: { refundedAmount: 3 } }),
    "fine REFUND",
    "100 积分已经发放，还剩 60，其中 20 被任务预留；已退回 ¥3.00。",
  ],
  [
    known("COMPLETED", "DELIVERED", { lots: [lot(100, 0)] }),
    "fine REFUND",
    "100 积分已经发放，现在没有剩余，去处见经过里的积分。",
  ],
  [
    known("PAID", "DELIVERED", { segment: period("ACTIVE", at(-10), at(60)) }),
    "fine REFUND",
    "「专业版」已经发放，有效到 2026-03-01 13:00。",
  ],
  [
    known("PAID", "DELIVERED", { segment: period("ACTIVE", at(10), at(60)) }),
    "fine REFUND",
    "「专业版」已经发放，接在现有的一期之后，从 2026-03-01 12:10 到 2026-03-01 13:00。",
  ],
  [
    known("COMPLETED", "DELIVERED", { segment: period("EXPIRED", at(-60), at(-1)) }),
    "fine REFUND",
    "「专业版」已经发放，2026-03-01 11:59 到期了。",
  ],
  [
    known("REFUNDING", "DELIVERED", { refunds: [refund("REVIEWING")] }),
    "trouble REVIEW",
    "退款 ¥9.90 等待审核，要收回的权益已经冻结。",
  ],
  [
    known("REFUNDING", "DELIVERED", { refunds: [refund("REVIEWING", "STRAY"), refund("APPROVED")] }),
    "waiting WAIT",
    "退款 ¥9.90 正在发给支付宝，要收回的权益已经冻结。",
  ],
  [
    known("REFUNDING", "FAILED", { refunds: [refund("SENT")] }),
    "waiting WAIT",
    "退款 ¥9.90 已发给支付宝，还没有最后的答复，会一直问到有结果；商品没有发放。",
  ],
  [
    known("REFUNDING", "DELIVERED", { refunds: [refund("REVIEWING", "OUTSIDE")], alerts: [alert] }),
    "trouble ALERTS",
    "支付宝显示这笔款另有退款 ¥9.90，要收回的权益已经冻结，等同事登记或放开。",
  ],
  [known("REFUNDED", "DELIVERED", { order: { refundedAmount: 9.9 } }), "fine", "¥9.90 已退回，权益已收回。"],
  [known("REFUNDED", "FAILED", { order: { refundedAmount: 9.9 } }), "fine", "商品没有发放，¥9.90 已退回。"],
  [known("REFUNDED", "DELIVERED"), "fine", "权益已由同事收回，没有退款。"],
];

describe("whether the buyer has got the goods", () => {
  test.each(CASES.map(([given, does, text]) => ({ given, does, text })))("$text", ({ given, does, text }) => {
    const { look, next, text: said } = answerOf(given, NOW);
    expect([[look, ...next].join(" "), said]).toEqual([does, text]);
  });

  test("has an answer in every state, and never tells anybody to do what that state forbids", () => {
    const kinds = [undefined, "EFFECTIVE", "DUPLICATE", "UNWANTED", "MISMATCH"] as const;
    const goods = [
      {},
      { lots: [lot(100, 40)] },
      { segment: period("FROZEN", at(-9), at(9)) },
      { segment: period("REFUNDED", at(-9), at(9)) },
    ];
    for (const status of ORDER_STATUSES)
      for (const deliveryStatus of DELIVERY_STATUSES)
        for (const refundStatus of [undefined, ...REFUND_STATUSES])
          for (const refundKind of ["ORDER", "STRAY", "OUTSIDE"] as const)
            for (const kind of kinds)
              for (const good of goods)
                for (const alerts of [[], [alert]]) {
                  const given = known(status, deliveryStatus, {
                    ...good,
                    alerts,
                    payments: kind === undefined ? [] : [payment(kind)],
                    refunds: refundStatus === undefined ? [] : [refund(refundStatus, refundKind)],
                    delivery: delivery(1, "不行", at(3)),
                  });
                  const { text, next, look } = answerOf(given, NOW);
                  const about = `${status} ${deliveryStatus} ${refundStatus} ${refundKind} ${kind}: ${text}`;
                  expect(text, about).toMatch(/^[^a-z]+。$/);
                  expect(new Set(next).size, about).toBe(next.length);
                  if (next.includes("ASK")) expect(["PENDING", "CANCELLED"], about).toContain(status);
                  if (next.includes("CLOSE")) expect(status, about).toBe("PENDING");
                  if (next.includes("REDELIVER")) expect([status, deliveryStatus], about).toEqual(["PAID", "FAILED"]);
                  if (next.includes("REFUND")) expect(["PAID", "COMPLETED"], about).toContain(status);
                  if (next.includes("REVIEW")) expect(OPEN_REFUND_STATUSES, about).toContain(refundStatus);
                  if (alerts.length > 0) expect([look, next.includes("ALERTS")], about).toEqual(["trouble", true]);
                }
  });
});
