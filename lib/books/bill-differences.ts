import { sql, type Expression, type RawBuilder } from "kysely";
import { db, literal, truth } from "../db/database.ts";
import { channelNo, lateNo } from "../refunds/outside-parts.ts";
import type { BillOf } from "./rules.ts";

type Text = Expression<string>;

/** What a difference is known by, and the alert about it: the kind of a line, and the numbers that its channel knows it by. */
function causeOf(kind: Text, tradeNo: Text, outRequestNo: Text): RawBuilder<string> {
  return sql`concat_ws(':', ${kind}, ${tradeNo}, nullif(${outRequestNo}, ''))`;
}

/** The row of a difference, whatever became of it. */
const rowAbout = (cause: Text, isUnlisted: boolean) =>
  db
    .selectFrom("omsBillDifference as kept")
    .select("kept.id")
    .where("kept.cause", "=", cause)
    .where(sql<boolean>`(kept.what = 'UNLISTED') = ${sql.lit(isUnlisted)}`);

/** The bill's lines. `isTwice`: the same trade or refund stands on a line before this one, so its cause names the line. */
const countedLines = db
  .selectFrom("omsBillLine as l")
  .selectAll("l")
  .select(({ exists, selectFrom }) => {
    const twin = selectFrom("omsBillLine as twin")
      .select("twin.lineNo")
      .whereRef("twin.tradeNo", "=", "l.tradeNo")
      .whereRef("twin.paymentMethod", "=", "l.paymentMethod")
      .whereRef("twin.kind", "=", "l.kind")
      .whereRef("twin.outRequestNo", "=", "l.outRequestNo")
      .where(({ eb, refTuple }) =>
        eb(refTuple("twin.billDate", "twin.lineNo"), "<", refTuple("l.billDate", "l.lineNo")),
      );
    return truth(exists(twin)).as("isTwice");
  });
const billLines = db
  .selectFrom(countedLines.as("l"))
  .selectAll("l")
  .select(({ ref }) => {
    const cause = causeOf(ref("l.kind"), ref("l.tradeNo"), ref("l.outRequestNo"));
    return sql<string>`${cause} || case when l.is_twice then ':' || l.bill_date || '#' || l.line_no else '' end`.as(
      "cause",
    );
  });

/** Bill lines that differ from our books. */
const linesBesideBooks = db
  .selectFrom(billLines.as("line"))
  .leftJoin("omsPaymentRecords as p", (join) =>
    join
      .on("line.kind", "=", literal("TRADE"))
      .onRef("p.tradeNo", "=", "line.tradeNo")
      .onRef("p.paymentMethod", "=", "line.paymentMethod"),
  )
  .leftJoin("omsRefundRecords as r", (join) =>
    join
      .on("line.kind", "=", literal("REFUND"))
      .onRef("r.tradeNo", "=", "line.tradeNo")
      .onRef("r.outRequestNo", "=", "line.outRequestNo")
      .onRef("r.paymentMethod", "=", "line.paymentMethod"),
  )
  // The money of a refund that was given up came all the same: what was noted of it then is what the line is compared with.
  .leftJoin("omsRefundRecords as late", (join) =>
    join
      .on("line.kind", "=", literal("REFUND"))
      .on("late.kind", "=", literal("OUTSIDE"))
      .onRef("late.tradeNo", "=", "line.tradeNo")
      .on((eb) => eb("late.outRequestNo", "=", lateNo(eb.ref("line.outRequestNo"))))
      .onRef("late.paymentMethod", "=", "line.paymentMethod"),
  )
  .leftJoin("omsPaymentAttempts as a", (join) =>
    join.onRef("a.outTradeNo", "=", "line.outTradeNo").onRef("a.paymentMethod", "=", "line.paymentMethod"),
  )
  .leftJoin("omsOrder as o", "o.id", "a.orderId")
  .select(["line.paymentMethod", "line.billDate", "line.kind", "line.tradeNo", "line.outTradeNo", "line.outRequestNo"])
  .select([
    "line.isTwice",
    "line.lineNo",
    "line.sellerId",
    "line.cause",
    "a.appId",
    sql<string>`line.bill_date::text`.as("day"),
  ])
  .select(({ cast, fn }) => [
    cast<number>("line.amountFen", "double precision").as("billFen"),
    fn.coalesce("late.status", "r.status").as("refundStatus"),
    fn.coalesce("late.kind", "r.kind").as("refundKind"),
    fn.coalesce("p.paymentAmountFen", "late.refundAmountFen", "r.refundAmountFen").as("ourFen"),
    fn.coalesce("p.orderSn", "r.orderSn", "o.orderSn").as("orderSn"),
  ])
  .where(({ and, cast, eb, fn, or, ref }) => {
    const refund = {
      kind: fn.coalesce("late.kind", "r.kind"),
      status: fn.coalesce("late.status", "r.status"),
      amountFen: fn.coalesce("late.refundAmountFen", "r.refundAmountFen"),
    };
    const isPaid = and([
      eb(cast<bigint>("p.paymentAmountFen", "bigint"), "=", ref("line.amountFen")),
      eb("p.outTradeNo", "=", ref("line.outTradeNo")),
    ]);
    const isRefunded = and([
      eb(cast<bigint>(refund.amountFen, "bigint"), "=", ref("line.amountFen")),
      eb(refund.status, "=", literal("SUCCESS")),
    ]);
    return or([ref("line.isTwice"), eb(or([isPaid, isRefunded]), "is not", true)]);
  });

