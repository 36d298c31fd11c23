import { sql } from "kysely";
import type { ServiceScope } from "../core/scopes.ts";
import { after } from "../core/time.ts";
import type { Commit, Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { SERVICE_KEY_STEP_MS } from "./rules.ts";

export interface NewServiceKey {
  readonly name: string;
  readonly scopes: ServiceScope[];
  readonly keyHash: string;
  readonly prefix: string;
  readonly expireTime: Date | null;
  readonly createdBy: bigint;
  /** The key in whose place it comes. */
  readonly replacesId: bigint | null;
}

export function insertServiceKey(commit: Commit, key: NewServiceKey, now: Date): Returning<{ id: bigint }> {
  return commit.addReturning(
    "newServiceKey",
    db
      .insertInto("sysServiceKey")
      .values({ ...key, createTime: now })
      .returning("id"),
  );
}

/** A key whose place another has taken ends at `expireTime`, or before. Finds no row when it has ended, or was revoked. */
export function endServiceKey(commit: Commit, id: bigint, expireTime: Date, now: Date): void {
  commit.add(
    "endedServiceKey",
    db
      .updateTable("sysServiceKey")
      .set({ expireTime: sql<Date>`least(expire_time, ${expireTime})` })
      .where("id", "=", id)
      .where("revokedTime", "is", null)
      .where((key) => key.or([key("expireTime", "is", null), key("expireTime", ">", now)])),
  );
}

/** A key was used. Nothing where another request of this minute has been there, or is there now: nobody waits for it. */
export function touchServiceKey(commit: Commit, id: bigint, now: Date): void {
  const due = db
    .selectFrom("sysServiceKey")
    .select("id")
    .where("id", "=", id)
    .where((key) =>
      key.or([key("lastUsedTime", "is", null), key("lastUsedTime", "<=", after(now, -SERVICE_KEY_STEP_MS))]),
    )
    .forNoKeyUpdate()
    .skipLocked();
  commit.add("touchedKey", db.updateTable("sysServiceKey").set({ lastUsedTime: now }).where("id", "in", due), "any");
}

/** What a key has asked under an Idempotency-Key. */
export interface AskedRequest {
  readonly serviceKeyId: bigint;
  readonly requestKey: string;
  readonly requestHash: string;
}

/** Notes it, unless it is noted. */
export function noteRequest(commit: Commit, request: AskedRequest, now: Date): void {
  const noted = db.insertInto("sysServiceRequest").values({ ...request, createTime: now });
  commit.add(
    "notedRequest",
    noted.onConflict((conflict) => conflict.columns(["serviceKeyId", "requestKey"]).doNothing()),
    "any",
  );
}

/** Finds no row when there is no such key, or when it is revoked already. */
export function revokeServiceKey(commit: Commit, id: bigint, now: Date): void {
  commit.add(
    "revokedServiceKey",
    db.updateTable("sysServiceKey").set({ revokedTime: now }).where("id", "=", id).where("revokedTime", "is", null),
  );
}
