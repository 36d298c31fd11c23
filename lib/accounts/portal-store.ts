import { db } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { oldPortalLinks } from "./portal-parts.ts";

/** A link by its token, with its customer. null: there never was one, or it is deleted. */
export async function findPortalLink(tokenHash: string) {
  const found = await db
    .selectFrom("umsPortalLink as link")
    .innerJoin("umsMember as member", "member.id", "link.memberId")
    .select(["link.id", "link.memberId", "link.returnUrl", "link.useTime", "link.expireTime"])
    .select(["member.role", "member.status", "member.sessionVersion"])
    .where("link.tokenHash", "=", tokenHash)
    .executeTakeFirst();
  return found ?? null;
}

/** The link that a caller made with this key. */
export async function findPortalLinkByRequest(serviceKeyId: bigint, requestKey: string) {
  const found = await db
    .selectFrom("umsPortalLink")
    .select(["id", "requestHash", "tokenHash", "expireTime"])
    .where("serviceKeyId", "=", serviceKeyId)
    .where("requestKey", "=", requestKey)
    .executeTakeFirst();
  return found ?? null;
}

export function countOldPortalLinks(overBefore: Date): Promise<number> {
  return countDue(oldPortalLinks(overBefore));
}
