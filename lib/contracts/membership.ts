import { z } from "zod";
import { INVOICE_KINDS, INVOICE_STATUSES } from "../core/states.ts";
import type { EndpointTable } from "./endpoint.ts";
import { creditOrigin, lotKind } from "./credits.ts";
import {
  count,
  credits,
  deliveryStatusCode,
  instant,
  orderStatusCode,
  productTypeCode,
  refundStatus,
  words,
  yuan,
} from "./values.ts";

const closing = z
  .strictObject({
    obstacles: z.array(words).describe("现在还不能关闭的原因；空：可以关闭"),
    losses: z.array(words).describe("关闭之后就没有了的东西"),
  })
  .meta({ id: "Closing" });
export type ClosingView = z.infer<typeof closing>;

const orderSn = z.string();

/** Everything that is kept of a member, oldest first. */
const memberExport = z
  .strictObject({
    account: z.strictObject({
      email: z.string().nullable(),
      name: z.string(),
      createTime: instant,
      emailConfirmTime: instant.nullable(),
      exportTime: instant,
    }),
    orders: z.array(
      z.strictObject({
        orderSn,
        productType: productTypeCode,
        productName: z.string(),
        status: orderStatusCode,
        statusText: words,
        deliveryStatus: deliveryStatusCode,
        payAmount: yuan,
        refundedAmount: yuan,
        createTime: instant,
        expireTime: instant,
        paymentTime: instant.nullable(),
      }),
    ),
    payments: z.array(
      z.strictObject({
        orderSn,
        tradeNo: z.string(),
        kind: z.enum(["EFFECTIVE", "DUPLICATE", "UNWANTED", "MISMATCH"]),
        amount: yuan,
        paymentTime: instant,
      }),
    ),
    refunds: z.array(
      z.strictObject({
        orderSn,
        requestNo: z.string(),
        amount: yuan,
        status: refundStatus,
        reason: z.string(),
        createTime: instant,
        finishTime: instant.nullable(),
      }),
    ),
    invoices: z.array(
      z.strictObject({
        invoiceSn: z.string(),
        kind: z.enum(INVOICE_KINDS),
        title: z.string(),
        taxNumber: z.string().nullable(),
        email: z.string(),
        amount: yuan,
        status: z.enum(INVOICE_STATUSES),
        orders: z.array(z.strictObject({ orderSn, amount: yuan, isDropped: z.boolean() })),
        number: z.string().nullable(),
        issuedDate: z.iso.date().nullable(),
        fileUrl: z.string().nullable(),
        redNumber: z.string().nullable(),
        reason: words.nullable(),
        createTime: instant,
      }),
    ),
    lots: z.array(
      z.strictObject({
        orderSn: orderSn.nullable(),
        origin: creditOrigin,
        kind: lotKind,
        granted: credits,
        remaining: credits,
        createTime: instant,
        expireTime: instant.nullable(),
      }),
    ),
    ledger: z.array(
      z.strictObject({
        orderSn: orderSn.nullable(),
        entryType: z.string(),
        delta: z.int(),
        balanceAfter: credits,
        reason: z.string(),
        createTime: instant,
      }),
    ),
    periods: z.array(
      z.strictObject({
        orderSn,
        planCode: z.string(),
        planName: z.string(),
        billingCycle: z.string().describe("MONTHLY：一个月 · YEARLY：一年 · 其他如 3-DAY"),
        startDate: instant,
        endDate: instant,
        status: z.string(),
      }),
    ),
    messages: z.array(
      z.strictObject({
        title: words,
        body: words,
        orderSn: orderSn.nullable(),
        createTime: instant,
        readTime: instant.nullable(),
      }),
    ),
  })
  .meta({ id: "MemberExport" });
export type MemberExport = z.infer<typeof memberExport>;

const closeBody = z.strictObject({
  password: z.string().min(1, "请填写密码").max(128, "密码最多 128 位"),
});

export const membershipEndpoints = {
  "GET /api/account/closing": {
    access: "member",
    summary: "关闭账户会失去什么，现在能不能关闭",
    answer: closing,
  },
  "POST /api/account/close": {
    access: "member",
    summary: "关闭账户，所有设备都退出；有退款没有结果、或有订单还可能收到付款时不能关闭",
    body: closeBody,
    answer: z.strictObject({ ended: count.describe("退出了多少台设备") }),
    errors: ["WRONG_PASSWORD", "ACCOUNT_NOT_CLOSABLE", "TOO_MANY_REQUESTS"],
  },
  "GET /api/account/export": {
    access: "member",
    summary: "下载自己的全部数据：订单、付款、退款、积分批次、积分明细、套餐时间段、消息",
    answer: memberExport,
    errors: ["TOO_MANY_REQUESTS"],
  },
} satisfies EndpointTable;
