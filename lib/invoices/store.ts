import { sql, type RawBuilder } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import {
  ISSUED_INVOICE_STATUSES,
  OPEN_INVOICE_STATUSES,
  OPEN_REFUND_STATUSES,
  PAID_ORDER_STATUSES,
  type InvoiceStatus,
} from "../core/states.ts";
import { db, literal, literals, truth } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";

const dayText = (column: string) => sql<string | null>`to_char(${sql.ref(column)}, 'YYYY-MM-DD')`;

/** One order on an invoice, as it leaves the database in JSON. */
interface LineJson {
  readonly orderSn: string;
  readonly productName: string;
  readonly amountFen: number;
  readonly isDropped: boolean;
}

const lines = sql<
  LineJson[]
>`(select json_agg(json_build_object('orderSn', l.order_sn, 'productName', item.product_name,
    'amountFen', l.amount_fen, 'isDropped', l.drop_time is not null) order by l.id)
  from oms_invoice_order l join oms_order_item item on item.order_id = l.order_id where l.invoice_id = i.id)`;

const invoices = db
  .selectFrom("omsInvoice as i")
  .innerJoin("umsMember as m", "m.id", "i.memberId")
  .leftJoin("umsMember as decider", "decider.id", "i.decidedBy")
  .leftJoin("omsInvoiceFile as file", "file.invoiceId", "i.id")
  .select(["i.id", "i.invoiceSn", "i.memberId", "i.kind", "i.title", "i.taxNumber", "i.email", "i.amountFen"])
  .select(["i.status", "i.version", "i.requestHash", "i.number", "i.fileUrl", "i.redNumber", "i.reason"])
  .select(["i.createTime", "i.decidedTime", "m.name as memberName", "decider.name as decidedByName"])
  .select([dayText("i.issued_date").as("issuedDate"), dayText("i.red_date").as("redDate"), lines.as("lines")])
  .select(({ eb }) => truth(eb("file.invoiceId", "is not", null)).as("hasFile"));

export type StoredInvoice = NonNullable<Awaited<ReturnType<typeof findInvoice>>>;

/** `memberId` null: whoever's it is; otherwise somebody else's is not found. */
export async function findInvoice(memberId: bigint | null, invoiceSn: string) {
  const found = invoices.where("i.invoiceSn", "=", invoiceSn);
  return (await (memberId === null ? found : found.where("i.memberId", "=", memberId)).executeTakeFirst()) ?? null;
}

export async function findInvoiceByKey(memberId: bigint, requestKey: string): Promise<StoredInvoice | null> {
  const asked = invoices.where("i.memberId", "=", memberId).where("i.requestKey", "=", requestKey);
  return (await asked.executeTakeFirst()) ?? null;
}

/** A member's own, newest first; `before`: older than this one. */
export function findOwnInvoices(memberId: bigint, before: bigint | undefined, limit: number): Promise<StoredInvoice[]> {
  const own = invoices.where("i.memberId", "=", memberId).orderBy("i.id", "desc").limit(limit);
  return (before === undefined ? own : own.where("i.id", "<", before)).execute();
}

export interface WantedInvoices {
  readonly statuses: readonly InvoiceStatus[];
  readonly text: string | undefined;
  readonly after: bigint | undefined;
  readonly isOldestFirst: boolean;
  readonly limit: number;
}

/** Comes after every text that begins so, as an index of beginnings compares: byte by byte. */
const LAST = "\u{10FFFF}";

/** Anybody's invoices for the desk. Each way of finding one by text goes through an index of its own. */
export function findInvoices({
  statuses,
  text,
  after,
  isOldestFirst,
  limit,
}: WantedInvoices): Promise<StoredInvoice[]> {
  let page = invoices
    .where("i.status", "in", literals(statuses))
    .orderBy("i.id", isOldestFirst ? "asc" : "desc")
    .limit(limit);
  if (after !== undefined) page = page.where("i.id", isOldestFirst ? ">" : "<", after);
  return (text === undefined ? page : page.where("i.id", "in", idsFound(text))).execute();
}

function idsFound(text: string): RawBuilder<bigint> {
  const ids = db.selectFrom("omsInvoice").select("id");
  const ways = [
    ids
      .where(sql<boolean>`title ~>=~ ${text} and title ~<~ ${text + LAST}`)
      .orderBy("id", "desc")
      .limit(literal(1_000)),
    ids.where("invoiceSn", "=", text),
    ids.where("number", "=", text),
    db.selectFrom("omsInvoiceOrder").select("invoiceId as id").where("orderSn", "=", text),
  ];
  return sql<bigint>`(${sql.join(
    ways.map((way) => sql`(${way})`),
    sql` union `,
  )})`;
}

export function countOpenInvoices(): Promise<number> {
  return countDue(db.selectFrom("omsInvoice").select("id").where("status", "in", literals(OPEN_INVOICE_STATUSES)));
}

/** Whether the order is on an invoice that is asked for or issued. */
const isOnOne = sql<boolean>`exists (select 1 from oms_invoice_order l where l.order_id = o.id and l.is_live)`;

