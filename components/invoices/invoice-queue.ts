import { INVOICE_QUEUE_NAMES, type InvoiceQueue } from "@/lib/contracts/desk-invoices.ts";

export const INVOICE_QUEUE_WORDS: readonly { readonly queue: InvoiceQueue; readonly words: string }[] = [
  { queue: "open", words: "待办" },
  { queue: "issued", words: "已开" },
  { queue: "red", words: "已冲红" },
  { queue: "ended", words: "未开" },
  { queue: "all", words: "全部" },
];

/** What the address asks for; a queue that there is not is the open one. */
export function invoiceQueueOf(search: Pick<URLSearchParams, "get">): { queue: InvoiceQueue; query: string } {
  const queue = INVOICE_QUEUE_NAMES.find((name) => name === search.get("queue")) ?? "open";
  return { queue, query: search.get("query") ?? "" };
}
