import type { Commit, Handle } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unclaimedIds } from "../db/due.ts";

export interface NewPortalLink {
  readonly id: string;
  readonly memberId: bigint;
  readonly serviceKeyId: bigint;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
  readonly tokenHash: string;
  readonly returnUrl: string | null;
  readonly expireTime: Date;
}

/** A new link. A unique index lets one of two with the same key of a caller be first. */
export function insertPortalLink(commit: Commit, link: NewPortalLink, now: Date): void {
  commit.add("newPortalLink", db.insertInto("umsPortalLink").values({ ...link, createTime: now }));
}

/** The link is used, once. Finds no row where it was used before, or is over. */
export function usePortalLink(commit: Commit, id: string, now: Date): void {
  commit.add(
    "usedPortalLink",
    db
      .updateTable("umsPortalLink")
      .set({ useTime: now })
      .where("id", "=", id)
      .where("useTime", "is", null)
      .where("expireTime", ">", now),
  );
}

/** Links to the portal that were over by then. */
export function oldPortalLinks(overBefore: Date) {
  return db.selectFrom("umsPortalLink").select("id").where("expireTime", "<=", overBefore);
}

/** Deletes at most `limit` of them. */
export function deleteOldPortalLinks(commit: Commit, overBefore: Date, limit: number): Handle<unknown> {
  const old = unclaimedIds(oldPortalLinks(overBefore).orderBy("expireTime"), limit);
  return commit.add("oldPortalLinks", db.deleteFrom("umsPortalLink").where("id", "=", old), "any");
}
