import { ZhangfangError, type Issue } from "./errors.ts";
import type { Problem } from "./schema.ts";

export interface Options {
  /** Where 账房 is, for example "https://pay.example.com". */
  readonly baseUrl: string;
  /** A service key. It belongs on a server, never in a browser. */
  readonly key: string;
  /** How one try is sent; the platform's fetch by default. */
  readonly fetch?: typeof fetch;
  /** How long one try may take, in ms. */
  readonly timeoutMs?: number;
}

export interface Call {
  readonly method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Below /api/v1, encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: unknown;
  /** Of a POST that has no number of its own (`bizId`), so that its tries are one request. */
  readonly idempotencyKey?: string | undefined;
  /** Of a POST that does it again each time. */
  readonly isOneTry?: true;
}

/** Sends a call, again where that is safe, and returns the answer's JSON. Throws ZhangfangError. */
export type Send = <Answer>(call: Call) => Promise<Answer>;

const TRIES = 4;
const FIRST_PAUSE_MS = 250;
/** Whoever is told to wait longer than this is told so at once. */
const LONGEST_PAUSE_MS = 10_000;
const TIMEOUT_MS = 15_000;
const PASSING = new Set([429, 502, 503, 504]);

export function transport({ baseUrl, key, fetch: given, timeoutMs = TIMEOUT_MS }: Options): Send {
  const root = new URL("/api/v1", baseUrl).href;
  const sendOnce = given ?? globalThis.fetch;
  return async <Answer>(call: Call) => {
    const request = requestOf(root, key, call);
    for (let tries = 1; ; tries += 1) {
      const outcome = await attempt(() =>
        sendOnce(request.url, { ...request.init, signal: AbortSignal.timeout(timeoutMs) }),
      );
      if (!(outcome instanceof ZhangfangError)) return outcome.answer as Answer;
      const pauseMs = pauseBefore(tries, outcome);
      if (tries === TRIES || !isSafeAgain(call) || !isPassing(outcome) || pauseMs > LONGEST_PAUSE_MS) throw outcome;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  };
}

function requestOf(root: string, key: string, { method, path, query = {}, body, idempotencyKey }: Call) {
  const url = new URL(`${root}/${path}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const headers: Record<string, string> = { authorization: `Bearer ${key}`, accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  if (idempotencyKey !== undefined) headers["idempotency-key"] = idempotencyKey;
  // A redirect would carry the key to wherever it points.
  const init: RequestInit = { method, headers, redirect: "manual" };
  if (body !== undefined) init.body = JSON.stringify(body);
  return { url: url.href, init };
}

async function attempt(send: () => Promise<Response>): Promise<{ readonly answer: unknown } | ZhangfangError> {
  try {
    const response = await send();
    const text = await response.text();
    return response.ok ? { answer: parsed(text, response) } : problemOf(text, response);
  } catch (cause) {
    if (cause instanceof ZhangfangError) return cause;
    const isLate = cause instanceof Error && cause.name === "TimeoutError";
    return isLate
      ? new ZhangfangError("TIMEOUT", "账房没有在时限内回答。", { cause })
      : new ZhangfangError("NETWORK", "连不上账房。", { cause });
  }
}

function parsed(text: string, { status, headers }: Response): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const requestId = headers.get("x-request-id") ?? undefined;
    throw new ZhangfangError("BAD_ANSWER", "回答的不是 JSON：这个地址也许不是账房。", { status, requestId, cause });
  }
}

function problemOf(text: string, response: Response): ZhangfangError {
  const { status, headers } = response;
  const problem = parsed(text, response) as Partial<Problem> | undefined;
  const facts = {
    status,
    issues: problem?.issues as readonly Issue[] | undefined,
    requestId: problem?.requestId ?? headers.get("x-request-id") ?? undefined,
    retryAfterSeconds: secondsOf(headers.get("retry-after")),
  };
  return problem?.code
    ? new ZhangfangError(problem.code, problem.detail ?? problem.title ?? problem.code, facts)
    : new ZhangfangError("BAD_ANSWER", `回答是 ${status}，没有说明。`, facts);
}

/** Seconds alone: 账房 never names a date. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

/** A POST is once by its Idempotency-Key or its bizId; a second PATCH or DELETE may meet what the first one did. */
function isSafeAgain({ method, isOneTry }: Call): boolean {
  return !isOneTry && (method === "GET" || method === "PUT" || method === "POST");
}

function isPassing({ code, status }: ZhangfangError): boolean {
  return code === "NETWORK" || code === "TIMEOUT" || PASSING.has(status);
}

/** In ms; doubled with each try, and spread, so that many clients do not come back together. */
function pauseBefore(tries: number, { retryAfterSeconds }: ZhangfangError): number {
  const own = FIRST_PAUSE_MS * 2 ** (tries - 1) * (0.5 + Math.random());
  return Math.max(own, (retryAfterSeconds ?? 0) * 1_000);
}
