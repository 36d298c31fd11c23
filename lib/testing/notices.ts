import { createPrivateKey, randomInt, sign, type KeyObject } from "node:crypto";
import { inject } from "vitest";
import { yuanText } from "../core/money.ts";
import { aTradeNo, type TestOrder } from "./builders.ts";

/** The fields of a notice, before it is signed. */
export type NoticeFields = Record<string, string>;

/** Alipay's private key of this run: what the environment's ALIPAY_PUBLIC_KEY belongs to. */
export function alipayKey(): KeyObject {
  const der = Buffer.from(inject("world").alipay.privateKey, "base64");
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** What Alipay tells about a paid order (docs/alipay.md A18, A20). */
export function aNotice(order: Pick<TestOrder, "orderSn" | "amountFen">, changes: NoticeFields = {}): NoticeFields {
  const amount = yuanText(order.amountFen);
  return {
    notify_time: "2026-03-01 12:00:32",
    notify_type: "trade_status_sync",
    notify_id: `2026030100222120032${Array.from({ length: 15 }, () => randomInt(10)).join("")}`,
    charset: "utf-8",
    version: "1.0",
    app_id: "9021000000000001",
    auth_app_id: "9021000000000001",
    seller_id: "2088000000000001",
    buyer_id: "2088000000000002",
    buyer_logon_id: "tes***@sandbox.com",
    trade_no: aTradeNo(),
    out_trade_no: order.orderSn,
    trade_status: "TRADE_SUCCESS",
    total_amount: amount,
    receipt_amount: amount,
    buyer_pay_amount: amount,
    invoice_amount: amount,
    point_amount: "0.00",
    fund_bill_list: `[{"amount":"${amount}","fundChannel":"ALIPAYACCOUNT"}]`,
    subject: "账房 积分 A+B 100%",
    gmt_create: "2026-03-01 12:00:20",
    gmt_payment: "2026-03-01 12:00:30",
    ...changes,
  };
}

/** The text under the signature: sorted `k=v` joined with `&`, without sign and sign_type. */
export function canonical(fields: NoticeFields): string {
  return Object.keys(fields)
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join("&");
}

/** The body that Alipay would post: urlencoded, signed with RSA2 unless the test wants another algorithm or key. */
export function signedForm(
  fields: NoticeFields,
  { key = alipayKey(), hash = "RSA-SHA256", signType = "RSA2" } = {},
): string {
  const signature = sign(hash, Buffer.from(canonical(fields)), key).toString("base64");
  return new URLSearchParams({ ...fields, sign_type: signType, sign: signature }).toString();
}
