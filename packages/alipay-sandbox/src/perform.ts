/** What a checked call does, whichever protocol it came by, and the fault that may strike it. */
import type { ActiveFault } from "./faults.ts";
import { PAGE_METHODS } from "./gateway-checks.ts";
import { SERVER_METHODS } from "./methods.ts";
import { readPayRequest } from "./read-pay-request.ts";
import { Refusal, type Fields } from "./refusal.ts";
import { callerOf, noteOn, type Sandbox } from "./sandbox.ts";
import type { PayRequest } from "./trade.ts";

type Parameters = Record<string, string>;

/** An answer, a cashier to open, or a refusal; and the fault that struck. None of the three: suppressed by a fault. */
export type Outcome = { answer?: Fields; opened?: PayRequest; refusal?: Refusal; fault?: ActiveFault | undefined };

/** Runs `method`, unless a fault prevents it. `parameters` carry notify_url and return_url. */
export function perform(method: string, biz: Fields, parameters: Parameters, sandbox: Sandbox): Outcome {
  const fault = sandbox.faults.strike("gateway", method, orderOf(biz, sandbox));
  const spoilt = fault && refusalOf(fault);
  if (fault && !fault.processed) return { fault, ...(spoilt ? { refusal: spoilt } : {}) };
  try {
    const done = run(method, biz, parameters, fault, sandbox);
    return spoilt ? { fault, refusal: spoilt } : { fault, ...done };
  } catch (error) {
    if (error instanceof Refusal) return { fault, refusal: error };
    throw error;
  }
}

function run(
  method: string,
  biz: Fields,
  parameters: Parameters,
  fault: ActiveFault | undefined,
  sandbox: Sandbox,
): Outcome {
  const product = PAGE_METHODS[method];
  if (!product) return { answer: SERVER_METHODS[method]?.({ biz, parameters, fault }, sandbox) ?? {} };
  const { book, clock, requests, switches } = sandbox;
  const now = clock.now();
  const firstAskedAt = (outTradeNo: string): number => requests.firstAskedAt(outTradeNo, now);
  const asked = { now, firstAskedAt, switches, merchant: callerOf(parameters, sandbox) };
  const request = readPayRequest(product, biz, parameters, asked);
  book.checkOpen(request);
  return { opened: requests.open(request) };
}

/** The order number that a call is about, also when it names only the trade_no. */
function orderOf(biz: Fields, { book }: Sandbox): string | undefined {
  const { out_trade_no: outTradeNo, trade_no: tradeNo } = biz;
  if (typeof tradeNo === "string" && tradeNo !== "") return book.find({ tradeNo })?.request.outTradeNo;
  return outTradeNo === undefined ? undefined : String(outTradeNo);
}

function refusalOf({ shape, code, subCode, rule }: ActiveFault): Refusal | undefined {
  if (shape !== "refuse" || !code) return undefined;
  return new Refusal(code, rule.subCode ?? subCode ?? "", {}, rule.subMsg);
}

/** Writes the call into the log, and a fault into the history of its trade. */
export function logCall(
  api: "v2" | "v3",
  method: string | undefined,
  outTradeNo: string | undefined,
  { answer, opened, refusal, fault }: Outcome,
  traceId: string,
  { book, calls, clock }: Sandbox,
): void {
  const name = method ?? "（没有 method）";
  const code = refusal ? refusal.code : opened ? "302" : answer ? "10000" : "—";
  calls.add({
    at: clock.now(),
    traceId,
    api,
    method: name,
    code,
    ...(outTradeNo ? { outTradeNo } : {}),
    ...(refusal ? { subCode: refusal.subCode, reason: refusal.message } : {}),
    ...(fault ? { fault: fault.rule.fault } : {}),
  });
  if (fault && outTradeNo) noteOn(book, outTradeNo, `${name} 遇到故障 ${fault.rule.fault}：${fault.about}`);
}
