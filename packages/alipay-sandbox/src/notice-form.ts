/** The fields of a notice and the signed form that carries them. */
import type { KeyObject } from "node:crypto";
import { beijing, beijingMillis } from "./beijing-time.ts";
import { encode, type Charset } from "./charset.ts";
import { newNotifyId } from "./identifiers.ts";
import { MERCHANT, type Identity, type Switches } from "./merchant.ts";
import { yuan } from "./money.ts";
import { BUYERS } from "./purses.ts";
import { canonicalText, signBytes, type SignType } from "./signer.ts";
import { merchantOfTrade, refundedFen, type Refund, type Trade } from "./trade.ts";

export type NoticeFields = Record<string, string>;

/** What every notice carries, whatever it is about. */
function envelopeFields(now: number, { appId, sellerId }: Identity): NoticeFields {
  return {
    notify_time: beijing(now),
    notify_type: "trade_status_sync",
    notify_id: newNotifyId(now),
    charset: "utf-8",
    version: "1.0",
    app_id: appId,
    auth_app_id: appId,
    seller_id: sellerId,
    seller_email: MERCHANT.sellerEmail,
  };
}

/** A notice of the trade as it stands; `refund` makes it the notice of that refund. Empty values do not occur. */
export function tradeNotice(trade: Trade, now: number, switches: Switches, refund?: Refund): NoticeFields {
  const { request } = trade;
  return {
    ...envelopeFields(now, merchantOfTrade(trade)),
    ...buyerFields(trade, switches),
    trade_no: trade.tradeNo,
    out_trade_no: request.outTradeNo,
    trade_status: trade.status,
    total_amount: yuan(request.amountFen),
    subject: request.subject,
    ...(request.body ? { body: request.body } : {}),
    ...(request.passbackParams ? { passback_params: request.passbackParams } : {}),
    gmt_create: beijing(trade.createdAt),
    ...paidFields(trade, refund),
    ...(trade.closedAt === undefined ? {} : { gmt_close: beijing(trade.closedAt) }),
    ...(refund ? refundFields(trade, refund, now) : {}),
  };
}

function buyerFields(trade: Trade, switches: Switches): NoticeFields {
  const buyer = BUYERS.find((one) => one.id === trade.buyerId);
  if (!buyer) return {};
  const id: NoticeFields = switches.openId ? { buyer_open_id: buyer.openId } : { buyer_id: buyer.id };
  return { ...id, buyer_logon_id: buyer.logonId };
}

/** fund_bill_list is a JSON text with camelCase keys, and absent from the notice of a full refund. */
function paidFields(trade: Trade, refund: Refund | undefined): NoticeFields {
  if (trade.paidAt === undefined) return {};
  const amount = yuan(trade.request.amountFen);
  const whole = refund !== undefined && refundedFen(trade) === trade.request.amountFen;
  return {
    gmt_payment: beijing(trade.paidAt),
    receipt_amount: amount,
    buyer_pay_amount: amount,
    invoice_amount: amount,
    point_amount: "0.00",
    ...(whole ? {} : { fund_bill_list: JSON.stringify([{ amount, fundChannel: "ALIPAYACCOUNT" }]) }),
  };
}

/** refund_fee is cumulative; out_biz_no is the trade_no when the merchant gave no out_request_no. */
function refundFields(trade: Trade, refund: Refund, now: number): NoticeFields {
  return {
    refund_fee: yuan(refundedFen(trade)),
    send_back_fee: yuan(refund.amountFen),
    gmt_refund: beijingMillis(refund.doneAt ?? now),
    out_biz_no: refund.named ? refund.outRequestNo : trade.tradeNo,
  };
}

export type Signing = { type?: SignType; charset?: Charset };

/** Adds sign_type and sign. The two are not part of the signed text of a notice. */
export function signNotice(fields: NoticeFields, key: KeyObject, signing: Signing = {}): NoticeFields {
  const type = signing.type ?? "RSA2";
  const text = canonicalText(fields, ["sign", "sign_type"]);
  return { ...fields, sign_type: type, sign: signBytes(encode(text, signing.charset ?? "utf-8"), key, type) };
}

/** The form body: `+` for spaces, keys in random order, as Alipay sends it. */
export function formBody(fields: NoticeFields, charset: Charset = "utf-8", twice: readonly string[] = []): string {
  const names = [...Object.keys(fields), ...twice.filter((name) => name in fields)];
  const order = names.map((name) => ({ name, rank: Math.random() })).sort((a, b) => a.rank - b.rank);
  return order.map(({ name }) => `${percent(name, charset)}=${percent(fields[name] ?? "", charset)}`).join("&");
}

function percent(text: string, charset: Charset): string {
  if (charset === "utf-8") return new URLSearchParams([["", text]]).toString().slice(1);
  const escaped = [...encode(text, charset)].map((byte) => {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9*._-]/.test(character)) return character;
    return character === " " ? "+" : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return escaped.join("");
}
