import { createHash, randomBytes } from "node:crypto";
import { audit } from "../accounts/parts.ts";
import type { ExportName } from "../contracts/exports.ts";
import type { Context } from "../core/context.ts";
import { BOM, csvLine } from "../core/csv.ts";
import { dayRange, type DayRange } from "../core/day-range.ts";
import { Commit } from "../db/commit.ts";
import * as columns from "./export-columns.ts";
import * as stored from "./export-store.ts";
import { CLOSING_COLUMNS, readClosings } from "./read-closings.ts";

/** The records of a range as text, batch by batch, the titles first. */
type Records = (range: DayRange, now: Date) => AsyncGenerator<{ readonly text: string; readonly rows: number }, void>;

function recordsOf<Row>(
  read: (range: DayRange, now: Date) => AsyncGenerator<Row[], void>,
  shape: readonly columns.Column<Row>[],
): Records {
  return async function* (range, now) {
    yield { text: BOM + csvLine(shape.map(([title]) => title)), rows: 0 };
    for await (const batch of read(range, now)) {
      const lines = batch.map((row) => csvLine(shape.map(([, cell]) => cell(row))));
      yield { text: lines.join(""), rows: batch.length };
    }
  };
}

const TABLES: Readonly<Record<ExportName, Records>> = {
  orders: recordsOf(stored.readOrders, columns.ORDER_COLUMNS),
  payments: recordsOf(stored.readPayments, columns.PAYMENT_COLUMNS),
  refunds: recordsOf(stored.readRefunds, columns.REFUND_COLUMNS),
  ledger: recordsOf(stored.readLedger, columns.LEDGER_COLUMNS),
  bills: recordsOf(stored.readBills, columns.BILL_COLUMNS),
  differences: recordsOf(stored.readDifferences, columns.DIFFERENCE_COLUMNS),
  closing: recordsOf(readClosings, CLOSING_COLUMNS),
  journal: recordsOf(stored.readJournal, columns.JOURNAL_COLUMNS),
  invoices: recordsOf(stored.readInvoices, columns.INVOICE_COLUMNS),
  audit: recordsOf(stored.readAudit, columns.AUDIT_COLUMNS),
};

interface ExportFile {
  /** Of this export alone: the audit log has it under this name. */
  readonly file: string;
  readonly bytes: AsyncGenerator<Uint8Array, void>;
}

/**
 * Begins a CSV file of the days (docs/rules.md R112): the audit log says who exports what before anything is read. What is
 * in memory does not grow with the file. Throws VALIDATION_FAILED (400) for a range that is none.
 */
export async function exportTable(
  name: ExportName,
  asked: { readonly from?: string | undefined; readonly to?: string | undefined },
  context: Context,
): Promise<ExportFile> {
  const range = dayRange(asked, context.now);
  const { from, to } = range;
  const file = `zhangfang_${name}_${from}_${to}_${randomBytes(4).toString("hex")}.csv`;
  const commit = new Commit("beginExport");
  audit(commit, "EXPORT_STARTED", file, { name, from, to }, context);
  await commit.run();
  return { file, bytes: bytesOf(file, TABLES[name](range, context.now), context) };
}

/**
 * The file in pieces. The audit log has its rows, bytes and SHA-256 before the last piece leaves: whoever has the whole file
 * finds it there, and whoever has less has a file that is not there. Whoever goes away ends the reading.
 */
async function* bytesOf(
  file: string,
  records: ReturnType<Records>,
  { actor }: Context,
): AsyncGenerator<Uint8Array, void> {
  const encoder = new TextEncoder();
  const digest = createHash("sha256");
  let [rows, bytes] = [0, 0];
  let held: Uint8Array | undefined;
  for await (const piece of records) {
    if (held) yield held;
    held = encoder.encode(piece.text);
    digest.update(held);
    rows += piece.rows;
    bytes += held.length;
  }
  const commit = new Commit("finishExport");
  // It may have taken minutes, so this is another unit of work with a clock reading of its own.
  const context = { actor, now: new Date() };
  audit(commit, "EXPORT_FINISHED", file, { rows, bytes, sha256: digest.digest("hex") }, context);
  await commit.run();
  if (held) yield held;
}
