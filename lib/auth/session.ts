import type { NextRequest } from "next/server";
import { checkSession, type SessionMember } from "../accounts/check-session.ts";
import { verifyServiceKey, type ServiceKey } from "../accounts/verify-service-key.ts";
import { AppError } from "../core/errors.ts";
import { may, type Permission } from "../core/roles.ts";
import type { ServiceScope } from "../core/scopes.ts";
import { claimsOf, readToken } from "./token.ts";

export type { ServiceKey } from "../accounts/verify-service-key.ts";
/** Who is signed in, and the session by which they ask. */
export type { SessionMember as Member } from "../accounts/check-session.ts";

/**
 * The member behind the session cookie, as the database knows member and session now: an ended session, a closed account, a
 * changed password or a lost role takes effect with the next request. One read by primary keys. null: nobody.
 */
export async function findSignedIn(request: NextRequest, now: Date): Promise<SessionMember | null> {
  const claims = claimsOf(await readToken(request));
  return claims && checkSession(claims, now);
}

/**
 * The same, of somebody who has signed in themselves; `portal`: or whom a link of the product's has brought. Throws UNAUTHENTICATED
 * (401), FORBIDDEN (403).
 */
export async function requireMember(
  request: NextRequest,
  now: Date,
  { portal = false }: { readonly portal?: boolean } = {},
): Promise<SessionMember> {
  const member = await findSignedIn(request, now);
  if (!member) throw new AppError("UNAUTHENTICATED");
  if (member.kind === "PORTAL" && !portal) throw new AppError("FORBIDDEN");
  return member;
}

/** Somebody whose role may do it. Throws UNAUTHENTICATED (401) or FORBIDDEN (403). */
export async function requirePermission(
  request: NextRequest,
  permission: Permission,
  now: Date,
): Promise<SessionMember> {
  const member = await requireMember(request, now);
  if (!may(member.role, permission)) throw new AppError("FORBIDDEN");
  return member;
}

/**
 * The product's own back end, by `Authorization: Bearer <service key>` and nothing else. One read. Throws BAD_SECRET (401) for
 * every key that is none, and FORBIDDEN (403) for one that is not for this.
 */
export async function requireService(request: NextRequest, scope: ServiceScope, now: Date): Promise<ServiceKey> {
  const [scheme, key, ...more] = (request.headers.get("authorization") ?? "").split(" ");
  const found = scheme === "Bearer" && key && more.length === 0 ? await verifyServiceKey(key, now) : null;
  if (!found) throw new AppError("BAD_SECRET");
  if (!found.scopes.includes(scope)) throw new AppError("FORBIDDEN", { about: `这个密钥没有 ${scope} 这一项` });
  return found;
}
