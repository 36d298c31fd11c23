import { INVOICE_QUEUES, type DeskInvoicesQuery, type DeskInvoicesView } from "../contracts/desk-invoices.ts";
import type { InvoiceChoicesView, InvoicesView } from "../contracts/invoices.ts";
import { INVOICE_WINDOW_MS } from "../core/deadlines.ts";
import { yuanNumber } from "../core/money.ts";
import { after } from "../core/time.ts";
import { invoiceable } from "./rules.ts";
import { countOpenInvoices, findChoices, findInvoices, findLastTitle, findOwnInvoices } from "./store.ts";
import { deskInvoiceView, invoiceView } from "./view.ts";

const PAGE = 20;

/** One page, and the place at which the next one begins, from one row more than a page. */
function pageOf<Row>(found: readonly Row[], idOf: (row: Row) => bigint): { rows: Row[]; next: number | null } {
  const rows = found.slice(0, PAGE);
  return { rows, next: found.length > PAGE ? Number(idOf(rows.at(-1)!)) : null };
}

const cursorOf = (id: number | undefined) => (id === undefined ? undefined : BigInt(id));

/** The member's own invoices, newest first. One read. */
export async function listInvoices(memberId: bigint, before?: number): Promise<InvoicesView> {
  const { rows, next } = pageOf(await findOwnInvoices(memberId, cursorOf(before), PAGE + 1), ({ id }) => id);
  return { list: rows.map(invoiceView), next };
}

/** The orders that the member may put on an invoice now, newest first, and what they wrote on the last one. Two reads. */
export async function listChoices(
  memberId: bigint,
  before: number | undefined,
  now: Date,
): Promise<InvoiceChoicesView> {
  const since = after(now, -INVOICE_WINDOW_MS);
  const [found, last] = await Promise.all([
    findChoices(memberId, since, cursorOf(before), PAGE + 1),
    findLastTitle(memberId),
  ]);
  const { rows, next } = pageOf(found, ({ orderId }) => orderId);
  const list = rows.flatMap((order) => {
    const judged = invoiceable(order, now);
    const { orderSn, productName, paymentTime } = order;
    if ("why" in judged || paymentTime === null) return [];
    return [{ orderSn, productName, paymentTime: paymentTime.toISOString(), amount: yuanNumber(judged.amountFen) }];
  });
  return { list, next, last };
}

/** Anybody's invoices for the desk: what is open the oldest first, everything else the newest. Two reads. */
export async function listDeskInvoices({
  queue = "open",
  query,
  after: cursor,
}: DeskInvoicesQuery): Promise<DeskInvoicesView> {
  const wanted = {
    statuses: INVOICE_QUEUES[queue],
    text: query,
    after: cursorOf(cursor),
    isOldestFirst: queue === "open",
  };
  const [found, open] = await Promise.all([findInvoices({ ...wanted, limit: PAGE + 1 }), countOpenInvoices()]);
  const { rows, next } = pageOf(found, ({ id }) => id);
  return { list: rows.map(deskInvoiceView), next, open };
}
