/** Notifications that a merchant must reject: validly signed with foreign content, or wrongly signed. */
import type { KeyObject } from "node:crypto";
import { formBody, signNotice, type NoticeFields } from "./notice-form.ts";

type Forge = (fields: NoticeFields, key: KeyObject) => string;

const about =
  (lies: NoticeFields): Forge =>
  (fields, key) =>
    formBody(signNotice({ ...fields, ...lies }, key));

/** By the name of the fault that asks for it. */
const FORGERIES: Readonly<Record<string, Forge>> = {
  "notify-wrong-app-id": about({ app_id: "9021000000000099", auth_app_id: "9021000000000099" }),
  "notify-wrong-seller": about({ seller_id: "2088000000000099", seller_email: "other***@sandbox.test" }),
  "notify-wrong-amount": about({ total_amount: "0.01" }),
  "notify-foreign-order": about({ out_trade_no: "FOREIGN_ORDER" }),
  "notify-zero-refund-fee": about({ refund_fee: "0.00" }),
  "notify-tampered": (fields, key) => formBody({ ...signNotice(fields, key), subject: "改过的商品名" }),
  "notify-unsigned": (fields) => formBody(fields),
  "notify-sha1": (fields, key) => formBody(signNotice(fields, key, { type: "RSA" })),
  "notify-lowercase-sign-type": (fields, key) => formBody({ ...signNotice(fields, key), sign_type: "rsa2" }),
  "notify-duplicate-key": (fields, key) => formBody(signNotice(fields, key), "utf-8", ["total_amount"]),
  "notify-gbk": (fields, key) => formBody(signNotice({ ...fields, charset: "GBK" }, key, { charset: "gbk" }), "gbk"),
};

/** The body that a send under this fault has; an ordinary signed form without one. */
export function sentForm(fields: NoticeFields, key: KeyObject, fault: string | undefined): string {
  const forge = fault === undefined ? undefined : FORGERIES[fault];
  return forge ? forge(fields, key) : formBody(signNotice(fields, key));
}
