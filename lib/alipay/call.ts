import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { setTimeout as sleep } from "node:timers/promises";
import { CALL_LIMIT_MS, type Answer } from "../core/trade.ts";
import { GATES } from "../gate.ts";
import { log } from "../log.ts";
import { metrics } from "../metrics.ts";
import { callWindow } from "./health.ts";
import { alipayTimestamp, type AccountSdk } from "./sdk.ts";

type Reply = Readonly<Record<string, unknown>>;

interface Call {
  /** The SDK resends silently when a connection breaks (docs/alipay.md A25); its HTTP client reports each request. */
  sends: number;
  /** Alipay did its part: it answered this very question, if only with a no that we did not expect. */
  isAnswered: boolean;
}

const calls = new AsyncLocalStorage<Call>();
subscribe("undici:request:create", () => {
  const call = calls.getStore();
  if (call) call.sends += 1;
});

async function exec(sdk: AccountSdk, method: string, bizContent: Record<string, unknown>, now: Date): Promise<Reply> {
  // Whatever drips in, and its wait at the gate included; the SDK's own timeout restarts with every byte.
  const timer = new AbortController();
  const deadline = sleep(CALL_LIMIT_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no complete answer within ${CALL_LIMIT_MS} ms`);
  });
  deadline.catch(() => undefined); // Cleared below once the answer is here; the race has its own handler.
  try {
    const call = GATES.alipay.run(() => {
      // Its caller has been told that nothing is known, and may have asked again.
      if (timer.signal.aborted) throw new Error("its turn came too late");
      // validateSign is off by default in the SDK; without it a forged answer is accepted.
      return sdk.exec(method, { bizContent, timestamp: alipayTimestamp(now) }, { validateSign: true });
    });
    call.catch(() => undefined); // The race has its own handler; after the deadline nobody waits for this one.
    return (await Promise.race([call, deadline])) as unknown as Reply;
  } finally {
    timer.abort();
  }
}

/** Reads a text field of an answer; anything else is absent. */
export function text(reply: Reply, key: string): string | null {
  const value = reply[key];
  return typeof value === "string" && value !== "" ? value : null;
}

/** The same of a word from one of Alipay's lists, in capitals: the gateway writes some in lower case (docs/alipay.md A17). */
export function word(reply: Reply, key: string): string | null {
  return text(reply, key)?.toUpperCase() ?? null;
}

/**
 * One signed call with the keys of an account; its time and its outcome are counted. Only a signed 10000 is an answer; only a signed 40004 whose
 * sub_code is in `refusals`, in whatever case, is a refusal; everything else (timeout, 20000, SYSTEM_ERROR, an unlisted code, a bad
 * signature) is unknown (docs/alipay.md A23, A24). So is a call that was never made, because too many wait (docs/rules.md R65). A refusal of the SDK's own resend is
 * unknown too, because the answer to the first sending was lost (decision 10).
 */
export async function ask(
  sdk: AccountSdk,
  method: string,
  bizContent: Record<string, unknown>,
  refusals: readonly string[],
  now: Date,
): Promise<Answer<{ reply: Reply }>> {
  const call: Call = { sends: 0, isAnswered: false };
  const began = performance.now();
  const answer = await calls.run(call, () => answerTo(call, sdk, method, bizContent, refusals, now));
  metrics.alipayCalls.observe({ method, outcome: answer.outcome }, (performance.now() - began) / 1000);
  // A call that had no turn says nothing about Alipay.
  if (call.sends > 0) callWindow.record(call.isAnswered, now);
  return answer;
}

async function answerTo(
  call: Call,
  sdk: AccountSdk,
  method: string,
  bizContent: Record<string, unknown>,
  refusals: readonly string[],
  now: Date,
): Promise<Answer<{ reply: Reply }>> {
  try {
    const reply = await exec(sdk, method, bizContent, now);
    const code = text(reply, "code");
    const subCode = text(reply, "sub_code") ?? "";
    const subWord = word(reply, "sub_code") ?? "";
    call.isAnswered = code === "10000" || (code === "40004" && !subWord.endsWith("SYSTEM_ERROR"));
    if (code === "10000") return { outcome: "done", reply };
    const refusal = code === "40004" ? refusals.find((name) => subWord.endsWith(name)) : undefined;
    if (refusal && call.sends > 1) return unknown(method, `refused when sent again: ${refusal}`);
    if (refusal) return { outcome: "refused", code: refusal, message: text(reply, "sub_msg") ?? subCode };
    return unknown(method, `${code} ${subCode}`);
  } catch (error) {
    return unknown(method, error instanceof Error ? error.message.slice(0, 200) : String(error));
  }
}

function unknown(method: string, reason: string): { outcome: "unknown"; reason: string } {
  log.warn({ method, reason }, "alipay gave no usable answer");
  return { outcome: "unknown", reason };
}
