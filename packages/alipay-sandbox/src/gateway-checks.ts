/** Checks of a v2 call before the business logic, in Alipay's order. */
import { parseBeijing } from "./beijing-time.ts";
import { parseBiz } from "./biz-content.ts";
import { encode, parseForm, type Charset } from "./charset.ts";
import type { Product } from "./merchant.ts";
import { SERVER_METHODS } from "./methods.ts";
import type { Account } from "./merchants.ts";
import { Refusal, type Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";
import { canonicalText, verifyBytes } from "./signer.ts";
import { checkFieldNames } from "./field-names.ts";

export const PAGE_METHODS: Readonly<Record<string, Product>> = {
  "alipay.trade.page.pay": "page",
  "alipay.trade.wap.pay": "wap",
};

/** A call as received: every parameter of query and body, and the charset it declares, of its signature and answer. */
export type Received = { parameters: Record<string, string>; charset: Charset };

/**
 * Joins query and body. The charset is read from the query only. A form with the charset in its body is decoded as GBK,
 * so Chinese text fails the signature, as at Alipay.
 */
export function receive(rawQuery: string, rawBody: string): Received {
  const reading = charsetOf(parseForm(rawQuery, "utf-8")["charset"]);
  const parameters = { ...parseForm(rawBody, reading), ...parseForm(rawQuery, reading) };
  return { parameters, charset: charsetOf(parameters["charset"]) };
}

const charsetOf = (declared = "gbk"): Charset => (/^utf-?8$/i.test(declared) ? "utf-8" : "gbk");

/** Throws the Refusal that the gateway would answer; returns the business fields. */
export function checkCall({ parameters, charset }: Received, sandbox: Sandbox): Fields {
  const appId = parameters["app_id"];
  if (!appId) throw missing("app-id");
  const caller = sandbox.merchants.find(appId);
  if (!caller) throw wrong("app-id");
  const method = parameters["method"];
  if (!method) throw missing("method");
  if (!isKnown(method)) throw wrong("method");
  for (const name of ["timestamp", "version", "sign_type", "sign"] as const) {
    if (!parameters[name]) throw missing(MISSING[name]);
  }
  if (!/^(utf-?8|gbk|gb2312|gb18030)$/i.test(parameters["charset"] ?? "gbk")) throw wrong("charset");
  if (!/^json$/i.test(parameters["format"] || "JSON")) throw wrong("format");
  if (parameters["sign_type"] !== "RSA2") throw wrong("signature-type");
  checkSignature(parameters, charset, caller);
  checkTimestamp(parameters["timestamp"] ?? "", sandbox);
  for (const name of ["return_url", "notify_url"]) {
    if (/[?&]method=/.test(parameters[name] ?? "")) throw new Refusal("40002", "isv.suspected-attack");
  }
  const biz = parseBiz(parameters["biz_content"]);
  if (sandbox.switches.strictFields) checkFieldNames(method, biz);
  return biz;
}

export const isKnown = (method: string | undefined): method is string =>
  method !== undefined && (Object.hasOwn(PAGE_METHODS, method) || Object.hasOwn(SERVER_METHODS, method));

const MISSING = { timestamp: "timestamp", version: "version", sign_type: "signature-type", sign: "signature" } as const;

const missing = (what: string): Refusal => new Refusal("40001", `isv.missing-${what}`);
const wrong = (what: string): Refusal => new Refusal("40002", `isv.invalid-${what}`);

/** Every received parameter counts but `sign` and the empty ones; the refusal shows the text. */
function checkSignature(parameters: Record<string, string>, charset: Charset, { ownKey, numbers }: Account): void {
  checkCertificates(parameters, numbers);
  const text = canonicalText(parameters, ["sign"]);
  if (verifyBytes(encode(text, charset), ownKey, parameters["sign"] ?? "")) return;
  const hint = "验签出错，请检查签名字符串，以及商户私钥与上传的应用公钥是否为一对。网关的验签字符串为：";
  throw new Refusal("40002", "isv.invalid-signature", {}, hint + text);
}

/** In certificate mode a call names the certificate that it is signed with, and the root that it trusts. */
function checkCertificates(parameters: Record<string, string>, numbers: Account["numbers"]): void {
  if (!numbers) return;
  const named = { app_cert_sn: numbers.app, alipay_root_cert_sn: numbers.root };
  for (const [name, number] of Object.entries(named)) {
    if (parameters[name] === number) continue;
    throw new Refusal("40002", "isv.invalid-signature", {}, `验签出错，${name} 与应用在用的证书不符`);
  }
}

function checkTimestamp(timestamp: string, { clock, switches }: Sandbox): void {
  const at = parseBeijing(timestamp);
  if (at === undefined) throw wrong("timestamp");
  if (switches.timestampSkewMs > 0 && Math.abs(at - clock.now()) > switches.timestampSkewMs) throw wrong("timestamp");
}
