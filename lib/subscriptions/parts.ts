import { STANDING_SEGMENT_STATUSES, type BillingCycle } from "../core/states.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { cycleColumns } from "../db/cycle.ts";
import { db, literal } from "../db/database.ts";
import { unclaimedIds } from "../db/due.ts";
import { unnest } from "../db/unnest.ts";
import type { Period } from "./rules.ts";

export interface NewSegment extends Period {
  readonly anchorDate: Date;
  readonly memberId: bigint;
  readonly orderId: bigint;
  readonly planId: bigint;
  readonly planCode: string;
  readonly planName: string;
  readonly planLevel: number;
  readonly billingCycle: BillingCycle;
}

/** The version of a period that a decision was based on. */
export interface SegmentVersion {
  readonly id: bigint;
  readonly version: number;
}

/** The segment, unless it was written since it was read. */
function unchanged({ id, version }: SegmentVersion) {
  return db
    .updateTable("umsMemberSubscriptions")
    .set((eb) => ({ version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("version", "=", version);
}

/**
 * Adds a period, after `last` if the plan has one. A concurrent refund conflicts through the version of `last`; two
 * purchases with the same start conflict through the exclusion constraint. That one looks for others once the period is written,
 * so that two who write at once would wait for each other: the first period of a line waits for the member's row before.
 */
export function addSegment(commit: Commit, segment: NewSegment, last: SegmentVersion | null, now: Date): void {
  const { memberId, orderId, planId, planCode, planName, planLevel } = segment;
  const { startDate, endDate, anchorDate } = segment;
  if (last) commit.add("followedSegment", unchanged(last));
  else commit.add("lockedMember", db.selectFrom("umsMember").select("id").where("id", "=", memberId).forNoKeyUpdate());
  commit.add(
    "addedSegment",
    db.insertInto("umsMemberSubscriptions").values({
      ...{ memberId, orderId, planId, planCode, planName, planLevel, startDate, endDate, anchorDate },
      ...cycleColumns(segment.billingCycle),
      createTime: now,
    }),
  );
}

/** Freezes a period for a refund; it does not count meanwhile. */
export function freezeSegment(commit: Commit, segment: SegmentVersion): void {
  commit.add("frozenSegment", unchanged(segment).set({ status: "FROZEN" }).where("status", "=", "ACTIVE"));
}

/** Releases a frozen period with its new dates; after `last` if it follows one, whose version is compared. */
export function releaseSegment(commit: Commit, released: SegmentVersion & Period, last: SegmentVersion | null): void {
  const { startDate, endDate } = released;
  if (last) commit.add("followedSegment", unchanged(last));
  commit.add(
    "releasedSegment",
    unchanged(released).set({ status: "ACTIVE", startDate, endDate }).where("status", "=", "FROZEN"),
  );
}

/** Takes back a frozen period. */
export function removeSegment(commit: Commit, segment: SegmentVersion): void {
  commit.add("removedSegment", unchanged(segment).set({ status: "REFUNDED" }).where("status", "=", "FROZEN"));
}

/** Moves periods to new dates. The exclusion constraint is checked at the end of the statement. */
export function moveSegments(commit: Commit, moved: readonly (SegmentVersion & Period)[]): void {
  if (moved.length === 0) return;
  const move = unnest("move", {
    id: { bigint: moved.map(({ id }) => id) },
    version: { int: moved.map(({ version }) => version) },
    startDate: { timestamptz: moved.map(({ startDate }) => startDate) },
    endDate: { timestamptz: moved.map(({ endDate }) => endDate) },
  });
  commit.add(
    "movedSegments",
    db
      .updateTable("umsMemberSubscriptions as segment")
      .from(move)
      .set((eb) => ({
        startDate: eb.ref("move.startDate"),
        endDate: eb.ref("move.endDate"),
        version: eb("segment.version", "+", 1),
      }))
      .whereRef("segment.id", "=", "move.id")
      .whereRef("segment.version", "=", "move.version")
      .where("segment.status", "in", STANDING_SEGMENT_STATUSES),
    moved.length,
  );
}

/** Periods whose end has come; a held one waits for its refund. */
export function endedSegments(now: Date) {
  return db
    .selectFrom("umsMemberSubscriptions")
    .select("id")
    .where("status", "=", literal("ACTIVE"))
    .where("endDate", "<=", now);
}

/** At most `limit` periods whose end has come become EXPIRED. */
export function expireSegments(commit: Commit, now: Date, limit: number): Handle<unknown> {
  return commit.add(
    "expiredSegments",
    db
      .updateTable("umsMemberSubscriptions")
      .set((eb) => ({ status: "EXPIRED", version: eb("version", "+", 1) }))
      .where("id", "=", unclaimedIds(endedSegments(now).orderBy("endDate"), limit))
      .where("status", "=", "ACTIVE"),
    "any",
  );
}

/** Marks that the member was reminded of the end. */
export function markReminded(commit: Commit, id: bigint, now: Date): void {
  commit.add(
    "remindedSegment",
    db
      .updateTable("umsMemberSubscriptions")
      .set({ remindedTime: now })
      .where("id", "=", id)
      .where("remindedTime", "is", null),
  );
}
