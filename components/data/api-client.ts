import type { Envelope } from "@/lib/contracts/envelope.ts";
import { isErrorCode, type ErrorCode, type Issue } from "@/lib/core/errors.ts";

/** An answer other than success, or none at all. `message` is a sentence for people. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** UNREACHABLE: the server was not reached, or what answered was not ours. */
  readonly code: ErrorCode | "UNREACHABLE";
  readonly status: number;
  readonly issues: readonly Issue[];
  /** Seconds to wait, where the server named them. */
  readonly retryAfter: number | null;

  constructor(
    code: ApiError["code"],
    status: number,
    message: string,
    issues: readonly Issue[],
    retryAfter: number | null,
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.issues = issues;
    this.retryAfter = retryAfter;
  }

  /** The same question may be answered later. */
  get isTransient(): boolean {
    return this.code === "UNREACHABLE" || this.status >= 500;
  }
}

type QueryValue = string | number | undefined;

interface Call {
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The server's clock minus ours, in milliseconds, learned from the last answer; countdowns run on the server's time. */
let clockOffset = 0;

export function serverNow(): number {
  return Date.now() + clockOffset;
}

function learnClock(response: Response): void {
  const served = Date.parse(response.headers.get("date") ?? "");
  const offset = served - Date.now();
  // The header has whole seconds and travelled for a while; a smaller difference says nothing.
  if (Number.isFinite(offset)) clockOffset = Math.abs(offset) > 2_000 ? offset : 0;
}

function addressOf(path: string, query: Call["query"]): string {
  const entries = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return entries.length ? `${path}?${new URLSearchParams(entries)}` : path;
}

type Method = "GET" | "POST" | "DELETE";

function requestOf(method: Method, { body, idempotencyKey, signal }: Call): RequestInit {
  return {
    method,
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
}

/** fetch, with silence as an ApiError. */
export async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError("UNREACHABLE", 0, "网络没有连上，请检查网络后再试", [], null);
  }
}

async function call<Data>(method: Method, path: string, options: Call): Promise<Data> {
  const response = await send(addressOf(path, options.query), requestOf(method, options));
  learnClock(response);
  if (!response.ok) throw await refusalOf(response);
  const envelope = (await response.json().catch(() => null)) as Envelope | null;
  if (typeof envelope?.code !== "number") throw unreadable(response);
  return envelope.data as Data;
}

function unreadable(response: Response): ApiError {
  return new ApiError("UNREACHABLE", response.status, "服务器没有给出可读的回答，请稍后再试", [], null);
}

/** What an answer other than 2xx says. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const envelope = (await response.json().catch(() => null)) as Envelope | null;
  if (typeof envelope?.code !== "number") return unreadable(response);
  const code = envelope.error !== undefined && isErrorCode(envelope.error) ? envelope.error : "INTERNAL";
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiError(
    code,
    response.status,
    envelope.message,
    envelope.issues ?? [],
    Number.isFinite(wait) ? wait : null,
  );
}

/** What the server said about one field; undefined: nothing. */
export function issueOf(error: Error | null, field: string): string | undefined {
  return error instanceof ApiError ? error.issues.find((issue) => issue.field === field)?.message : undefined;
}

/** Reads; the envelope's `data`, or ApiError. */
export function apiGet<Data>(path: string, options: Call = {}): Promise<Data> {
  return call<Data>("GET", path, options);
}

/** Acts; the envelope's `data`, or ApiError. */
export function apiPost<Data>(path: string, options: Call = {}): Promise<Data> {
  return call<Data>("POST", path, options);
}

/** Ends something; ApiError when it did not. */
export function apiDelete(path: string): Promise<null> {
  return call<null>("DELETE", path, {});
}
