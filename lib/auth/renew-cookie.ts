import { encode } from "next-auth/jwt";
import type { NextRequest } from "next/server";
import type { SessionClaims } from "../accounts/check-session.ts";
import { SESSION_STEP_MS } from "../accounts/rules.ts";
import { SESSION_IDLE_MS } from "../core/deadlines.ts";
import { after, SECOND_MS } from "../core/time.ts";
import { env } from "../env.ts";
import { SESSION_SECONDS, sessionCookie } from "./session-cookie.ts";
import { claimsOf, readToken } from "./token.ts";

/**
 * Gives the browser its cookie anew once it is an hour old: who comes daily stays signed in, though each token is over after
 * seven days. It decides nothing, and reads no database: a cookie is worth what the row of its session says.
 */
export async function renewCookie(request: NextRequest, answer: Headers, now: Date): Promise<void> {
  const token = await readToken(request);
  const begun = Number(token?.iat) * SECOND_MS;
  if (!token || !claimsOf(token) || !(begun <= now.getTime() - SESSION_STEP_MS)) return;
  const value = await encode({ token, secret: env().sessionSecret, maxAge: SESSION_SECONDS });
  answer.append("set-cookie", cookieText(value, after(now, SESSION_IDLE_MS)));
}

/** The cookie of a session that begins here, not by signing in. */
export async function sessionCookieText(claims: SessionClaims, lifeMs: number, now: Date): Promise<string> {
  const { memberId, sessionId, sessionVersion } = claims;
  const token = { sub: String(memberId), sessionId, sessionVersion };
  const value = await encode({ token, secret: env().sessionSecret, maxAge: lifeMs / SECOND_MS });
  return cookieText(value, after(now, lifeMs));
}

/** As next-auth writes it (lib/auth/options.ts). */
function cookieText(value: string, expires: Date): string {
  const { name, secure } = sessionCookie();
  const words = [`${name}=${value}`, "Path=/", `Expires=${expires.toUTCString()}`, "HttpOnly", "SameSite=Lax"];
  return [...words, ...(secure ? ["Secure"] : [])].join("; ");
}
