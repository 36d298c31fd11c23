import { randomUUID } from "node:crypto";
import type { Envelope, ErrorEnvelope } from "../contracts/envelope.ts";
import { AppError } from "../core/errors.ts";
import { log } from "../log.ts";

export const JSON_HEADERS = { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" };

/** What every success says beside its data. */
export const SUCCESS = { code: 200, message: "操作成功" } as const;

function json(envelope: Envelope | ErrorEnvelope, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(envelope), { status: envelope.code, headers: { ...JSON_HEADERS, ...headers } });
}

/** 200 with the mall envelope around `data`. */
export function answer(data: unknown): Response {
  return json({ ...SUCCESS, data: data ?? null });
}

/** The envelope of an error: code and message for the caller, the cause for the log. Any other error is INTERNAL. */
export function errorAnswer(error: unknown, request: Request): Response {
  const known = error instanceof AppError ? error : new AppError("INTERNAL", { detail: error });
  const requestId = randomUUID();
  const { status, code, facts } = known;
  if (status >= 500) {
    const where = { requestId, method: request.method, path: new URL(request.url).pathname };
    log.error({ ...where, code, error: facts.detail }, "a request failed");
  }
  return json(
    {
      code: status,
      message: known.message,
      data: facts.data ?? null,
      error: code,
      ...(facts.issues ? { issues: [...facts.issues] } : {}),
    },
    { "x-request-id": requestId, ...(facts.retryAfter ? { "retry-after": String(facts.retryAfter) } : {}) },
  );
}
