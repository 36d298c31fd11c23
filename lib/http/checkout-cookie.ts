import type { NextRequest } from "next/server";
import { sessionCookie } from "../auth/session-cookie.ts";
import type { CheckoutCaller } from "../core/context.ts";
import { CHECKOUT_LIFE_MS } from "../core/deadlines.ts";
import { AppError } from "../core/errors.ts";
import { DAY_MS, SECOND_MS } from "../core/time.ts";

const ID = /^cs_[\w-]{22}$/;
const SECRET = /^[\w-]{43}$/;

/** As Next has them, of a request and of a page. */
export interface Cookies {
  readonly get: (name: string) => { readonly value: string } | undefined;
}

/** How the name of such a cookie begins; what follows is the id of the session. */
export function checkoutCookiePrefix(): string {
  return `${sessionCookie().secure ? "__Host-" : ""}zhangfang.checkout.`;
}

/** A cookie of its own for every session, beside the sign-in: two purchases in one browser do not meet (decision 64). */
function nameOf(sessionId: string): string {
  return checkoutCookiePrefix() + sessionId;
}

/** What the browser shows for a session. null: nothing. */
export function checkoutSecret(cookies: Cookies, sessionId: string): string | null {
  const value = ID.test(sessionId) ? cookies.get(nameOf(sessionId))?.value : undefined;
  return value !== undefined && SECRET.test(value) ? value : null;
}

/** The session that the address names, if the browser shows its cookie; whether it is good the verb decides. Throws CHECKOUT_ELSEWHERE (401). */
export function requireCheckout({ cookies }: NextRequest, inAddress: unknown): CheckoutCaller {
  const { sessionId } = inAddress as { sessionId?: unknown };
  const secret = typeof sessionId === "string" ? checkoutSecret(cookies, sessionId) : null;
  if (typeof sessionId !== "string" || secret === null) throw new AppError("CHECKOUT_ELSEWHERE");
  return { sessionId, secret };
}

/** An order that was made at the last moment keeps its time, and its buyer looks at it afterwards. */
const KEPT_SECONDS = (CHECKOUT_LIFE_MS + DAY_MS) / SECOND_MS;

export function checkoutCookie({ sessionId, secret }: CheckoutCaller): string {
  const words = [`${nameOf(sessionId)}=${secret}`, "Path=/", `Max-Age=${KEPT_SECONDS}`, "HttpOnly", "SameSite=Lax"];
  return [...words, ...(sessionCookie().secure ? ["Secure"] : [])].join("; ");
}
