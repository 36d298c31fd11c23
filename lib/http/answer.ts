import type { Envelope, ErrorEnvelope } from "../contracts/envelope.ts";
import type { Problem } from "../contracts/service-values.ts";
import { AppError } from "../core/errors.ts";
import { log } from "../log.ts";
import { REQUEST_ID_HEADER, requestIdOf } from "./request-id.ts";

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

/** What a caller is told of an error; the cause of one of ours goes to the log, under the number of the request. */
function knownError(error: unknown, request: Request): AppError {
  const known = error instanceof AppError ? error : new AppError("INTERNAL", { detail: error });
  if (known.status < 500) return known;
  const where = { requestId: requestIdOf(request), method: request.method, path: new URL(request.url).pathname };
  log.error({ ...where, code: known.code, error: known.facts.detail }, "a request failed");
  return known;
}

function errorHeaders(request: Request, { facts: { retryAfter } }: AppError): Record<string, string> {
  const again = retryAfter ? { "retry-after": String(retryAfter) } : {};
  return { [REQUEST_ID_HEADER]: requestIdOf(request), ...again };
}

/** The envelope of an error: code and message for the caller, the cause for the log. Any other error is INTERNAL. */
export function errorAnswer(error: unknown, request: Request): Response {
  const known = knownError(error, request);
  const { status, code, facts } = known;
  return json(
    {
      code: status,
      message: known.message,
      data: facts.data ?? null,
      error: code,
      ...(facts.issues ? { issues: [...facts.issues] } : {}),
    },
    errorHeaders(request, known),
  );
}

/** The same for the product's own back end, as RFC 9457 has it (decision 59). */
export function problemAnswer(error: unknown, request: Request): Response {
  const known = knownError(error, request);
  const headers = errorHeaders(request, known);
  const challenge = known.status === 401 ? { "www-authenticate": "Bearer" } : {};
  return new Response(JSON.stringify(wordsOf(known, request)), {
    status: known.status,
    headers: { ...JSON_HEADERS, ...headers, ...challenge, "content-type": "application/problem+json" },
  });
}

/** An error in words of RFC 9457, where it is one of several outcomes of a request. */
export function problemOf(error: unknown, request: Request): Problem {
  return wordsOf(knownError(error, request), request);
}

function wordsOf({ status, code, message, facts: { issues } }: AppError, request: Request): Problem {
  const title = new AppError(code).message;
  const requestId = requestIdOf(request);
  return { status, title, code, detail: message, ...(issues ? { issues: [...issues] } : {}), requestId };
}
