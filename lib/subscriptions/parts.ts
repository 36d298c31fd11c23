import { STANDING_SEGMENT_STATUSES, type BillingCycle } from "../core/states.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { db, literal } from "../db/database.ts";
import { unclaimedIds } from "../db/due.ts";
import { unnest } from "../db/unnest.ts";
import type { Period } from "./rules.ts";

export interface NewSegment extends Period {
  readonly memberId: bigint;
  readonly orderId: bigint;
  readonly planId: bigint;
  readonly planCode: string;
  readonly planName: string;
  readonly planLevel: number;
  readonly billingCycle: BillingCycle;
}

/** A segment as it was when something was decided on it. */
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
 * A period of a plan, behind `last` when a line of that plan runs. A refund that takes the line apart at the same moment
 * conflicts through `last`; two purchases that chose the same start through the exclusion constraint.
 */
export function addSegment(commit: Commit, segment: NewSegment, last: SegmentVersion | null, now: Date): void {
  const { memberId, orderId, planId, planCode, planName, planLevel, billingCycle, startDate, endDate } = segment;
  if (last) commit.add("followedSegment", unchanged(last));
  commit.add(
    "addedSegment",
    db.insertInto("umsMemberSubscriptions").values({
      ...{ memberId, orderId, planId, planCode, planName, planLevel, billingCycle, startDate, endDate },
      createTime: now,
    }),
  );
}

/** Holds a period for a refund: it does not count while it is held. */
export function freezeSegment(commit: Commit, segment: SegmentVersion): void {
  commit.add("frozenSegment", unchanged(segment).set({ status: "FROZEN" }).where("status", "=", "ACTIVE"));
}

/** A held period runs on, where it lies now: behind `last` when a rule put it there, with whose change it conflicts. */
export function releaseSegment(commit: Commit, released: SegmentVersion & Period, last: SegmentVersion | null): void {
  const { startDate, endDate } = released;
  if (last) commit.add("followedSegment", unchanged(last));
  commit.add(
    "releasedSegment",
    unchanged(released).set({ status: "ACTIVE", startDate, endDate }).where("status", "=", "FROZEN"),
  );
}

/** A held period is taken back: it leaves its line. */
export function removeSegment(commit: Commit, segment: SegmentVersion): void {
  commit.add("removedSegment", unchanged(segment).set({ status: "REFUNDED" }).where("status", "=", "FROZEN"));
}

/** Puts segments where a rule says they lie now. The exclusion constraint is checked after all of them have moved. */
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

/** The member is told once that this period ends. */
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
