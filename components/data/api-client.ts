import type { AnswerOf, CallOf, EndpointName } from "@/lib/contracts/api.ts";
import { DRAWN_FOR_HEADER } from "@/lib/contracts/drawn-for.ts";
import type { Envelope, ErrorEnvelope } from "@/lib/contracts/envelope.ts";
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

/** What can be sent to an endpoint, before it is known to which. */
interface Call {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
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

function addressOf(path: string, { params = {}, query = {} }: Call): string {
  const filled = path.replace(/\[(\w+)\]/g, (_, name: string) => encodeURIComponent(params[name]!));
  const entries = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return entries.length ? `${filled}?${new URLSearchParams(entries)}` : filled;
}

function requestOf(method: string, { body, idempotencyKey, signal }: Call): RequestInit {
  const { member } = document.body.dataset;
  return {
    method,
    headers: {
      ...(member ? { [DRAWN_FOR_HEADER]: member } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(idempotencyKey ? { "idempotency-key": idempotencyKey } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  };
}

/** fetch; a failed connection becomes an ApiError. */
export async function send(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (request.signal?.aborted) throw error;
    throw new ApiError("UNREACHABLE", 0, "网络没有连上，请检查网络后再试", [], null);
  }
}

type CallWithSignal<Name extends EndpointName> = CallOf<Name> & Pick<Call, "signal">;
type Given<Name extends EndpointName> =
  Record<never, never> extends CallOf<Name> ? [call?: CallWithSignal<Name>] : [call: CallWithSignal<Name>];

/** Asks an endpoint of the table, by its line: the envelope's `data`, or ApiError. */
export function api<Name extends EndpointName>(name: Name, ...given: Given<Name>): Promise<AnswerOf<Name>>;
export async function api(name: string, call: Call = {}): Promise<unknown> {
  const [method, path] = name.split(" ");
  const response = await send(addressOf(path!, call), requestOf(method!, call));
  learnClock(response);
  if (!response.ok) throw await refusalOf(response);
  const envelope = await envelopeIn<Envelope>(response);
  if (!envelope) throw unreadable(response);
  return envelope.data;
}

/** null: what answered was not ours. */
async function envelopeIn<Kind extends Envelope | ErrorEnvelope>(response: Response): Promise<Kind | null> {
  const said = (await response.json().catch(() => null)) as Kind | null;
  return typeof said?.code === "number" ? said : null;
}

function unreadable(response: Response): ApiError {
  return new ApiError("UNREACHABLE", response.status, "服务器没有给出可读的回答，请稍后再试", [], null);
}

/** What an answer other than 2xx says. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const envelope = await envelopeIn<ErrorEnvelope>(response);
  if (!envelope) return unreadable(response);
  const { error, message, issues = [] } = envelope;
  // A page that has been open for long may meet a server that knows more errors.
  const code = isErrorCode(error) ? error : "INTERNAL";
  const wait = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new ApiError(code, response.status, message, issues, Number.isFinite(wait) ? wait : null);
}

/** What the server said about one field; undefined: nothing. */
export function issueOf(error: Error | null, field: string): string | undefined {
  return error instanceof ApiError
    ? error.issues.find((issue) => issue.field === field || issue.field.startsWith(`${field}.`))?.message
    : undefined;
}