/** Those that have no row yet. */
export const differingLines = linesBesideBooks.where(({ exists, not, ref }) =>
  not(exists(rowAbout(ref("line.cause"), false))),
);

export type FoundLine = Awaited<ReturnType<typeof findDifferingLines>>[number];

/** What one bill says and our books do not. */
export function findDifferingLines({ paymentMethod, billDate }: BillOf) {
  return differingLines
    .where("line.paymentMethod", "=", paymentMethod)
    .where(({ cast, eb, val }) => eb("line.billDate", "=", cast<Date>(val(billDate), "date")))
    .orderBy("line.cause")
    .execute();
}

/** The lines of these differences that still differ, as they differ now. */
export function findStillDiffering(differenceIds: readonly bigint[]) {
  return linesBesideBooks
    .innerJoin("omsBillDifference as d", (join) =>
      join
        .onRef("d.paymentMethod", "=", "line.paymentMethod")
        .onRef("d.day", "=", "line.billDate")
        .onRef("d.lineNo", "=", "line.lineNo"),
    )
    .select("d.id as differenceId")
    .where("d.id", "=", sql<bigint>`any(${differenceIds}::bigint[])`)
    .where("d.what", "<>", literal("UNLISTED"))
    .execute();
}

const shifted = (time: Expression<Date | null>, by: "-10 minutes" | "10 minutes" | "1 day") =>
  sql<Date>`${time} + interval ${literal(by)}`;
const lineKind = (kind: "TRADE" | "REFUND") => sql<typeof kind>`${literal(kind)}::bill_line_kind`;
const beijingDay = (instant: Expression<Date>) => sql<Date>`(${instant} at time zone 'Asia/Shanghai')::date`;

/**
 * Our payments and successful refunds, each with the instants between which it must lie on a bill. A payment has the channel's
 * own time, give or take ten minutes of clocks; a refund lies between its request and our knowing of it, and may stand on
 * the bill of the day after.
 */
const booked = db
  .selectFrom("omsPaymentRecords")
  .select(({ ref }) => [
    lineKind("TRADE").as("kind"),
    "paymentMethod",
    "tradeNo",
    "outTradeNo",
    sql<string>`''`.as("outRequestNo"),
    "sellerId",
    "orderSn",
    "paymentTime as bookedTime",
    "paymentAmountFen as ourFen",
    shifted(ref("paymentTime"), "-10 minutes").as("since"),
    shifted(ref("paymentTime"), "10 minutes").as("until"),
  ])
  .unionAll(
    db
      .selectFrom("omsRefundRecords as r")
      .innerJoin("omsPaymentRecords as paid", "paid.id", "r.paymentId")
      .select(({ ref }) => [
        lineKind("REFUND").as("kind"),
        "r.paymentMethod",
        "r.tradeNo",
        "r.outTradeNo",
        channelNo("r").as("outRequestNo"),
        "paid.sellerId",
        "r.orderSn",
        ref("r.finishTime").$notNull().as("bookedTime"),
        "r.refundAmountFen as ourFen",
        shifted(ref("r.createTime"), "-10 minutes").as("since"),
        shifted(ref("r.finishTime"), "1 day").as("until"),
      ])
      .where("r.status", "=", literal("SUCCESS"))
      // What went another way than through the channel is on no bill of it.
      .where(({ not, ref }) => not(ref("r.byHand"))),
  );

