import { encode } from "next-auth/jwt";
import { startSession } from "../accounts/start-session.ts";
import { SESSION_SECONDS, sessionCookie } from "../auth/session-cookie.ts";
import { env } from "../env.ts";
import { query } from "./database.ts";

/** What the session cookie carries (lib/auth/options.ts), and a word that it never should be believed about. */
export interface SessionToken {
  readonly sub: string;
  readonly sessionId: string;
  readonly sessionVersion: number;
  readonly role?: string;
}

/** A member's new session, as signing in would begin it, and what its cookie carries. */
export async function aSession(memberId: bigint, { now = new Date(), userAgent = "" } = {}): Promise<SessionToken> {
  const [member] = await query<{ version: number }>("select session_version as version from ums_member where id = $1", [
    memberId,
  ]);
  const sessionId = await startSession(memberId, { userAgent, sessionId: null }, now);
  return { sub: String(memberId), sessionId, sessionVersion: member!.version };
}

/** The headers of a browser with this cookie, sealed with the real secret. */
export async function cookieOf(token: SessionToken): Promise<{ cookie: string }> {
  const value = await encode({ token: { ...token }, secret: env().sessionSecret, maxAge: SESSION_SECONDS });
  return { cookie: `${sessionCookie().name}=${value}` };
}

/** The headers of a member's browser that has just signed in. */
export async function signedInAs(memberId: bigint, changes: Partial<SessionToken> = {}): Promise<{ cookie: string }> {
  return cookieOf({ ...(await aSession(memberId)), ...changes });
}
