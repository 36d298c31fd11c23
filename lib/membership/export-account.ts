import {
  accountExport,
  invoiceExport,
  ledgerExport,
  lotExport,
  messageExport,
  orderExport,
  paymentExport,
  periodExport,
  refundExport,
} from "./view.ts";
import {
  EXPORT_ROWS,
  findAccount,
  findInvoices,
  findLedger,
  findLots,
  findMessages,
  findOrders,
  findPayments,
  findPeriods,
  findRefunds,
} from "./store.ts";

/** The next rows of a list as JSON, and the id of the last of them; null: these were the last. */
type NextPage = (memberId: bigint, after: bigint) => Promise<{ texts: string[]; last: bigint | null }>;

function pagesOf<Row extends { readonly id: bigint }>(
  find: (memberId: bigint, after: bigint) => Promise<Row[]>,
  view: (row: Row) => object,
): NextPage {
  return async (memberId, after) => {
    const rows = await find(memberId, after);
    const last = rows.length < EXPORT_ROWS ? null : rows.at(-1)!.id;
    return { texts: rows.map((row) => JSON.stringify(view(row))), last };
  };
}

const LISTS: Readonly<Record<string, NextPage>> = {
  orders: pagesOf(findOrders, orderExport),
  payments: pagesOf(findPayments, paymentExport),
  refunds: pagesOf(findRefunds, refundExport),
  invoices: pagesOf(findInvoices, invoiceExport),
  lots: pagesOf(findLots, lotExport),
  ledger: pagesOf(findLedger, ledgerExport),
  periods: pagesOf(findPeriods, periodExport),
  messages: pagesOf(findMessages, messageExport),
};

/**
 * Everything that is kept of the member, as the text of one JSON object, piece by piece: never more than EXPORT_ROWS rows are
 * in memory, however long the member has been here. Each piece is its own read. Throws BUSY (503).
 */
export async function* exportAccount(memberId: bigint, now: Date): AsyncGenerator<string, void> {
  yield `{"account":${JSON.stringify(accountExport(await findAccount(memberId), now))}`;
  for (const [name, nextPage] of Object.entries(LISTS)) {
    yield `,${JSON.stringify(name)}:[`;
    let separator = "";
    for (let after: bigint | null = 0n; after !== null;) {
      const { texts, last }: Awaited<ReturnType<NextPage>> = await nextPage(memberId, after);
      if (texts.length > 0) yield separator + texts.join(",");
      separator = ",";
      after = last;
    }
    yield "]";
  }
  yield "}";
}
