import { AppError } from "../core/errors.ts";
import { MAX_NOTICE_BYTES } from "../core/trade.ts";
import { log, sparing } from "../log.ts";
import { readBytes } from "./body.ts";
import { timed } from "./timed.ts";

function say(word: "success" | "fail", status = 200, headers: Record<string, string> = {}): Response {
  return new Response(word, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", ...headers },
  });
}

/** A flood of notices is no flood of the log. */
const sparingly = sparing();

function logLost(error: unknown): void {
  const cause = error instanceof AppError ? (error.facts.detail ?? error) : error;
  sparingly((leftOut) => log.error({ error: cause, leftOut }, "a notice could not be kept"));
}

/**
 * Handler of notifications: a raw form in, one plain word out. `success` when the content is committed, `fail` when it
 * should be sent again (docs/alipay.md A18, docs/rules.md R16). The raw body is passed on unchanged, because parsing
 * would change the signed bytes.
 */
export function answerNotify(
  receive: (body: string, now: Date) => Promise<boolean>,
): (request: Request) => Promise<Response> {
  return timed("POST /api/alipay/notify", async (request: Request) => {
    try {
      const bytes = await readBytes(request, MAX_NOTICE_BYTES);
      if (!bytes) return say("fail", 413);
      return say((await receive(bytes.toString("utf8"), new Date())) ? "success" : "fail");
    } catch (error) {
      logLost(error);
      return say("fail", 503, { "retry-after": "1" });
    }
  });
}
