/** Signed notification forms on demand, genuine and forged. */
import { BadRequest } from "./bad-request.ts";
import type { Charset } from "./charset.ts";
import { formBody, signNotice, tradeNotice, type NoticeFields } from "./notice-form.ts";
import type { Notice } from "./notice.ts";
import type { Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";
import { merchantOfTrade } from "./trade.ts";
import type { SignType } from "./signer.ts";

/** A form as it is to be posted. */
export type SignedForm = { body: string };

/**
 * Signs whatever `fields` are given with Alipay's key for the app that they name, or for the first merchant, and answers the form. A `sign_type` among the fields is sent as it
 * is; RSA really signs with SHA-1. `charset: "gbk"` writes and signs in GBK; `twice` names fields to send two times.
 */
export function forge({ fields, charset, twice }: Fields, sandbox: Sandbox): SignedForm {
  const read = readFields(fields);
  return { body: signedForm(read, read["app_id"], sandbox, { charset, twice }) };
}

/** The notice of a trade as it stands, or of its refund `outRequestNo`; an override of null removes the field. */
export function trueNotice(input: Fields, sandbox: Sandbox): SignedForm {
  const { outTradeNo, outRequestNo, overrides, charset, twice } = input;
  const trade = sandbox.book.find({ outTradeNo: String(outTradeNo) });
  if (!trade) throw new BadRequest(`没有这笔交易：${String(outTradeNo)}`);
  const refund = trade.refunds.find((one) => one.outRequestNo === outRequestNo);
  if (outRequestNo !== undefined && !refund) throw new BadRequest(`没有这笔退款：${String(outRequestNo)}`);
  const fields: Fields = { ...tradeNotice(trade, sandbox.clock.now(), sandbox.switches, refund), ...(overrides ?? {}) };
  const kept = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  const { appId } = merchantOfTrade(trade);
  return { body: signedForm(readFields(kept), appId, sandbox, { charset, twice }) };
}

/** Sends the newest notice of this trade once more. Throws BadRequest when there is none to send, or nowhere. */
export async function resend(outTradeNo: string, { book, notifier }: Sandbox): Promise<Notice> {
  const trade = book.find({ outTradeNo });
  if (!trade?.request.notifyUrl) throw new BadRequest(`没有这笔交易，或它没有 notify_url：${outTradeNo}`);
  return notifier.resend(trade);
}

function signedForm(
  fields: NoticeFields,
  appId: string | undefined,
  { merchants }: Sandbox,
  how: { charset: unknown; twice: unknown },
): string {
  const charset: Charset = how.charset === "gbk" ? "gbk" : "utf-8";
  const type: SignType = fields["sign_type"] === "RSA" ? "RSA" : "RSA2";
  const signed = signNotice(fields, merchants.of({ appId }).alipayKey, { type, charset });
  const twice = Array.isArray(how.twice) ? how.twice.map(String) : [];
  return formBody({ ...signed, sign_type: fields["sign_type"] ?? type }, charset, twice);
}

function readFields(value: unknown): NoticeFields {
  if (typeof value !== "object" || value === null) throw new BadRequest("应给 fields（名与值都是文字的对象）");
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, String(one)]));
}
