import { sql } from "kysely";
import type { Fen } from "../core/money.ts";
import { LIVE_INVOICE_STATUSES, type InvoiceKind, type InvoiceStatus } from "../core/states.ts";
import type { Commit, Returning } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { unnest } from "../db/unnest.ts";
import type { FileFormat, InvoiceStanding } from "./rules.ts";

export interface NewInvoice {
  readonly invoiceSn: string;
  readonly memberId: bigint;
  readonly kind: InvoiceKind;
  readonly title: string;
  readonly taxNumber: string | null;
  readonly email: string;
  readonly amountFen: Fen;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

export interface NewLine {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly amountFen: Fen;
}

/** A request with its orders. Unique indexes keep one per key, and an order on one invoice at most. */
export function insertInvoice(
  commit: Commit,
  invoice: NewInvoice,
  lines: readonly NewLine[],
  now: Date,
): Returning<{ id: bigint }> {
  const inserted = commit.addReturning(
    "newInvoice",
    db
      .insertInto("omsInvoice")
      .values({ ...invoice, createTime: now })
      .returning("id"),
  );
  const table = unnest("line", {
    orderId: { bigint: lines.map(({ orderId }) => orderId) },
    orderSn: { text: lines.map(({ orderSn }) => orderSn) },
    amountFen: { int: lines.map(({ amountFen }) => amountFen) },
  });
  commit.add(
    "invoiceLines",
    db
      .insertInto("omsInvoiceOrder")
      .columns(["invoiceId", "orderId", "orderSn", "amountFen", "createTime"])
      .expression((eb) =>
        eb
          .selectFrom(table)
          .select([inserted.ref("id").as("invoiceId"), "line.orderId"])
          .select(({ ref, val }) => [
            ref("line.orderSn").$notNull().as("orderSn"),
            "line.amountFen",
            val(now).as("createTime"),
          ]),
      ),
    lines.length,
  );
  return inserted;
}

/**
 * Requests for an invoice and refunds of the same order meet here. Finds fewer rows when another one of either was written since
 * this was read (decision 52).
 */
export function guardOrders(
  commit: Commit,
  orders: readonly Pick<InvoiceStanding, "orderId" | "guardVersion">[],
): void {
  const table = unnest("guard", {
    orderId: { bigint: orders.map(({ orderId }) => orderId) },
    version: { int: orders.map(({ guardVersion }) => guardVersion + 1) },
  });
  commit.add(
    "guardedInvoice",
    db
      .insertInto("omsInvoiceGuard")
      .columns(["orderId", "version"])
      .expression((eb) => eb.selectFrom(table).select(["guard.orderId", "guard.version"]).orderBy("guard.orderId"))
      .onConflict((conflict) =>
        conflict
          .column("orderId")
          .doUpdateSet((eb) => ({ version: eb.ref("excluded.version") }))
          .whereRef("omsInvoiceGuard.version", "=", sql<number>`excluded.version - 1`),
      ),
    orders.length,
  );
}

/** An invoice as it was when something was decided on it. */
export interface InvoiceVersion {
  readonly id: bigint;
  readonly status: InvoiceStatus;
  readonly version: number;
}

/** The invoice, unless it was changed since it was read. */
function unchanged({ id, status, version }: InvoiceVersion) {
  return db
    .updateTable("omsInvoice")
    .set({ version: version + 1 })
    .where("id", "=", id)
    .where("status", "=", status)
    .where("version", "=", version);
}

export interface InvoiceChange {
  readonly status: InvoiceStatus;
  readonly number?: string;
  readonly issuedDate?: string;
  readonly fileUrl?: string | null;
  readonly redNumber?: string;
  readonly redDate?: string;
  readonly reason?: string | null;
  /** Who of the operator's people; absent where the buyer acts. */
  readonly decidedBy?: bigint;
}

/** Moves an invoice. One that is no longer live lets its orders go. Finds no row when it was changed since it was read. */
export function changeInvoice(commit: Commit, invoice: InvoiceVersion, change: InvoiceChange, now: Date): void {
  const { issuedDate, redDate, decidedBy, ...plain } = change;
  const day = (text: string) => sql<Date>`${text}::date`;
  commit.add(
    "changedInvoice",
    unchanged(invoice).set({
      ...plain,
      ...(issuedDate === undefined ? {} : { issuedDate: day(issuedDate) }),
      ...(redDate === undefined ? {} : { redDate: day(redDate) }),
      ...(decidedBy === undefined ? {} : { decidedBy, decidedTime: now }),
    }),
  );
  if (LIVE_INVOICE_STATUSES.includes(change.status)) return;
  commit.add(
    "endedLines",
    db
      .updateTable("omsInvoiceOrder")
      .set({ isLive: false })
      .where("invoiceId", "=", invoice.id)
      .where("isLive", "=", true),
    "any",
  );
}

/** Money of the order goes back: an invoice that is only asked for goes on without it, or is over where it was the last one. */
export function leaveInvoice(commit: Commit, standing: InvoiceStanding, now: Date): void {
  guardOrders(commit, [standing]);
  const { invoice, orderId } = standing;
  if (invoice?.status !== "REQUESTED") return;
  const { lineFen, amountFen } = invoice;
  const isLast = lineFen === amountFen;
  commit.add(
    "leftInvoice",
    unchanged(invoice).set(isLast ? { status: "WITHDRAWN" } : { amountFen: amountFen - lineFen }),
  );
  commit.add(
    "leftLine",
    db
      .updateTable("omsInvoiceOrder")
      .set({ isLive: false, dropTime: now })
      .where("invoiceId", "=", invoice.id)
      .where("orderId", "=", orderId)
      .where("isLive", "=", true),
  );
}

/** Money of an issued invoice went back without its red letter. Finds no row when one was booked since the invoice was read. */
export function oweRedLetter(commit: Commit, invoice: InvoiceVersion): void {
  commit.add("owedInvoice", unchanged(invoice).set({ isOwed: true }));
}

/** The file of an issued invoice. */
export function insertFile(commit: Commit, invoiceId: bigint, format: FileFormat, content: Buffer, now: Date): void {
  commit.add("invoiceFile", db.insertInto("omsInvoiceFile").values({ invoiceId, format, content, createTime: now }));
}
