import { sql, type RawBuilder } from "kysely";
import type { DayRange } from "../core/day-range.ts";
import { db, idsOf } from "../db/database.ts";

/** Rows of one statement of an export, or the ids among which it looks for them. */
const BATCH_ROWS = 1_000;
const BATCH_IDS = BigInt(BATCH_ROWS);

type Table =
  | "omsOrder"
  | "omsPaymentRecords"
  | "omsRefundRecords"
  | "umsCreditLedger"
  | "omsJournalEntry"
  | "omsInvoiceOrder"
  | "sysAuditLog";

/** A refund belongs to the day on which it ended, or as long as it is open to the one on which it was asked for. */
const refundTime = sql<Date>`coalesce(finish_time, create_time)`;

const TIMES: Readonly<Record<Table, RawBuilder<Date>>> = {
  omsOrder: sql`create_time`,
  omsPaymentRecords: sql`payment_time`,
  omsRefundRecords: refundTime,
  umsCreditLedger: sql`create_time`,
  omsJournalEntry: sql`occurred_at`,
  omsInvoiceOrder: sql`create_time`,
  sysAuditLog: sql`create_time`,
};

/** Ids: those above `after` up to `last`. */
interface Span {
  readonly after: bigint;
  readonly last: bigint;
}

/**
 * The ids between which the rows of a range lie; null: there are none. Ids and times rise together but for moments, so a
 * range is read along the primary key, and needs no index of its own order. What is written later has a higher id and does
 * not belong to the file.
 */
async function spanOf(table: Table, { since, until }: DayRange): Promise<Span | null> {
  const time = TIMES[table];
  const { first, last } = await db
    .selectFrom(table)
    // A sum, because PostgreSQL would look for the least id along the primary key, row by row from the first one.
    .select([sql<bigint | null>`min(id + 0)`.as("first"), sql<bigint | null>`max(id + 0)`.as("last")])
    .where(time, ">=", since)
    .where(time, "<", until)
    .executeTakeFirstOrThrow();
  return first === null || last === null ? null : { after: first - 1n, last };
}

/**
 * The ids of the rows of a window. The time is a sum, so that no plan can take an index of the time: it would read the whole
 * range for every batch.
 */
function idsIn(table: Table, { after, last }: Span, { since, until }: DayRange) {
  const time = sql<Date>`${TIMES[table]} + interval '0'`;
  const page = db
    .selectFrom(table)
    .select(`${table}.id`)
    .where(`${table}.id`, ">", after)
    .where(`${table}.id`, "<=", last)
    .where(time, ">=", since)
    .where(time, "<", until);
  return sql<bigint>`any(${idsOf(page)})`;
}

type Find<Row> = (window: Span, range: DayRange) => Promise<Row[]>;

/**
 * Batches of the rows of a range: windows of ids, so that no plan, however wrong its statistics, reads more than a batch. Each
 * is a read of its own: one batch is in memory, however many rows there are.
 */
function along<Row>(table: Table, find: Find<Row>) {
  return async function* (range: DayRange): AsyncGenerator<Row[], void> {
    const span = await spanOf(table, range);
    if (!span) return;
    for (let { after } = span; after < span.last; after += BATCH_IDS) {
      const end = after + BATCH_IDS;
      const rows = await find({ after, last: end < span.last ? end : span.last }, range);
      if (rows.length > 0) yield rows;
    }
  };
}

/** One row of what a reader reads. */
export type RowOf<Read extends (range: DayRange) => AsyncGenerator<readonly unknown[], void>> =
  ReturnType<Read> extends AsyncGenerator<readonly (infer Row)[], void> ? Row : never;

export const readOrders = along("omsOrder", (window, range) =>
  db
    .selectFrom("omsOrder as o")
    .innerJoin("umsMember as m", "m.id", "o.memberId")
    .leftJoin("umsCustomer as customer", "customer.memberId", "o.memberId")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .leftJoin("omsDeliveryRecords as delivery", "delivery.orderId", "o.id")
    .select(["o.id", "o.orderSn", "o.memberId", "o.productType", "o.status", "o.deliveryStatus"])
    .select(["o.payAmountFen", "o.refundedAmountFen", "o.createTime", "o.paymentTime", "o.completeTime"])
    .select(["m.name as buyerName", "m.email as buyerEmail", "customer.externalId as customerId"])
    .select(["item.productName"])
    .select("delivery.deliveredTime")
    .where("o.id", "=", idsIn("omsOrder", window, range))
    .orderBy("o.id")
    .execute(),
);

export const readInvoices = along("omsInvoiceOrder", (window, range) =>
  db
    .selectFrom("omsInvoiceOrder as l")
    .innerJoin("omsInvoice as i", "i.id", "l.invoiceId")
    .innerJoin("omsOrderItem as item", "item.orderId", "l.orderId")
    .select(["l.id", "i.invoiceSn", "i.kind", "i.title", "i.taxNumber", "i.email", "l.orderSn", "item.productName"])
    .select(["l.amountFen", "i.amountFen as invoiceFen", "i.status", "l.dropTime", "l.createTime", "i.number"])
    .select(["i.redNumber", "i.reason", sql<string | null>`to_char(i.issued_date, 'YYYY-MM-DD')`.as("issuedDate")])
    .where("l.id", "=", idsIn("omsInvoiceOrder", window, range))
    .orderBy("l.id")
    .execute(),
);

export const readPayments = along("omsPaymentRecords", (window, range) =>
  db
    .selectFrom("omsPaymentRecords as p")
    .select(["p.id", "p.tradeNo", "p.outTradeNo", "p.orderSn", "p.paymentMethod", "p.kind", "p.paymentStatus"])
    .select(["p.paymentAmountFen", "p.paymentTime", "p.source", "p.appId", "p.sellerId"])
    .where("p.id", "=", idsIn("omsPaymentRecords", window, range))
    .orderBy("p.id")
    .execute(),
);

