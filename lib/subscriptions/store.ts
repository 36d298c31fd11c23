import { sql, type SqlBool } from "kysely";
import { STANDING_SEGMENT_STATUSES, type BillingCycle } from "../core/states.ts";
import { cycleIn } from "../db/cycle.ts";
import { db } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";
import { endedSegments } from "./parts.ts";

/** Periods with the numbers of their orders. `version` grows with every write; see addSegment. */
const segments = db
  .selectFrom("umsMemberSubscriptions as s")
  .innerJoin("omsOrder as o", "o.id", "s.orderId")
  .leftJoin("omsOrderItem as item", "item.orderId", "s.orderId")
  .select([
    "s.id",
    "o.orderSn",
    "s.planCode",
    "s.planName",
    "s.planLevel",
    cycleIn<BillingCycle>("s").as("billingCycle"),
    "s.startDate",
    "s.endDate",
    "s.anchorDate",
  ])
  .select(["s.status", "s.version"])
  .select((eb) => eb.fn.coalesce("item.planFeatures", sql<string[]>`'{}'`).as("planFeatures"));

export type StoredSegment = Awaited<ReturnType<typeof findOpenSegments>>[number];

/** The member's open periods, oldest first; all of them, because a new one follows the last. */
export function findOpenSegments(memberId: bigint, now: Date) {
  return segments
    .where("s.memberId", "=", memberId)
    .where("s.endDate", ">", now)
    .where("s.status", "in", STANDING_SEGMENT_STATUSES)
    .orderBy("s.startDate")
    .orderBy("s.id")
    .execute();
}

/** The member's periods, the last to end first. */
export function findSegments(memberId: bigint, limit: number) {
  return segments
    .where("s.memberId", "=", memberId)
    .orderBy("s.endDate", "desc")
    .orderBy("s.id", "desc")
    .limit(limit)
    .execute();
}

/** The period of an order and all later ones of its line, ended or not, oldest first. */
export function findLine(orderId: bigint) {
  return segments
    .innerJoin("umsMemberSubscriptions as own", (join) =>
      join.onRef("own.memberId", "=", "s.memberId").onRef("own.planCode", "=", "s.planCode"),
    )
    .where("own.orderId", "=", orderId)
    .where(({ and, eb, or, ref }) =>
      or([
        eb("s.id", "=", ref("own.id")),
        and([eb("s.status", "<>", "REFUNDED"), eb("s.startDate", ">=", ref("own.endDate"))]),
      ]),
    )
    .orderBy(({ eb, ref }) => eb("s.id", "<>", ref("own.id")))
    .orderBy("s.startDate")
    .execute();
}

/** Written out and not a parameter, so that every plan may use the partial index of what ends. */
const ACTIVE = sql.lit("ACTIVE" as const);

/**
 * Running periods that end before `before`, without a following period and without a reminder. A short one has run for
 * half of its length first: nobody is told of the end of three days when they begin.
 */
function endingSegments(now: Date, before: Date) {
  return db
    .selectFrom("umsMemberSubscriptions as s")
    .innerJoin("omsOrder as o", "o.id", "s.orderId")
    .select(["s.id", "s.memberId", "o.orderSn", "s.planName", "s.endDate"])
    .where("s.status", "=", ACTIVE)
    .where("s.remindedTime", "is", null)
    .where("s.endDate", ">", now)
    .where("s.endDate", "<=", before)
    .where(sql<SqlBool>`s.start_date + (s.end_date - s.start_date) / 2 <= ${now}`)
    .where(({ exists, not, selectFrom }) => {
      const continuing = selectFrom("umsMemberSubscriptions as next")
        .select("next.id")
        .whereRef("next.memberId", "=", "s.memberId")
        .whereRef("next.planCode", "=", "s.planCode")
        .where("next.status", "=", ACTIVE)
        .whereRef("next.startDate", ">=", "s.endDate");
      return not(exists(continuing));
    });
}

export type EndingSegment = Awaited<ReturnType<typeof findEndingSegments>>[number];

/** Those that end first; not those `passed` over. */
export function findEndingSegments(now: Date, before: Date, passed: readonly bigint[], limit: number) {
  return endingSegments(now, before).where("s.id", "<>", each(passed)).orderBy("s.endDate").limit(limit).execute();
}

export function countEndingSegments(now: Date, before: Date): Promise<number> {
  return countDue(endingSegments(now, before));
}

export function countEndedSegments(now: Date): Promise<number> {
  return countDue(endedSegments(now));
}
