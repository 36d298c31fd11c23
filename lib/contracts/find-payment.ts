import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { orderRow } from "./orders.ts";
import { instant, words, yuan } from "./values.ts";

/** What is found about the money of an order, and what each means. */
const FINDINGS = {
  DELIVERED: "已付款，已到账",
  OWED: "已付款，还没有发放，会自动补发",
  GIVEN_UP: "已付款，多次发放没有成功，已转人工",
  UNPAID: "支付宝没有它的有效付款，还可以支付",
  CLOSED: "订单不能再支付，支付宝没有它的有效付款",
  JUST_ASKED: "几秒钟前刚问过支付宝，这次没有再问",
  UNANSWERED: "支付宝没有给出可信的回答",
  MISMATCH: "收到一笔与订单不符的付款，已转人工",
  RETURNING: "退款正在处理",
  RETURNED: "已经退款",
} as const;

export type Finding = keyof typeof FINDINGS;

const findPaymentBody = z.strictObject({
  number: z
    .string()
    .trim()
    .regex(/^[0-9A-Za-z_]{1,64}$/, "请填写订单号或支付宝交易号，只有数字、字母和下划线")
    .describe("订单号（支付宝账单里叫商户订单号），或支付宝交易号（账单里叫订单号）"),
});

/** The order that the money was for, as its history shows it, and what was found about the money. */
const foundPayment = orderRow
  .extend({
    finding: z.enum(Object.keys(FINDINGS) as [Finding, ...Finding[]]).describe(
      Object.entries(FINDINGS)
        .map((entry) => entry.join(" "))
        .join(" · "),
    ),
    happened: words.describe("发生了什么"),
    next: words.describe("接下来会怎样，要不要做什么"),
    payments: z
      .array(
        z.strictObject({
          tradeNo: z.string().describe("支付宝交易号"),
          amount: yuan,
          time: instant,
          whereabouts: words.describe("这笔钱现在在哪里"),
        }),
      )
      .describe("支付宝为这笔订单收到的每笔付款，最早的在前"),
  })
  .meta({ id: "FoundPayment" });
export type FoundPayment = z.infer<typeof foundPayment>;

export const findPaymentEndpoints = {
  "POST /api/payment/find": {
    access: "member",
    portal: true,
    summary: "付了钱没到账：按订单号或支付宝交易号查一笔钱的下落，需要时当场问支付宝、补发商品",
    body: findPaymentBody,
    answer: foundPayment,
    errors: ["ORDER_NOT_FOUND", "TOO_MANY_REQUESTS", "GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT"],
  },
} satisfies EndpointTable;
