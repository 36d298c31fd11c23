import type { BillingCycle } from "../core/states.ts";
import type { Part } from "../db/commit.ts";
import { sql } from "../db/sql.ts";
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

/**
 * A period of a plan, behind `last` when a line of that plan runs. A refund that takes the line apart at the same moment
 * conflicts through `last`; two purchases that chose the same start through the exclusion constraint.
 */
export function addSegment(segment: NewSegment, last: SegmentVersion | null, now: Date): Part[] {
  const added: Part = {
    name: "added_segment",
    rows: 1,
    sql: sql`insert into ums_member_subscriptions
        (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date, create_time)
      values (${segment.memberId}, ${segment.orderId}, ${segment.planId}, ${segment.planCode}, ${segment.planName}, ${segment.planLevel},
        ${segment.billingCycle}::billing_cycle, ${segment.startDate}, ${segment.endDate}, ${now})
      returning id`,
  };
  return last ? [followSegment(last), added] : [added];
}

function followSegment({ id, version }: SegmentVersion): Part {
  return {
    name: "followed_segment",
    rows: 1,
    sql: sql`update ums_member_subscriptions set version = version + 1 where id = ${id} and version = ${version} returning id`,
  };
}

/** Holds a period for a refund: it does not count while it is held. */
export function freezeSegment({ id, version }: SegmentVersion): Part {
  return {
    name: "frozen_segment",
    rows: 1,
    sql: sql`update ums_member_subscriptions set status = 'FROZEN', version = version + 1
      where id = ${id} and version = ${version} and status = 'ACTIVE' returning id`,
  };
}

/** A held period runs on, where it lies now: behind `last` when a rule put it there, with whose change it conflicts. */
export function releaseSegment(released: SegmentVersion & Period, last: SegmentVersion | null): Part[] {
  const { id, version, startDate, endDate } = released;
  const part: Part = {
    name: "released_segment",
    rows: 1,
    sql: sql`update ums_member_subscriptions set status = 'ACTIVE', start_date = ${startDate}, end_date = ${endDate}, version = version + 1
      where id = ${id} and version = ${version} and status = 'FROZEN' returning id`,
  };
  return last ? [followSegment(last), part] : [part];
}

/** A held period is taken back: it leaves its line. */
export function removeSegment({ id, version }: SegmentVersion): Part {
  return {
    name: "removed_segment",
    rows: 1,
    sql: sql`update ums_member_subscriptions set status = 'REFUNDED', version = version + 1
      where id = ${id} and version = ${version} and status = 'FROZEN' returning id`,
  };
}

/** Puts segments where a rule says they lie now. The exclusion constraint is checked after all of them have moved. */
export function moveSegments(moved: readonly (SegmentVersion & Period)[]): Part {
  return {
    name: "moved_segments",
    rows: moved.length,
    sql: sql`update ums_member_subscriptions segment
      set start_date = move.start_date, end_date = move.end_date, version = segment.version + 1
      from unnest(${moved.map((move) => move.id)}::bigint[], ${moved.map((move) => move.version)}::int[],
        ${moved.map((move) => move.startDate)}::timestamptz[], ${moved.map((move) => move.endDate)}::timestamptz[])
        as move (id, version, start_date, end_date)
      where segment.id = move.id and segment.version = move.version and segment.status in ('ACTIVE', 'FROZEN') returning segment.id`,
  };
}

/** Periods whose end has come. One statement; a held one waits for its refund. */
export function expireSegments(now: Date, limit: number): Part {
  return {
    name: "expired_segments",
    rows: "any",
    sql: sql`update ums_member_subscriptions set status = 'EXPIRED', version = version + 1
      where id in (select id from ums_member_subscriptions where status = 'ACTIVE' and end_date <= ${now}
        order by end_date for update skip locked limit ${limit}) and status = 'ACTIVE' returning id`,
  };
}

/** The member is told once that this period ends. */
export function markReminded(id: bigint, now: Date): Part {
  return {
    name: "reminded_segment",
    rows: 1,
    sql: sql`update ums_member_subscriptions set reminded_time = ${now} where id = ${id} and reminded_time is null returning id`,
  };
}
