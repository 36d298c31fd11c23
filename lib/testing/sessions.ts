import { encode } from "next-auth/jwt";
import { sessionCookie } from "../auth/session-cookie.ts";
import { env } from "../env.ts";
import { query } from "./database.ts";

/** What the session cookie carries (lib/auth/options.ts). */
export interface SessionClaims {
  readonly sub: string;
  readonly role: string;
  readonly sessionVersion: number;
}

/** The headers of a member's browser: the cookie that next-auth would have set at sign-in, sealed with the real secret. */
export async function signedInAs(memberId: bigint, changes: Partial<SessionClaims> = {}): Promise<{ cookie: string }> {
  const [member] = await query<{ role: string; version: number }>(
    "select role, session_version as version from ums_member where id = $1",
    [memberId],
  );
  const claims = { sub: String(memberId), role: member!.role, sessionVersion: member!.version, ...changes };
  return { cookie: `${sessionCookie().name}=${await encode({ token: claims, secret: env().sessionSecret })}` };
}
