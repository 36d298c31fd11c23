import { sql } from "kysely";
import { APPROVED_REFUND_STATUSES } from "../core/states.ts";
import { db, literal, literals } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";

/** The alerts about a refund without progress. */
const LATE_ALERTS = ["REVIEW_LATE", "REFUND_STUCK", "SELLER_BALANCE_SHORT", "OUTSIDE_REFUND"] as const;

/** What the alerts about a refund are known by: numbers of others are unique in their trade alone. */
const alertCause = sql<string>`case r.kind when 'OUTSIDE' then r.trade_no || ':' || r.out_request_no else r.out_request_no end`;

export type UnwatchedRefund = Awaited<ReturnType<typeof findUnwatched>>[number];

/**
 * Refunds of the accounts `present` that nothing has moved since `before`, and whose alerts, if any, were closed before that. The open ones come
 * through their own two indexes, however many are over.
 */
function unwatched(before: Date, present: readonly string[]) {
  const ids = db.selectFrom("omsRefundRecords").select("id");
  const open = ids
    .where("status", "=", literal("REVIEWING"))
    .unionAll(ids.where("status", "in", literals(APPROVED_REFUND_STATUSES)));
  return db
    .selectFrom("omsRefundRecords as r")
    .select(["r.id", "r.kind", "r.tradeNo", "r.outRequestNo", "r.orderSn", "r.status"])
    .where("r.id", "in", open)
    .where((eb) => eb.or([eb("r.appId", "is", null), eb("r.appId", "=", eb.fn.any(eb.val([...present])))]))
    .where(({ eb, fn, selectFrom }) => {
      const lastReview = selectFrom("omsRefundReview as v")
        .select((v) => v.fn.max("v.createTime").as("time"))
        .whereRef("v.refundId", "=", "r.id");
      return eb(fn.coalesce("r.sentTime", lastReview, "r.createTime"), "<", before);
    })
    .where(({ not, exists, selectFrom }) => {
      const watched = selectFrom("sysAlert as told")
        .select("told.id")
        .where("told.kind", "in", LATE_ALERTS)
        .where("told.cause", "=", alertCause)
        .where((eb) => eb.or([eb("told.resolvedTime", "is", null), eb("told.resolvedTime", ">", before)]));
      return not(exists(watched));
    });
}

/** The oldest of them first, those `passed` over excepted. */
export function findUnwatched(before: Date, present: readonly string[], passed: readonly bigint[], limit: number) {
  return unwatched(before, present).where("r.id", "<>", each(passed)).orderBy("r.id").limit(limit).execute();
}

export function countUnwatched(before: Date, present: readonly string[]): Promise<number> {
  return countDue(unwatched(before, present));
}