export const readRefunds = along("omsRefundRecords", (window, range) =>
  db
    .selectFrom("omsRefundRecords as r")
    .select([
      "r.id",
      "r.outRequestNo",
      "r.orderSn",
      "r.tradeNo",
      "r.memberId",
      "r.kind",
      "r.refundAmountFen",
      "r.status",
    ])
    .select(["r.reason", "r.refusal", "r.requestedBy", "r.reference", "r.createTime", "r.sentTime", "r.finishTime"])
    .where("r.id", "=", idsIn("omsRefundRecords", window, range))
    .orderBy("r.id")
    .execute(),
);

export const readLedger = along("umsCreditLedger", (window, range) =>
  db
    .selectFrom("umsCreditLedger as entry")
    .innerJoin("umsCreditLot as lot", "lot.id", "entry.lotId")
    .leftJoin("omsOrder as o", "o.id", "lot.orderId")
    .leftJoin("umsCreditConsumption as spent", "spent.id", "entry.consumptionId")
    .leftJoin("omsRefundRecords as r", "r.id", "entry.refundId")
    .select(["entry.id", "entry.createTime", "entry.memberId", "entry.entryType", "entry.delta", "entry.balanceAfter"])
    .select(["entry.lotId", "lot.kind as lotKind", "o.orderSn", "spent.bizId", "r.outRequestNo"])
    .select(["entry.reason", "entry.actor"])
    .where("entry.id", "=", idsIn("umsCreditLedger", window, range))
    .orderBy("entry.id")
    .execute(),
);

export const readJournal = along("omsJournalEntry", (window, range) =>
  db
    .selectFrom("omsJournalEntry as entry")
    .leftJoin("omsOrder as o", "o.id", "entry.orderId")
    .select(["entry.voucherNo", "entry.kind", "entry.debit", "entry.credit", "entry.amountFen", "entry.occurredAt"])
    .select(["entry.tradeNo", "o.orderSn"])
    .where("entry.id", "=", idsIn("omsJournalEntry", window, range))
    .orderBy("entry.id")
    .execute(),
);

export const readAudit = along("sysAuditLog", (window, range) =>
  db
    .selectFrom("sysAuditLog as act")
    .select(["act.id", "act.createTime", "act.actor", "act.action", "act.target", "act.detail"])
    .where("act.id", "=", idsIn("sysAuditLog", window, range))
    .orderBy("act.id")
    .execute(),
);

const day = (text: string) => sql<Date>`${text}::date`;

/** Batches of the bill lines of the days, by day and line. */
export async function* readBills({ from, to }: DayRange) {
  let after = { day: from, method: "", lineNo: -1 };
  for (;;) {
    const lines = await db
      .selectFrom("omsBillLine as line")
      .select([
        "line.paymentMethod",
        "line.lineNo",
        "line.kind",
        "line.tradeNo",
        "line.outTradeNo",
        "line.outRequestNo",
      ])
      .select(["line.amountFen", "line.feeFen", "line.finishTime", sql<string>`line.bill_date::text`.as("day")])
      .where("line.billDate", "<=", day(to))
      .where(
        sql<boolean>`(line.bill_date, line.payment_method, line.line_no) > (${day(after.day)}, ${after.method}, ${after.lineNo}::int)`,
      )
      .orderBy("line.billDate")
      .orderBy("line.paymentMethod")
      .orderBy("line.lineNo")
      .limit(BATCH_ROWS)
      .execute();
    if (lines.length > 0) yield lines;
    if (lines.length < BATCH_ROWS) return;
    const last = lines.at(-1)!;
    after = { day: last.day, method: last.paymentMethod, lineNo: last.lineNo };
  }
}

/** Batches of what differs on the days, by day and row. */
export async function* readDifferences({ from, to }: DayRange) {
  let after = { day: from, id: 0n };
  for (;;) {
    const found = await db
      .selectFrom("omsBillDifference as d")
      .leftJoin("umsMember as closer", "closer.id", "d.closedBy")
      .select(["d.id", "d.what", "d.kind", "d.sellerId", "d.tradeNo", "d.outTradeNo", "d.outRequestNo", "d.orderSn"])
      .select(["d.billFen", "d.ourFen", "d.amountFen", "d.status", "d.closedTime", "d.reason"])
      .select(["closer.name as closerName", sql<string>`d.day::text`.as("day")])
      .where("d.day", "<=", day(to))
      .where(sql<boolean>`(d.day, d.id) > (${day(after.day)}, ${after.id}::bigint)`)
      .orderBy("d.day")
      .orderBy("d.id")
      .limit(BATCH_ROWS)
      .execute();
    if (found.length > 0) yield found;
    if (found.length < BATCH_ROWS) return;
    const last = found.at(-1)!;
    after = { day: last.day, id: last.id };
  }
}

/** Upper bound of the list. */
const EXPORTS_SHOWN = 20;

/** The last exports, newest first: what was asked for, and what became of it. */
export function findExports() {
  return db
    .selectFrom("sysAuditLog as began")
    .leftJoin("sysAuditLog as ended", (join) =>
      join.onRef("ended.target", "=", "began.target").on("ended.action", "=", "EXPORT_FINISHED"),
    )
    .select(["began.target", "began.actor", "began.createTime", "began.detail"])
    .select(["ended.createTime as endTime", "ended.detail as result"])
    .where("began.action", "=", "EXPORT_STARTED")
    .orderBy("began.id", "desc")
    .limit(EXPORTS_SHOWN)
    .execute();
}
