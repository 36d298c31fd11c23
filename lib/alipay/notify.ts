import { createHash } from "node:crypto";
import type { VerifiedNotice } from "../channels/channel.ts";
import { parseYuan } from "../core/money.ts";
import { isStorable } from "../core/text.ts";
import { parseBeijing } from "../core/time.ts";
import { MAX_NOTICE_BYTES, type TradeFact } from "../core/trade.ts";
import { tradeState } from "./gateway.ts";
import type { AccountSdk } from "./sdk.ts";

/** Strict base64. The SDK's decoder skips other characters, so two spellings of one signature would pass. */
const BASE64 = /^[A-Za-z0-9+/]{1,1024}={0,2}$/;

const bad = (reason: string): VerifiedNotice => ({ ok: false, reason });

/** The form as an object. null when a field is repeated, because the verified and the used value could differ. */
function parseForm(body: string): Record<string, string> | null {
  const form = new URLSearchParams(body);
  const entries = [...form];
  return new Set(form.keys()).size === entries.length ? Object.fromEntries(entries) : null;
}

/**
 * Whether Alipay signed it for the account that it names. One that names an account whose keys we do not have is believed if a
 * key that we have verifies it: what it says then differs from the attempt, and is kept as evidence.
 */
function signatureHolds(sdks: readonly AccountSdk[], form: Record<string, string>): boolean {
  const named = sdks.filter(({ account }) => account.appId === form.app_id);
  // With certificates a notice may name Alipay's, signed or not (docs/alipay.md A3); nothing here reads it.
  const { alipay_cert_sn: certificate, ...rest } = form;
  const readings = certificate === undefined ? [form] : [form, rest];
  try {
    return (named.length > 0 ? named : sdks).some((sdk) => readings.some((said) => sdk.checkNotifySignV2(said)));
  } catch {
    return false; // The SDK throws on odd input (docs/alipay.md A26); malformed input counts as a bad signature.
  }
}

/** A refund's notice carries gmt_refund; a plain payment may carry refund_fee=0.00 (docs/alipay.md A21). */
function isRefund(form: Record<string, string>): boolean {
  return Boolean(form.gmt_refund) || (parseYuan(form.refund_fee ?? "") ?? 0) > 0;
}

/** refund_fee is the sum of all refunds of the trade, out_biz_no the number of this one (docs/alipay.md A21). */
function moneyBack(form: Record<string, string>): Pick<TradeFact, "back"> {
  if (!isRefund(form)) return {};
  return {
    back: { totalFen: parseYuan(form.refund_fee ?? "") || null, requestNo: form.out_biz_no?.slice(0, 100) || null },
  };
}

/** The fields that Alipay changes when it sends a notification again, and the one that it need not have signed. */
const RENEWED: ReadonlySet<string> = new Set(["notify_time", "sign", "sign_type", "alipay_cert_sn"]);

/**
 * Key: notify_id and a hash of the content. With notify_id alone, another signed notification with the same id would
 * occupy the key, and the real one would settle an order without evidence.
 */
function evidenceKey(notifyId: string, form: Record<string, string>): string {
  const said = Object.keys(form)
    .filter((name) => !RENEWED.has(name))
    .sort()
    .map((name) => [name, form[name]]);
  return `notify:${notifyId}:${createHash("sha256").update(JSON.stringify(said)).digest("base64url").slice(0, 16)}`;
}

/**
 * Verifies the raw body of a notification and returns a fact, or the reason for rejecting it. Never throws.
 * RSA2 only: the SDK would use the algorithm named in the message.
 */
export function verifyNotify(sdks: readonly AccountSdk[], body: string): VerifiedNotice {
  if (Buffer.byteLength(body) > MAX_NOTICE_BYTES) return bad("too large");
  const form = parseForm(body);
  if (!form) return bad("a field stands twice");
  if (form.sign_type !== "RSA2") return bad("sign_type is not RSA2");
  if (!BASE64.test(form.sign ?? "")) return bad("sign is missing or odd");
  if (!signatureHolds(sdks, form)) return bad("bad signature");
  if (![body, ...Object.values(form)].every(isStorable)) return bad("a text that cannot be kept");
  const { notify_id: notifyId, out_trade_no: outTradeNo, trade_no: tradeNo } = form;
  if (!notifyId || !outTradeNo || !tradeNo) return bad("a signed notice without its numbers");
  const fact: TradeFact = {
    paymentMethod: "alipay",
    outTradeNo,
    tradeNo,
    state: tradeState(form.trade_status ?? null),
    amountFen: parseYuan(form.total_amount ?? ""),
    paidAt: parseBeijing(form.gmt_payment ?? ""),
    merchant: { appId: form.app_id ?? "", sellerId: form.seller_id ?? "" },
    isRefund: isRefund(form),
    ...moneyBack(form),
    source: "NOTIFY",
    evidenceKey: evidenceKey(notifyId, form),
    content: body,
  };
  return { ok: true, fact };
}
