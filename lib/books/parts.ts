import { sql } from "kysely";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";

/** A line as Alipay wrote it (alipay/bill.ts), in the words of the table. */
export interface NewBillLine {
  readonly lineNo: number;
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: number;
  readonly finishTime: Date;
}

/** "2026-01-31" as a date of the database, which has no time of day and no zone. */
const date = (day: string) => sql<Date>`${day}::date`;

/** Every Beijing day from the day after the last one that stands to `lastDay`; the first one is that of the first attempt. */
const missingDays = (lastDay: string) => sql<{ day: Date }>`generate_series(
  coalesce(
    (select max(bill_date) + 1 from oms_bill_day),
    (select (create_time at time zone 'Asia/Shanghai')::date from oms_payment_attempts order by id limit 1))::timestamp,
  ${lastDay}::timestamp, interval '1 day')`;

/**
 * A row for every Beijing day from the first attempt to pay to the last day that is over, each to be looked at from
 * 09:00 of its next day. From the attempt, not the payment: the very first payment may be the one we never heard of.
 */
export function openBillDays(commit: Commit, lastDay: string, now: Date): void {
  const nineOClock = sql<Date>`(day + interval '1 day 9 hours') at time zone 'Asia/Shanghai'`;
  commit.add(
    "openedBillDays",
    db
      .insertInto("omsBillDay")
      .columns(["billDate", "nextCheckAt", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(missingDays(lastDay).as<"day">(sql`day`))
          .select([sql<Date>`day::date`.as("billDate"), nineOClock.as("nextCheckAt")])
          .select((day) => day.val(now).as("createTime")),
      )
      .onConflict((conflict) => conflict.column("billDate").doNothing()),
    "any",
  );
}

/**
 * Claims days to be worked on, oldest first. The next look is the lease, and grows from 10 minutes to 6 hours: a worker
 * that was killed and an Alipay that does not answer look the same. A statement of its own, not a part.
 */
export function claimDueBillDays(now: Date, limit: number) {
  const due = db
    .selectFrom("omsBillDay")
    .select("billDate")
    .where("nextCheckAt", "<=", now)
    .orderBy("billDate")
    .limit(limit)
    .forUpdate()
    .skipLocked();
  const wait = sql<Date>`${now}::timestamptz + least(interval '6 hours', interval '10 minutes' * 2 ^ least(check_count, 10))`;
  return db
    .updateTable("omsBillDay")
    .set((eb) => ({ checkCount: eb("checkCount", "+", 1), nextCheckAt: wait }))
    .where("billDate", "in", due)
    .returning([sql<string>`bill_date::text`.as("billDate"), "status", "createTime"]);
}

/** The bill is not there yet. Finds no row when another worker has brought it in meanwhile. */
export function lookAgain(commit: Commit, billDate: string, at: Date): void {
  commit.add(
    "putOffBillDay",
    db
      .updateTable("omsBillDay")
      .set({ nextCheckAt: at })
      .where("billDate", "=", date(billDate))
      .where("status", "=", "WAITING"),
    "any",
  );
}

/** The day's lines and what they add up to, once: a second worker finds no waiting day, and the lines their places taken. */
export function importBill(commit: Commit, billDate: string, lines: readonly NewBillLine[], now: Date): void {
  const sumOf = (kind: NewBillLine["kind"]) => {
    const own = lines.filter((line) => line.kind === kind);
    return { count: own.length, fen: BigInt(own.reduce((sum, line) => sum + line.amountFen, 0)) };
  };
  const [trades, refunds] = [sumOf("TRADE"), sumOf("REFUND")];
  commit.add(
    "importedBillDay",
    db
      .updateTable("omsBillDay")
      .set({
        status: "IMPORTED",
        tradeCount: trades.count,
        tradeFen: trades.fen,
        refundCount: refunds.count,
        refundFen: refunds.fen,
        importTime: now,
      })
      .where("billDate", "=", date(billDate))
      .where("status", "=", "WAITING"),
  );
  const line = unnest("line", {
    lineNo: { int: lines.map(({ lineNo }) => lineNo) },
    kind: { text: lines.map(({ kind }) => kind) },
    tradeNo: { text: lines.map(({ tradeNo }) => tradeNo) },
    outTradeNo: { text: lines.map(({ outTradeNo }) => outTradeNo) },
    outRequestNo: { text: lines.map(({ outRequestNo }) => outRequestNo) },
    amountFen: { bigint: lines.map(({ amountFen }) => BigInt(amountFen)) },
    finishTime: { timestamptz: lines.map(({ finishTime }) => finishTime) },
  });
  commit.add(
    "billLines",
    db
      .insertInto("omsBillLine")
      .columns(["billDate", "kind", "lineNo", "tradeNo", "outTradeNo", "outRequestNo", "amountFen", "finishTime"])
      .expression((eb) =>
        eb
          .selectFrom(line)
          .select([date(billDate).as("billDate"), sql<string>`line.kind::bill_line_kind`.as("kind")])
          .select(["line.lineNo", "line.tradeNo", "line.outTradeNo", "line.outRequestNo", "line.amountFen"])
          .select("line.finishTime"),
      ),
    lines.length,
  );
}

/** Every difference of the day is settled, or a person was told. */
export function finishBillDay(commit: Commit, billDate: string, now: Date): void {
  commit.add(
    "finishedBillDay",
    db
      .updateTable("omsBillDay")
      .set({ status: "RECONCILED", nextCheckAt: null, finishTime: now })
      .where("billDate", "=", date(billDate))
      .where("status", "=", "IMPORTED"),
  );
}
