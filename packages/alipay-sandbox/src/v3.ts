/** `/v3/alipay/…`: the same methods as REST, signed over headers and bytes. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { newTraceId } from "./identifiers.ts";
import { readBody } from "./incoming.ts";
import type { Account } from "./merchants.ts";
import { SERVER_METHODS } from "./methods.ts";
import { parseBiz } from "./biz-content.ts";
import { logCall, perform, type Outcome } from "./perform.ts";
import { Refusal, type Fields } from "./refusal.ts";
import { deliver, json, type Reply } from "./reply.ts";
import type { Sandbox } from "./sandbox.ts";
import { signBytes, verifyBytes } from "./signer.ts";

const OLDEST_MS = 600_000;
const BY_GET = ["alipay.data.dataservice.bill.downloadurl.query"];

export async function answerV3(
  incoming: IncomingMessage,
  url: URL,
  response: ServerResponse,
  sandbox: Sandbox,
): Promise<void> {
  const body = (await readBody(incoming)).toString("utf8");
  const method = url.pathname.split("/").slice(2).join(".");
  const biz = readBiz(incoming, url, body);
  const outcome = handle(incoming, method, biz, body, sandbox);
  const traceId = newTraceId();
  const outTradeNo = typeof biz?.["out_trade_no"] === "string" ? biz["out_trade_no"] : undefined;
  logCall("v3", method, outTradeNo, outcome, traceId, sandbox);
  const reply = outcome.refusal ? refused(outcome.refusal) : answered(outcome, sandbox);
  await deliver(response, { ...reply, headers: { ...reply.headers, "alipay-trace-id": traceId } }, outcome.fault);
}

/** An outcome, and who is answered; undefined where that was not found out. */
type Answered = Outcome & { caller?: Account };

/** Undefined when a body should be JSON and is not; the signature is judged first. */
function readBiz({ method }: IncomingMessage, url: URL, body: string): Fields | undefined {
  if (method === "GET") return Object.fromEntries(url.searchParams);
  try {
    return parseBiz(body);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function handle(
  incoming: IncomingMessage,
  method: string,
  biz: Fields | undefined,
  body: string,
  sandbox: Sandbox,
): Answered {
  try {
    const caller = checkAuthorization(incoming, body, sandbox);
    const verb = BY_GET.includes(method) ? "GET" : "POST";
    if (!Object.hasOwn(SERVER_METHODS, method) || incoming.method !== verb)
      throw new Refusal("40002", "isv.invalid-method");
    if (!biz) throw new Refusal("40002", "isv.illegal-json");
    const addresses = typeof biz["notify_url"] === "string" ? { notify_url: biz["notify_url"] } : {};
    return { caller, ...perform(method, biz, { app_id: caller.appId, ...addresses }, sandbox) };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error };
    throw error;
  }
}

/** `ALIPAY-SHA256withRSA app_id=…,nonce=…,timestamp=…,sign=…`; signed are all but the last, verb, address and body. */
function checkAuthorization(incoming: IncomingMessage, body: string, { clock, merchants }: Sandbox): Account {
  const [, stated = "", sign = ""] =
    /^ALIPAY-SHA256withRSA (.*),sign=(.*)$/.exec(incoming.headers.authorization ?? "") ?? [];
  const parts = Object.fromEntries(
    stated.split(",").map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]),
  );
  if (sign === "") throw new Refusal("40001", "isv.missing-signature");
  const caller = merchants.find(parts["app_id"]);
  if (!caller) throw new Refusal("40002", "isv.invalid-app-id");
  const root = incoming.headers["alipay-root-cert-sn"];
  const { numbers } = caller;
  if (numbers && (parts["app_cert_sn"] !== numbers.app || root !== numbers.root))
    throw new Refusal("40002", "isv.invalid-signature");
  const token = incoming.headers["alipay-app-auth-token"];
  const text = [stated, incoming.method, incoming.url, body, ...(token ? [token] : [])]
    .map((line) => `${String(line)}\n`)
    .join("");
  if (!verifyBytes(Buffer.from(text), caller.ownKey, sign)) throw new Refusal("40002", "isv.invalid-signature");
  // A client's clock is the real one: its age can be judged only while the sandbox lives in real time too.
  const { mode, now } = clock.state();
  const age = Math.abs(now - Number(parts["timestamp"]));
  if (mode === "real" && !(age <= OLDEST_MS)) throw new Refusal("40002", "isv.invalid-timestamp");
  return caller;
}

/** Errors are not signed. Gateway codes lose their `isv.`, business codes are as in v2. */
function refused({ code, subCode, message }: Refusal): Reply {
  const status = code === "40005" ? 429 : code === "20000" ? 500 : 400;
  return json({ code: subCode.replace(/^isv\./, ""), message, links: [] }, status);
}

function answered({ answer, fault, caller }: Answered, { clock, merchants }: Sandbox): Reply {
  const { alipayKey, numbers } = caller ?? merchants.of(undefined);
  const reply = json(answer ?? {});
  const stamp = { "alipay-timestamp": String(clock.now()), "alipay-nonce": randomUUID() };
  const text = `${stamp["alipay-timestamp"]}\n${stamp["alipay-nonce"]}\n${reply.body.toString("utf8")}\n`;
  const broken = fault?.shape === "bad-sign" || fault?.shape === "wrong-key";
  const sign = signBytes(Buffer.from(broken ? `${text} ` : text), alipayKey);
  const certificate: Record<string, string> = numbers ? { "alipay-sn": numbers.alipay } : {};
  const signature = fault?.shape === "no-sign" ? {} : { ...certificate, "alipay-signature": sign };
  return { ...reply, headers: { ...reply.headers, ...stamp, ...signature } };
}
