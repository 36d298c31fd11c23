import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { released, unclaimed, unclaimedIds } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import { unnest } from "../db/unnest.ts";
import { after } from "../core/time.ts";
import { REMIND_AFTER_MS, REMIND_EVERY_MS } from "./rules.ts";

/** Sessions that were over by then. */
export function oldSessions(overBefore: Date) {
  return db.selectFrom("umsMemberSession").select("id").where("expireTime", "<=", overBefore);
}

/** Deletes at most `limit` of them. */
export function deleteOldSessions(commit: Commit, overBefore: Date, limit: number): Handle<unknown> {
  const old = unclaimedIds(oldSessions(overBefore).orderBy("expireTime"), limit);
  return commit.add("oldSessions", db.deleteFrom("umsMemberSession").where("id", "=", old), "any");
}

/** What back ends asked under a key of theirs before then. */
export function oldRequests(askedBefore: Date) {
  return db.selectFrom("sysServiceRequest").select("id").where("createTime", "<=", askedBefore);
}

/** Deletes at most `limit` of them. */
export function deleteOldRequests(commit: Commit, askedBefore: Date, limit: number): Handle<unknown> {
  const old = unclaimedIds(oldRequests(askedBefore).orderBy("createTime"), limit);
  return commit.add("oldRequests", db.deleteFrom("sysServiceRequest").where("id", "=", old), "any");
}

/** Links that were over by then. */
export function oldLinks(overBefore: Date) {
  return db.selectFrom("umsMemberLink").select("id").where("expireTime", "<=", overBefore);
}

/** Deletes at most `limit` of them. */
export function deleteOldLinks(commit: Commit, overBefore: Date, limit: number): Handle<unknown> {
  const old = unclaimedIds(oldLinks(overBefore).orderBy("expireTime"), limit);
  return commit.add("oldLinks", db.deleteFrom("umsMemberLink").where("id", "=", old), "any");
}

/** Links that are to be mailed. The instant of the next attempt is their lease, too. */
export function dueLinks(now: Date) {
  return db
    .selectFrom("umsMemberLink")
    .select(["id", "nextAttemptAt as dueAt"])
    .where("mailStatus", "=", literal("PENDING"))
    .where("nextAttemptAt", "<=", now);
}

/** Claims links that are to be mailed, the longest due first. A statement of its own, not a part. */
export function claimDueLinks(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueLinks(now).orderBy("nextAttemptAt"), limit))
    .updateTable("umsMemberLink as link")
    .from("due")
    .set({ nextAttemptAt: leaseUntil })
    .whereRef("link.id", "=", "due.id")
    .returning(["link.id", "link.memberId", "link.purpose", "link.email", "link.mailAttempts", "link.expireTime"])
    .returning("due.dueAt");
}

interface ClaimedLink {
  readonly id: bigint;
  /** Tries before this one. */
  readonly mailAttempts: number;
}

/** The token that is about to be mailed, in the place of one that could not be. Finds no row when the lease is over. */
export function setToken(
  commit: Commit,
  { id }: ClaimedLink,
  leaseUntil: Date,
  token: { readonly tokenHash: string; readonly expireTime: Date },
): void {
  commit.add("tokenOfLink", claimedLink(token, leaseUntil).where("id", "=", id));
}

/** The mail is out, or will never be. Finds nothing when the lease is over, or the link was asked for anew. */
export function finishLink(
  commit: Commit,
  { id, mailAttempts }: ClaimedLink,
  leaseUntil: Date,
  status: "SENT" | "FAILED" | "NONE",
): void {
  const set = { mailStatus: status, mailAttempts: mailAttempts + (status === "NONE" ? 0 : 1) };
  commit.add("finishedLink", claimedLink(set, leaseUntil).where("id", "=", id), "any");
}

type LinkChange =
  | { readonly tokenHash: string; readonly expireTime: Date }
  | { readonly mailStatus: "SENT" | "FAILED" | "NONE"; readonly mailAttempts: number };

function claimedLink(set: LinkChange, leaseUntil: Date) {
  return db
    .updateTable("umsMemberLink")
    .set(set)
    .where("mailStatus", "=", literal("PENDING"))
    .where("nextAttemptAt", "=", leaseUntil);
}

/** Claimed links whose mail is not out go back, to be tried again at `nextAt`. */
export function releaseLinks(commit: Commit, leaseUntil: Date, releases: readonly Release<ClaimedLink>[]): void {
  commit.add(
    "releasedLinks",
    db
      .updateTable("umsMemberLink as link")
      .from(released(releases))
      .set((eb) => ({
        nextAttemptAt: eb.ref("release.nextAt"),
        mailAttempts: eb("link.mailAttempts", "+", eb.ref("release.tries")),
      }))
      .whereRef("link.id", "=", "release.id")
      .where("link.mailStatus", "=", literal("PENDING"))
      .where("link.nextAttemptAt", "=", leaseUntil),
    "any",
  );
}

/** Open alerts that nobody was told of yet, or not for long. */
export function untoldAlerts(now: Date) {
  return db
    .selectFrom("sysAlert")
    .where("resolvedTime", "is", null)
    .where((eb) =>
      eb.or([
        eb("toldCount", "=", 0),
        eb.and([eb("toldCount", "=", 1), eb("toldTime", "<=", after(now, -REMIND_AFTER_MS))]),
        eb("toldTime", "<=", after(now, -REMIND_EVERY_MS)),
      ]),
    );
}

/** These alerts are being told. Touches fewer rows where another worker was first, or somebody has closed one. */
export function markTold(commit: Commit, alerts: readonly { id: bigint; toldCount: number }[], now: Date): void {
  const told = unnest("told", {
    id: { bigint: alerts.map(({ id }) => id) },
    toldCount: { int: alerts.map(({ toldCount }) => toldCount) },
  });
  commit.add(
    "toldAlerts",
    db
      .updateTable("sysAlert as alert")
      .from(told)
      .set(({ eb, ref }) => ({ toldCount: eb(ref("told.toldCount"), "+", 1), toldTime: now }))
      .whereRef("alert.id", "=", "told.id")
      .whereRef("alert.toldCount", "=", "told.toldCount")
      .where("alert.resolvedTime", "is", null),
    alerts.length,
  );
}
