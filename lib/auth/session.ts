import { getToken } from "next-auth/jwt";
import type { NextRequest } from "next/server";
import { getAccount, type Member } from "../accounts/get-account.ts";
import { verifyServiceKey, type ServiceKey } from "../accounts/verify-service-key.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { decodeOnce } from "./decode.ts";
import { sessionCookie } from "./session-cookie.ts";

export type { Member } from "../accounts/get-account.ts";

/**
 * The member behind the session cookie, as the database knows them now: a closed account, a changed password or a lost
 * role takes effect with the next request. One read by primary key. Throws UNAUTHENTICATED (401).
 */
export async function requireMember(request: NextRequest): Promise<Member> {
  const { name, secure } = sessionCookie();
  const options = { secret: env().sessionSecret, cookieName: name, secureCookie: secure, decode: decodeOnce };
  const token = await getToken({ req: request, ...options });
  if (!token?.sub || !/^\d{1,18}$/.test(token.sub)) throw new AppError("UNAUTHENTICATED");
  const member = await getAccount(BigInt(token.sub));
  if (!member || member.sessionVersion !== token.sessionVersion) throw new AppError("UNAUTHENTICATED");
  return member;
}

/** A member with the role ADMIN. Throws UNAUTHENTICATED (401) or FORBIDDEN (403). */
export async function requireAdmin(request: NextRequest): Promise<Member> {
  const member = await requireMember(request);
  if (member.role !== "ADMIN") throw new AppError("FORBIDDEN");
  return member;
}

/** The product's own backend, by `Authorization: Bearer <service key>`. One read. Throws BAD_SECRET (401). */
export async function requireService(request: NextRequest): Promise<ServiceKey> {
  const [scheme, key] = (request.headers.get("authorization") ?? "").split(" ");
  const found = scheme === "Bearer" && key ? await verifyServiceKey(key) : null;
  if (!found) throw new AppError("BAD_SECRET");
  return found;
}
