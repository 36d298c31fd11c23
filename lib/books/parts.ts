import { sql } from "kysely";
import type { PaymentMethod } from "../core/states.ts";
import type { SetAside } from "../core/trade.ts";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unclaimed } from "../db/due.ts";
import type { Release } from "../db/run-due.ts";
import { unnest } from "../db/unnest.ts";
import type { BillOf } from "./rules.ts";

/** A line as a channel wrote it (lib/channels), in the words of the table. */
export interface NewBillLine {
  readonly lineNo: number;
  readonly kind: "TRADE" | "REFUND";
  readonly tradeNo: string;
  readonly outTradeNo: string;
  readonly outRequestNo: string;
  readonly amountFen: number;
  readonly feeFen: number;
  readonly finishTime: Date;
  readonly sellerId: string;
}

interface LineSum {
  readonly count: number;
  readonly fen: bigint;
}

/** What the bill of one seller says: the lines that concern us, those of other applications, and what is no such line. */
export interface SortedSeller {
  readonly sellerId: string;
  readonly trades: LineSum;
  readonly refunds: LineSum;
  readonly foreignTrades: LineSum;
  readonly foreignRefunds: LineSum;
  readonly setAside: readonly SetAside[];
  readonly receivedFen: number;
  /** Of all of them; negative: what the channel kept. */
  readonly feeFen: number;
}

/** A bill sorted out: its lines that concern us are kept; what does not is counted, seller by seller. */
export interface SortedBill {
  readonly lines: readonly NewBillLine[];
  readonly sellers: readonly SortedSeller[];
}

/** "2026-01-31" as a date of the database, which has no time of day and no zone. */
const date = (day: string) => sql<Date>`${day}::date`;

/** Every Beijing day from the day after the last one that stands to `lastDay`; the first one is that of the first attempt. */
const missingDays = (method: PaymentMethod, lastDay: string) => sql<{ day: Date }>`generate_series(
  coalesce(
    (select max(bill_date) + 1 from oms_bill_day where payment_method = ${method}),
    (select (create_time at time zone 'Asia/Shanghai')::date from oms_payment_attempts where payment_method = ${method}
      order by id limit 1))::timestamp,
  ${lastDay}::timestamp, interval '1 day')`;

/**
 * A row of a channel for every Beijing day from its first attempt to pay to the last day that is over, each to be looked at from
 * 09:00 of its next day. Counted from the attempt, not the payment, because the first payment may be the one we missed.
 */
