import { encode } from "next-auth/jwt";
import type pg from "pg";
import type { SessionClaims } from "../lib/accounts/check-session.ts";
import { sessionCookie } from "../lib/auth/session-cookie.ts";
import { env } from "../lib/env.ts";

/** What the cookie of a member of the benchmark says. */
export function claimsFor(memberId: bigint): SessionClaims {
  return { memberId, sessionId: `session-of-member-${memberId}`, sessionVersion: 1 };
}

/** The headers of a member's browser, with the cookie and the session that signing in would have given. */
export async function signedIn(db: pg.Pool, memberId: bigint): Promise<Record<string, string>> {
  const { sessionId, sessionVersion } = claimsFor(memberId);
  await db.query(
    `insert into ums_member_session (id, member_id, user_agent, expire_time) values ($1, $2, '压测', now() + interval '7 days')
     on conflict (id) do nothing`,
    [sessionId, memberId],
  );
  const token = { sub: String(memberId), sessionId, sessionVersion };
  return { cookie: `${sessionCookie().name}=${await encode({ token, secret: env().sessionSecret })}` };
}