/** The one table to its right that this room reads: an order that is refunded may yet have a refund that waits. */
const hasOpenRefund = sql<boolean>`exists (select 1 from oms_refund_records r
  where r.order_id = o.id and r.kind <> 'STRAY' and r.status in (${sql.join(literals(OPEN_REFUND_STATUSES))}))`;

const paidOrders = db
  .selectFrom("omsOrder as o")
  .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
  .leftJoin("omsInvoiceGuard as guard", "guard.orderId", "o.id")
  .select(["o.id as orderId", "o.orderSn", "o.memberId", "item.productName", "o.status", "o.payAmountFen"])
  .select(["o.refundedAmountFen", "o.paymentTime", isOnOne.as("isOnOne"), hasOpenRefund.as("hasOpenRefund")])
  .select(({ fn }) => fn.coalesce("guard.version", literal(0)).as("guardVersion"));

export type StoredOrder = Awaited<ReturnType<typeof findOrdersToInvoice>>[number];

/** Those of the member's orders that have these numbers. */
export function findOrdersToInvoice(memberId: bigint, orderSns: readonly string[]) {
  return paidOrders
    .where("o.memberId", "=", memberId)
    .where("o.orderSn", "=", sql<string>`any(${orderSns}::text[])`)
    .orderBy("o.id")
    .execute();
}

/** The member's paid orders that are on no invoice, newest first; paid `since`, and older than `before`. */
export function findChoices(memberId: bigint, since: Date, before: bigint | undefined, limit: number) {
  const choices = paidOrders
    .where("o.memberId", "=", memberId)
    .where("o.status", "in", literals(PAID_ORDER_STATUSES))
    .where("o.paymentTime", ">=", since)
    .whereRef("o.refundedAmountFen", "<", "o.payAmountFen")
    .where(sql<boolean>`not ${isOnOne}`)
    .orderBy("o.id", "desc")
    .limit(limit);
  return (before === undefined ? choices : choices.where("o.id", "<", before)).execute();
}

/** What the member wrote on the last one. */
export async function findLastTitle(memberId: bigint) {
  const found = await db
    .selectFrom("omsInvoice")
    .select(["kind", "title", "taxNumber", "email"])
    .where("memberId", "=", memberId)
    .orderBy("id", "desc")
    .limit(literal(1))
    .executeTakeFirst();
  return found ?? null;
}

/** What stands between an order and an invoice. One read. */
export async function findStanding(orderId: bigint) {
  return db
    .selectFrom("omsOrder as o")
    .leftJoin("omsInvoiceGuard as guard", "guard.orderId", "o.id")
    .select(({ fn }) => ["o.id as orderId", fn.coalesce("guard.version", literal(0)).as("guardVersion")])
    .select((eb) =>
      eb
        .selectFrom("omsInvoiceOrder as l")
        .innerJoin("omsInvoice as i", "i.id", "l.invoiceId")
        .select(({ ref }) => {
          const id = sql<string>`i.id::text`;
          const state = { invoiceSn: ref("i.invoiceSn"), status: ref("i.status"), version: ref("i.version") };
          return jsonBuildObject({
            id,
            ...state,
            number: ref("i.number"),
            amountFen: ref("i.amountFen"),
            lineFen: ref("l.amountFen"),
          }).as("invoice");
        })
        .whereRef("l.orderId", "=", "o.id")
        .where(sql<boolean>`l.is_live`)
        .as("invoice"),
    )
    .where("o.id", "=", orderId)
    .executeTakeFirstOrThrow();
}

/** Issued invoices whose money went back, and of which nobody was told `since`; with the order that says so. */
function owed(since: Date) {
  return db
    .selectFrom("omsInvoice as i")
    .select(["i.id", "i.invoiceSn", "i.number"])
    .select(
      sql<string>`(select min(l.order_sn) from oms_invoice_order l join oms_order o on o.id = l.order_id
        where l.invoice_id = i.id and l.amount_fen > o.pay_amount_fen - o.refunded_amount_fen)`.as("orderSn"),
    )
    .where(sql<boolean>`i.is_owed`)
    .where("i.status", "in", literals(ISSUED_INVOICE_STATUSES))
    .where(
      sql<boolean>`not exists (select 1 from sys_alert a where a.kind = 'RED_LETTER_OWED' and a.cause = i.invoice_sn
        and (a.resolved_time is null or a.resolved_time > ${since}))`,
    );
}

export type OwedInvoice = Awaited<ReturnType<typeof findOwed>>[number];

/** The oldest of them, what was `passed` over excepted. */
export function findOwed(since: Date, passed: readonly bigint[], limit: number) {
  return owed(since).where("i.id", "<>", each(passed)).orderBy("i.id").limit(limit).execute();
}

export function countOwed(since: Date): Promise<number> {
  return countDue(owed(since));
}

/** The file of an invoice. `memberId` null: of whoever's. */
export async function findFile(memberId: bigint | null, invoiceSn: string) {
  const file = db
    .selectFrom("omsInvoiceFile as file")
    .innerJoin("omsInvoice as i", "i.id", "file.invoiceId")
    .select(["file.format", "file.content", "i.number"])
    .where("i.invoiceSn", "=", invoiceSn);
  return (await (memberId === null ? file : file.where("i.memberId", "=", memberId)).executeTakeFirst()) ?? null;
}