export function addBillDays(commit: Commit, method: PaymentMethod, lastDay: string, now: Date): void {
  const nineOClock = sql<Date>`(day + interval '1 day 9 hours') at time zone 'Asia/Shanghai'`;
  commit.add(
    "openedBillDays",
    db
      .insertInto("omsBillDay")
      .columns(["paymentMethod", "billDate", "nextCheckAt", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(missingDays(method, lastDay).as<"day">(sql`day`))
          .select((day) => day.val(method).as("paymentMethod"))
          .select([sql<Date>`day::date`.as("billDate"), nineOClock.as("nextCheckAt")])
          .select((day) => day.val(now).as("createTime")),
      )
      .onConflict((conflict) => conflict.columns(["billDate", "paymentMethod"]).doNothing()),
    "any",
  );
}

/** Days whose next look is due. Its instant is their lease, too. */
export function dueBillDays(now: Date) {
  return db
    .selectFrom("omsBillDay")
    .select(["paymentMethod", "billDate", "checkCount", "nextCheckAt as dueAt"])
    .where("nextCheckAt", "<=", now);
}

/**
 * Claims days to be worked on: those that were looked at least, and of these the newest. So no number of old days keeps a new
 * one waiting, and each gets its turn. A look counts from its claim, so that a day whose bill kills its worker is not the first
 * again. A statement of its own, not a part.
 */
export function claimDueBillDays(now: Date, leaseUntil: Date, limit: number) {
  return db
    .with("due", () => unclaimed(dueBillDays(now).orderBy("checkCount").orderBy("billDate", "desc"), limit))
    .updateTable("omsBillDay as bill")
    .from("due")
    .set(({ eb, ref }) => ({ nextCheckAt: leaseUntil, checkCount: eb(ref("due.checkCount"), "+", 1) }))
    .whereRef("bill.billDate", "=", "due.billDate")
    .whereRef("bill.paymentMethod", "=", "due.paymentMethod")
    .returning(["bill.paymentMethod", "bill.status", "bill.createTime", "due.checkCount"])
    .returning(sql<string>`bill.bill_date::text`.as("billDate"))
    .returning((eb) => eb.ref("due.dueAt").$notNull().as("dueAt"));
}

/** When the claimed days that are not closed are looked at again. */
export function releaseBillDays(
  commit: Commit,
  leaseUntil: Date,
  releases: readonly Release<BillOf & { readonly checkCount: number }>[],
): void {
  const release = unnest("release", {
    method: { text: releases.map(({ row }) => row.paymentMethod) },
    day: { text: releases.map(({ row }) => row.billDate) },
    nextAt: { timestamptz: releases.map(({ nextAt }) => nextAt) },
    checkCount: { int: releases.map(({ row, isTry }) => row.checkCount + (isTry ? 1 : 0)) },
  });
  commit.add(
    "releasedBillDays",
    db
      .updateTable("omsBillDay as bill")
      .from(release)
      .set((eb) => ({ nextCheckAt: eb.ref("release.nextAt"), checkCount: eb.ref("release.checkCount") }))
      .whereRef("bill.billDate", "=", sql<Date>`release.day::date`)
      .whereRef("bill.paymentMethod", "=", sql<PaymentMethod>`release.method`)
      .where("bill.nextCheckAt", "=", leaseUntil),
    "any",
  );
}

/**
 * Imports the lines that concern us and the sums of a day once: a second worker conflicts on the status of the day and on the line numbers.
 */
export function importBill(commit: Commit, of: BillOf, { lines, sellers }: SortedBill, now: Date): void {
  const { paymentMethod, billDate } = of;
  const sum = (pick: (seller: SortedSeller) => LineSum) => ({
    count: sellers.reduce((count, seller) => count + pick(seller).count, 0),
    fen: sellers.reduce((fen, seller) => fen + pick(seller).fen, 0n),
  });
  const [trades, refunds] = [sum((seller) => seller.trades), sum((seller) => seller.refunds)];
  const [foreignIn, foreignOut] = [sum((seller) => seller.foreignTrades), sum((seller) => seller.foreignRefunds)];
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
        foreignCount: foreignIn.count + foreignOut.count,
        foreignFen: foreignIn.fen - foreignOut.fen,
        setAside: sql`${JSON.stringify(sellers.flatMap(({ setAside }) => setAside))}::jsonb`,
        importTime: now,
      })
      .where("paymentMethod", "=", paymentMethod)
      .where("billDate", "=", date(billDate))
      .where("status", "=", "WAITING"),
  );
  insertSellers(commit, of, sellers);
  const line = unnest("line", {
    lineNo: { int: lines.map(({ lineNo }) => lineNo) },
    kind: { text: lines.map(({ kind }) => kind) },
    tradeNo: { text: lines.map(({ tradeNo }) => tradeNo) },
    outTradeNo: { text: lines.map(({ outTradeNo }) => outTradeNo) },
    outRequestNo: { text: lines.map(({ outRequestNo }) => outRequestNo) },
    amountFen: { bigint: lines.map(({ amountFen }) => BigInt(amountFen)) },
    feeFen: { bigint: lines.map(({ feeFen }) => BigInt(feeFen)) },
    finishTime: { timestamptz: lines.map(({ finishTime }) => finishTime) },
    sellerId: { text: lines.map(({ sellerId }) => sellerId) },
  });
  const numbers = ["lineNo", "tradeNo", "outTradeNo", "outRequestNo", "amountFen", "feeFen", "finishTime"] as const;
  commit.add(
    "billLines",
    db
      .insertInto("omsBillLine")
      .columns(["paymentMethod", "billDate", "kind", "sellerId", ...numbers])
      .expression((eb) =>
        eb
          .selectFrom(line)
          .select((row) => row.val(paymentMethod).as("paymentMethod"))
          .select([date(billDate).as("billDate"), sql<string>`line.kind::bill_line_kind`.as("kind")])
          .select(["line.sellerId", ...numbers.map((name) => `line.${name}` as const)]),
      ),
    lines.length,
  );
}

