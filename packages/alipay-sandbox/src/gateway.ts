/** `/gateway.do`: one call in, one signed answer or one page out. */
import type { ServerResponse } from "node:http";
import { encode, type Charset } from "./charset.ts";
import { checkCall, isKnown, PAGE_METHODS, type Received } from "./gateway-checks.ts";
import { newTraceId } from "./identifiers.ts";
import { html } from "./markup.ts";
import { logCall, perform, type Outcome } from "./perform.ts";
import { Refusal, success } from "./refusal.ts";
import { deliver, redirect, text, type Reply } from "./reply.ts";
import type { Sandbox } from "./sandbox.ts";
import { signBytes } from "./signer.ts";
import type { PayRequest } from "./trade.ts";

export async function answerGateway(received: Received, response: ServerResponse, sandbox: Sandbox): Promise<void> {
  const outcome = handle(received, sandbox);
  const traceId = newTraceId();
  const { parameters } = received;
  logCall("v2", parameters["method"], orderOf(parameters["biz_content"]), outcome, traceId, sandbox);
  const isPage = Object.hasOwn(PAGE_METHODS, parameters["method"] ?? "");
  const reply = isPage ? pageReply(outcome, sandbox) : serverReply(received, outcome, sandbox);
  await deliver(response, { ...reply, headers: { ...reply.headers, trace_id: traceId } }, outcome.fault);
}

/**
 * Opens the cashier for a signed pay request without going over the wire. Throws the refusal that the page would show.
 */
export function openCashier(received: Received, sandbox: Sandbox): PayRequest {
  const outcome = handle(received, sandbox);
  const { parameters } = received;
  logCall("v2", parameters["method"], orderOf(parameters["biz_content"]), outcome, newTraceId(), sandbox);
  if (outcome.refusal) throw outcome.refusal;
  if (!outcome.opened) throw new Refusal("40002", "isv.invalid-method", {}, "这不是一个打开收银台的地址");
  return outcome.opened;
}

function handle(received: Received, sandbox: Sandbox): Outcome {
  const { parameters } = received;
  try {
    const biz = checkCall(received, sandbox);
    return perform(parameters["method"] ?? "", biz, parameters, sandbox);
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

/** For the log only: a call that was refused early may hold no JSON at all. */
function orderOf(biz: string | undefined): string | undefined {
  return /"out_trade_no"\s*:\s*"([^"]{1,64})"/.exec(biz ?? "")?.[1];
}

function pageReply({ opened, refusal }: Outcome, { origin }: Sandbox): Reply {
  if (opened) return redirect(`${origin}/cashier/${opened.id}`);
  const code = refusal?.bareCode ?? "";
  const body = html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="GBK" />
        <title>支付失败</title>
      </head>
      <body>
        <h1>抱歉，暂时无法打开收银台</h1>
        <p>错误代码：<strong>${code}</strong></p>
        <p>错误原因：<span>${refusal?.message ?? ""}</span></p>
      </body>
    </html>`;
  return text(200, "text/html", body.text, "gbk");
}

function serverReply({ parameters, charset }: Received, { answer, refusal, fault }: Outcome, sandbox: Sandbox): Reply {
  const { merchants, switches } = sandbox;
  const { alipayKey, numbers } = merchants.of({ appId: parameters["app_id"] });
  const body = refusal ? refusal.body() : success(answer ?? {});
  const gatewayLevel = refusal?.gatewayLevel === true;
  const { method } = parameters;
  const methodKey = isKnown(method) && !(gatewayLevel && switches.gatewayErrorKey === "error_response");
  const own = methodKey || (gatewayLevel && switches.gatewayErrorKey === "method");
  const key = own ? `${(method ?? "").replaceAll(".", "_")}_response` : "error_response";
  const signed = (!gatewayLevel || switches.signGatewayErrors) && fault?.shape !== "no-sign";
  const object = JSON.stringify(body).replaceAll("/", "\\/");
  const bytes = encode(fault?.shape === "bad-sign" ? `${object} ` : object, charset);
  const certificate = numbers ? `,"alipay_cert_sn":"${numbers.alipay}"` : "";
  const sign = signed ? `${certificate},"sign":"${signBytes(bytes, alipayKey)}"` : "";
  return envelope(fault?.shape === "wrong-key" ? otherKey(key) : key, object, sign, charset);
}

const otherKey = (key: string): string =>
  key === "alipay_trade_query_response" ? "alipay_trade_close_response" : "alipay_trade_query_response";

const envelope = (key: string, object: string, sign: string, charset: Charset): Reply =>
  text(200, "text/html", `{"${key}":${object}${sign}}`, charset);
