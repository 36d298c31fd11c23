import { NextRequest } from "next/server";
import { answerSession } from "../auth/answer-session.ts";
import { attempt } from "../auth/attempt.ts";
import { OIDC } from "../auth/oidc.ts";
import { givesSession } from "../auth/session-cookie.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { errorAnswer } from "./answer.ts";
import { MAX_JSON_BYTES, parseJson, readBytes } from "./body.ts";
import { tryPassword } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";
import { comeBack, setOut } from "./provider-sign-in.ts";
import { numbered } from "./request-id.ts";

type Handler = (request: NextRequest, route: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>;

type Handle = (request: NextRequest) => Promise<Response>;

/** The next-auth actions we allow. Its `_log` action is not allowed, because anybody could write to the log. */
const ACTIONS = new Set(["session", "csrf", "providers", "signin", "signout", "callback", "error"]);

/**
 * The request again with its body in hand. Reading a clone would hang on a large body: one branch of a tee cannot be
 * cancelled while the other waits.
 */
async function withBody(request: NextRequest, url = request.url): Promise<{ again: NextRequest; text: string }> {
  const bytes = await readBytes(request, MAX_JSON_BYTES);
  if (!bytes) throw new AppError("BODY_TOO_LARGE");
  const { method, headers } = request;
  return {
    again: new NextRequest(url, { method, headers, body: new Uint8Array(bytes) }),
    text: bytes.toString("utf8"),
  };
}

/** The form as next-auth reads it. Input it cannot read would cause a 500 in next-auth. */
function formOf(headers: Headers, text: string): Record<string, unknown> {
  if (!/application\/json/.test(headers.get("content-type") ?? ""))
    return Object.fromEntries(new URLSearchParams(text));
  const form = parseJson(text);
  if (typeof form === "object" && form !== null) return form as Record<string, unknown>;
  throw new AppError("VALIDATION_FAILED", { issues: [{ field: "body", message: "应为一个对象" }] });
}

/** next-auth answers 500 to an invalid callback address from any source. */
function requireCallbackUrl(request: NextRequest, fromForm: unknown): void {
  const cookies = request.cookies.getAll().filter(({ name }) => name.endsWith("next-auth.callback-url"));
  const given = [...request.nextUrl.searchParams.getAll("callbackUrl"), ...cookies.map(({ value }) => value)];
  if (fromForm !== undefined) given.push(typeof fromForm === "string" ? fromForm : " ");
  if (!given.every(isAddress))
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "callbackUrl", message: "不是有效的地址" }] });
}

function isAddress(text: string): boolean {
  if (text === "") return true;
  return /^(https?:|\/)/.test(text) && URL.canParse(text, text.startsWith("/") ? "http://x" : undefined);
}

/** One sign-in attempt; one that our own database prevented counts as none. */
function tryToSignIn(
  headers: Headers,
  form: Record<string, unknown>,
  handle: () => Promise<Response>,
): Promise<Response> {
  const email = typeof form.email === "string" ? form.email.trim().toLowerCase().slice(0, 254) : "";
  const isRefused = (outcome: unknown) => outcome instanceof Response && !givesSession(outcome);
  return tryPassword(headers, email, () => attempt(handle), isRefused);
}

/** The product's provider, where it has one. */
function isProvider(name: string | undefined): boolean {
  return name === OIDC && env().oidc !== null;
}

/** What is asked for, and what next-auth answers. */
async function look(request: NextRequest, nextauth: readonly string[], handle: Handle): Promise<Response> {
  const [action, name] = nextauth;
  if (action === "callback") {
    // next-auth would answer 500 for a provider that is not there.
    if (request.method !== "GET" || !isProvider(name) || nextauth.length > 2) throw new AppError("METHOD_NOT_ALLOWED");
    return comeBack(request, async (again) => {
      requireCallbackUrl(again, undefined);
      return handle(again);
    });
  }
  requireCallbackUrl(request, undefined);
  return action === "session" ? answerSession(request) : handle(request);
}

/** The same for what is posted. */
async function post(request: NextRequest, nextauth: readonly string[], handle: Handle): Promise<Response> {
  const [action, name] = nextauth;
  // A session is changed by nothing that a client sends, and the provider sends nobody here with a form.
  if (action === "session" || (action === "callback" && name === OIDC)) throw new AppError("METHOD_NOT_ALLOWED");
  requireOwnOrigin(request.headers);
  const setsOut = action === "signin" && isProvider(name);
  // next-auth would pass the query on to the provider, as a part of what it asks for.
  const { again, text } = await withBody(
    request,
    setsOut ? request.nextUrl.origin + request.nextUrl.pathname : undefined,
  );
  const form = formOf(request.headers, text);
  requireCallbackUrl(request, form.callbackUrl);
  if (setsOut) return setOut(request, form, () => handle(again));
  if (nextauth.join("/") === "callback/credentials") return tryToSignIn(request.headers, form, () => handle(again));
  return attempt(() => handle(again));
}

/** next-auth's handler behind the limits on signing in (docs/rules.md R56). */
export function limitSignIn(handler: Handler): Handler {
  return numbered(async (request, route) => {
    try {
      const { nextauth } = await route.params;
      if (!ACTIONS.has(nextauth[0] ?? "")) throw new AppError("NOT_FOUND");
      const act = request.method === "POST" ? post : look;
      return await act(request, nextauth, (again) => handler(again, route));
    } catch (error) {
      return errorAnswer(error, request);
    }
  });
}
