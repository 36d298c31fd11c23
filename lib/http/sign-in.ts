import { NextRequest } from "next/server";
import { answerSession } from "../auth/answer-session.ts";
import { attempt } from "../auth/attempt.ts";
import { sessionCookie } from "../auth/session-cookie.ts";
import { AppError } from "../core/errors.ts";
import { errorAnswer } from "./answer.ts";
import { MAX_JSON_BYTES, parseJson, readBytes } from "./body.ts";
import { tryPassword } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";
import { numbered } from "./request-id.ts";

type Handler = (request: NextRequest, route: { params: Promise<{ nextauth: string[] }> }) => Promise<Response>;

/** The next-auth actions we allow. Its `_log` action is not allowed, because anybody could write to the log. */
const ACTIONS = new Set(["session", "csrf", "providers", "signin", "signout", "callback", "error"]);

/**
 * The request again with its body in hand. Reading a clone would hang on a large body: one branch of a tee cannot be
 * cancelled while the other waits.
 */
async function withBody(request: NextRequest): Promise<{ again: NextRequest; text: string }> {
  const bytes = await readBytes(request, MAX_JSON_BYTES);
  if (!bytes) throw new AppError("BODY_TOO_LARGE");
  const { method, headers, url } = request;
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

function signedIn(response: Response): boolean {
  return response.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie().name}=`));
}

/** One sign-in attempt; one that our own database prevented counts as none. */
function tryToSignIn(
  headers: Headers,
  form: Record<string, unknown>,
  handle: () => Promise<Response>,
): Promise<Response> {
  const email = typeof form.email === "string" ? form.email.trim().toLowerCase().slice(0, 254) : "";
  const isRefused = (outcome: unknown) => outcome instanceof Response && !signedIn(outcome);
  return tryPassword(headers, email, () => attempt(handle), isRefused);
}

/** next-auth's handler behind the limit on failed sign-ins, counted per account and address (docs/rules.md R56). */
export function limitSignIn(handler: Handler): Handler {
  return numbered(async (request, route) => {
    try {
      const { nextauth } = await route.params;
      if (!ACTIONS.has(nextauth[0] ?? "")) throw new AppError("NOT_FOUND");
      if (request.method !== "POST") {
        // GET callbacks are for OAuth providers, which we do not use; next-auth would answer 500.
        if (nextauth[0] === "callback") throw new AppError("METHOD_NOT_ALLOWED");
        requireCallbackUrl(request, undefined);
        return await (nextauth[0] === "session" ? answerSession(request) : handler(request, route));
      }
      // A session is changed by nothing that a client sends.
      if (nextauth[0] === "session") throw new AppError("METHOD_NOT_ALLOWED");
      requireOwnOrigin(request.headers);
      const { again, text } = await withBody(request);
      const form = formOf(request.headers, text);
      requireCallbackUrl(request, form.callbackUrl);
      return await (nextauth.join("/") === "callback/credentials"
        ? tryToSignIn(request.headers, form, () => handler(again, route))
        : attempt(() => handler(again, route)));
    } catch (error) {
      return errorAnswer(error, request);
    }
  });
}
