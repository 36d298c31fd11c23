import { getToken, type JWT } from "next-auth/jwt";
import type { NextRequest } from "next/server";
import type { SessionClaims } from "../accounts/check-session.ts";
import type { Browser } from "../accounts/start-session.ts";
import { env } from "../env.ts";
import { decodeOnce } from "./decode.ts";
import { sessionCookie } from "./session-cookie.ts";

/** What the token of a request's cookie says. null: no cookie, one that is not ours, or one that is over. */
export function readToken(request: NextRequest): Promise<JWT | null> {
  const { name, secure } = sessionCookie();
  const options = { secret: env().sessionSecret, cookieName: name, secureCookie: secure, decode: decodeOnce };
  return getToken({ req: request, ...options });
}

/** The session that a token names. null: none, as in every token from before sessions had rows. */
export function claimsOf(token: JWT | null): SessionClaims | null {
  const { sub, sessionId, sessionVersion } = token ?? {};
  if (!sub || !/^\d{1,18}$/.test(sub)) return null;
  if (typeof sessionId !== "string" || typeof sessionVersion !== "number") return null;
  return { memberId: BigInt(sub), sessionId, sessionVersion };
}

/** The browser of a request, with the session that it has until now. */
export async function browserOf(request: NextRequest): Promise<Browser> {
  const sessionId = claimsOf(await readToken(request))?.sessionId ?? null;
  return { sessionId, userAgent: request.headers.get("user-agent") ?? "" };
}