/** What the bill of each seller says of the day. */
function insertSellers(commit: Commit, { paymentMethod, billDate }: BillOf, sellers: readonly SortedSeller[]): void {
  for (const { sellerId, trades, refunds, foreignTrades, foreignRefunds, setAside, ...sums } of sellers)
    commit.add(
      "billAccount",
      db.insertInto("omsBillAccount").values({
        ...{ paymentMethod, sellerId },
        billDate: date(billDate),
        tradeCount: trades.count,
        tradeFen: trades.fen,
        refundCount: refunds.count,
        refundFen: refunds.fen,
        foreignCount: foreignTrades.count + foreignRefunds.count,
        foreignTradeFen: foreignTrades.fen,
        foreignRefundFen: foreignRefunds.fen,
        setAside: sql`${JSON.stringify(setAside)}::jsonb`,
        setAsideFen: BigInt(setAside.reduce((sum, { fen }) => sum + fen, 0)),
        receivedFen: BigInt(sums.receivedFen),
        feeFen: BigInt(sums.feeFen),
      }),
    );
}

/** Every difference of the day is settled or has an alert. */
export function finishBillDay(commit: Commit, { paymentMethod, billDate }: BillOf, now: Date): void {
  commit.add(
    "finishedBillDay",
    db
      .updateTable("omsBillDay")
      .set({ status: "RECONCILED", nextCheckAt: null, finishTime: now })
      .where("paymentMethod", "=", paymentMethod)
      .where("billDate", "=", date(billDate))
      .where("status", "=", "IMPORTED"),
  );
}

/** Closes a day on which nothing happened, without a bill: its sums are zero, and it has no time of import. */
export function closeQuietDay(commit: Commit, { paymentMethod, billDate }: BillOf, now: Date): void {
  commit.add(
    "closedQuietDay",
    db
      .updateTable("omsBillDay")
      .set({ status: "RECONCILED", tradeCount: 0, tradeFen: 0n, refundCount: 0, refundFen: 0n })
      .set({ nextCheckAt: null, finishTime: now })
      .where("paymentMethod", "=", paymentMethod)
      .where("billDate", "=", date(billDate))
      .where("status", "=", "WAITING"),
  );
}

/** Waits again for the bills of days that were closed without one. */
export function reopenQuietDays(commit: Commit, days: readonly BillOf[], now: Date): void {
  const reopened = unnest("reopened", {
    method: { text: days.map(({ paymentMethod }) => paymentMethod) },
    day: { text: days.map(({ billDate }) => billDate) },
  });
  commit.add(
    "reopenedQuietDays",
    db
      .updateTable("omsBillDay as bill")
      .from(reopened)
      .set({ status: "WAITING", tradeCount: null, tradeFen: null, refundCount: null, refundFen: null })
      .set({ nextCheckAt: now, finishTime: null })
      .whereRef("bill.billDate", "=", sql<Date>`reopened.day::date`)
      .whereRef("bill.paymentMethod", "=", sql<PaymentMethod>`reopened.method`)
      .where("bill.status", "=", "RECONCILED")
      .where("bill.importTime", "is", null),
    "any",
  );
}
