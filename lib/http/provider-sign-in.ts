import { NextRequest } from "next/server";
import { attempt } from "../auth/attempt.ts";
import { forgetFlow, hasSetOut, SignInRefusal } from "../auth/oidc.ts";
import { givesSession, sessionCookie } from "../auth/session-cookie.ts";
import { givePointBack } from "../cache/limiter.ts";
import type { SignInTrouble } from "../contracts/identity.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { errorAnswer } from "./answer.ts";
import { addressOf, PROVIDER_LIMIT, PROVIDER_START_LIMIT, spendPoint } from "./limits.ts";

/** What a provider brings back in the code flow (RFC 6749, RFC 9207). Anything else is of other flows, which are not ours. */
const BROUGHT = ["code", "state", "iss"];

/**
 * The way to the product's provider: next-auth's answer, or, where the provider does not describe itself, the way back to the
 * sign-in page. `form`: what was posted.
 */
export async function setOut(
  request: NextRequest,
  form: Readonly<Record<string, unknown>>,
  handle: () => Promise<Response>,
): Promise<Response> {
  await spendPoint(PROVIDER_START_LIMIT, addressOf(request.headers));
  const response = await attempt(handle);
  if (hasSetOut(response, sessionCookie().secure)) return response;
  const place = `${response.headers.get("location") ?? ""} ${await response.text()}`;
  const url = signInAddress(place.includes("error=OAuthSignin") ? "unavailable" : "failed", form.callbackUrl);
  return form.json === "true" ? Response.json({ url }) : redirect(url);
}

/**
 * The way back from the product's provider. Whatever a browser or the provider brings that is no sign-in leads to the sign-in
 * page, with a word why (docs/rules.md R160). It is no failed password, and is bounded by itself.
 */
export async function comeBack(
  request: NextRequest,
  handle: (request: NextRequest) => Promise<Response>,
): Promise<Response> {
  const error = request.nextUrl.searchParams.get("error");
  // Nothing is believed of it, so no state has to come with it.
  if (error !== null) return backToSignIn(request, error === "access_denied" ? "cancelled" : "failed");
  try {
    const caller = addressOf(request.headers);
    await spendPoint(PROVIDER_LIMIT, caller);
    const response = await attempt(() => handle(withoutMore(request)));
    if (!givesSession(response)) return backToSignIn(request, "failed");
    await givePointBack(PROVIDER_LIMIT, caller);
    return response;
  } catch (thrown) {
    return backToSignIn(request, troubleOf(thrown, request));
  }
}

/** The request with what belongs to the code flow alone, each of it once. Throws VALIDATION_FAILED (400). */
function withoutMore({ url, headers, nextUrl }: NextRequest): NextRequest {
  const brought = [...nextUrl.searchParams].filter(([name]) => BROUGHT.includes(name));
  if (new Set(brought.map(([name]) => name)).size < brought.length) throw new AppError("VALIDATION_FAILED");
  const address = new URL(url);
  address.search = String(new URLSearchParams(brought));
  return new NextRequest(address, { headers });
}

function troubleOf(thrown: unknown, request: NextRequest): SignInTrouble {
  if (thrown instanceof SignInRefusal) return thrown.trouble;
  // It logs what is wrong with us.
  const { status } = errorAnswer(thrown, request);
  if (status === 429) return "limit";
  return status >= 500 ? "busy" : "failed";
}

/** The state of what came to nothing is forgotten: nobody goes on with it. */
function backToSignIn(request: NextRequest, trouble: SignInTrouble): Response {
  const kept = request.cookies.getAll().find(({ name }) => name.endsWith("next-auth.callback-url"));
  const response = redirect(signInAddress(trouble, kept?.value));
  for (const cookie of forgetFlow(sessionCookie().secure)) response.headers.append("set-cookie", cookie);
  return response;
}

function redirect(location: string): Response {
  return new Response(null, { status: 302, headers: { location, "cache-control": "no-store" } });
}

/** The sign-in page with a word why, from which one goes on to where one wanted to go. */
function signInAddress(error: SignInTrouble, callbackUrl: unknown): string {
  return `${env().appUrl}/sign-in?${new URLSearchParams({ error, callbackUrl: pathOf(callbackUrl) })}`;
}

/** The path of an address of ours; of any other, the shop's. */
function pathOf(callbackUrl: unknown): string {
  const { appUrl } = env();
  if (typeof callbackUrl !== "string" || !URL.canParse(callbackUrl, appUrl)) return "/";
  const { origin, pathname, search } = new URL(callbackUrl, appUrl);
  return origin === appUrl && !pathname.startsWith("//") ? pathname + search : "/";
}