/** Our records that are on no bill, with the days on which they may stand. */
const absent = db
  .selectFrom(booked.as("one"))
  .selectAll("one")
  .select(({ ref }) => [
    beijingDay(ref("one.bookedTime")).as("bookedDay"),
    beijingDay(ref("one.since")).as("firstDay"),
    beijingDay(ref("one.until")).as("lastDay"),
    causeOf(ref("one.kind"), ref("one.tradeNo"), ref("one.outRequestNo")).as("cause"),
  ])
  .where(({ exists, not, selectFrom }) => {
    const line = selectFrom("omsBillLine as l")
      .select("l.lineNo")
      .whereRef("l.tradeNo", "=", "one.tradeNo")
      .whereRef("l.paymentMethod", "=", "one.paymentMethod")
      .whereRef("l.kind", "=", "one.kind")
      .whereRef("l.outRequestNo", "=", "one.outRequestNo");
    return not(exists(line));
  });

/** Records of ours that may stand on the bills of this day, and stand on no bill yet. */
function bookedOn({ paymentMethod, billDate }: BillOf) {
  return db
    .selectFrom(absent.as("one"))
    .where("one.paymentMethod", "=", paymentMethod)
    .where(({ between, cast, ref, val }) =>
      between(cast<Date>(val(billDate), "date"), ref("one.firstDay"), ref("one.lastDay")),
    );
}

/** Whether there is one that may stand on the bill of this seller. */
export async function isBooked(day: BillOf, sellerId: string): Promise<boolean> {
  const found = await bookedOn(day)
    .select("one.cause")
    .where((eb) => eb.or([eb("one.sellerId", "=", sellerId), eb("one.sellerId", "is", null)]))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** The sellers that may have a bill of this day: of what we have booked on it, and of attempts that may have been paid on it unseen. */
export async function findBilledSellers(day: BillOf): Promise<string[]> {
  const begin = sql<Date>`${day.billDate}::timestamp at time zone 'Asia/Shanghai'`;
  const found = await bookedOn(day)
    .select("one.sellerId")
    .where("one.sellerId", "is not", null)
    .union(
      db
        .selectFrom("omsPaymentAttempts")
        .select("sellerId")
        .where("paymentMethod", "=", day.paymentMethod)
        .where("status", "<>", literal("PAID"))
        // An order lives a day at most, so that an attempt is paid on its own day or on the next.
        .where("createTime", ">=", sql<Date>`${begin} - interval '1 day'`)
        .where("createTime", "<", sql<Date>`${begin} + interval '1 day'`),
    )
    .execute();
  return found.flatMap(({ sellerId }) => sellerId ?? []);
}

/** Days that were closed without a bill, and on which something of ours was booked since. */
export function findBookedQuietDays(): Promise<BillOf[]> {
  return db
    .selectFrom("omsBillDay as day")
    .innerJoin(absent.as("one"), (join) =>
      join
        .onRef("one.paymentMethod", "=", "day.paymentMethod")
        .onRef("one.firstDay", "<=", "day.billDate")
        .onRef("one.lastDay", ">=", "day.billDate"),
    )
    .select(["day.paymentMethod", sql<string>`day.bill_date::text`.as("billDate")])
    .distinct()
    .where("day.status", "=", literal("RECONCILED"))
    .where("day.importTime", "is", null)
    .execute();
}

/**
 * Our records that are on no bill and have no row yet, although the bills of all days on which they may stand are
 * here. A day that was closed without a bill has none.
 */
export const unlisted = db
  .with(
    (cte) => cte("absent").materialized(),
    () => absent,
  )
  .selectFrom("absent as one")
  .select(["one.kind", "one.tradeNo", "one.outTradeNo", "one.outRequestNo", "one.orderSn", "one.ourFen", "one.cause"])
  .select(["one.paymentMethod", "one.sellerId", sql<string>`one.booked_day::text`.as("day")])
  .where(({ eb, ref, selectFrom }) => {
    const here = selectFrom("omsBillDay as d")
      .select((d) => d.fn.countAll<number>().as("days"))
      .where("d.importTime", "is not", null)
      .whereRef("d.paymentMethod", "=", "one.paymentMethod")
      .whereRef("d.billDate", ">=", "one.firstDay")
      .whereRef("d.billDate", "<=", "one.lastDay");
    return eb(here, "=", sql<number>`${ref("one.lastDay")} - ${ref("one.firstDay")} + 1`);
  })
  .where(({ exists, not, ref }) => not(exists(rowAbout(ref("one.cause"), true))));

export type Unlisted = Awaited<ReturnType<typeof findUnlisted>>[number];

export function findUnlisted() {
  return unlisted.orderBy("one.cause").execute();
}
