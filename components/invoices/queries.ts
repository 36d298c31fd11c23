import { infiniteQueryOptions } from "@tanstack/react-query";
import type { InvoiceQueue, IssueInvoiceBody, RedLetterBody } from "@/lib/contracts/desk-invoices.ts";
import type { RequestInvoiceBody } from "@/lib/contracts/invoices.ts";
import { api } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";

/** The member's own, newest first; each page begins where the last one ended. */
export function invoicesQuery() {
  return infiniteQueryOptions({
    queryKey: ["invoices", "own"],
    queryFn: ({ signal, pageParam }) => api("GET /api/invoices", { query: { before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** The orders that may be put on an invoice now; never from the cache, because a refund may have begun. */
export function choicesQuery() {
  return infiniteQueryOptions({
    queryKey: ["invoices", "choices"],
    queryFn: ({ signal, pageParam }) => api("GET /api/invoices/choices", { query: { before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 0,
    gcTime: 0,
  });
}

export function deskInvoicesQuery(queue: InvoiceQueue, query: string) {
  return infiniteQueryOptions({
    queryKey: ["invoices", "desk", queue, query],
    queryFn: ({ signal, pageParam }) =>
      api("GET /api/admin/invoices", { query: { queue, query, after: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

/** Something is done with an invoice, on which the quotes of refunds depend. */
function useActOnInvoice<Body, Answer>(act: (body: Body) => Promise<Answer>) {
  return useAct(act, ["invoices", "refunds"]);
}

/** One opening of the form is one request: tried again with the same key, it is the same. */
export function useRequestInvoice(idempotencyKey: string) {
  return useActOnInvoice((body: RequestInvoiceBody) => api("POST /api/invoices", { body, idempotencyKey }));
}

export function useWithdrawInvoice(invoiceSn: string) {
  return useActOnInvoice(() => api("POST /api/invoices/[invoiceSn]/withdraw", { params: { invoiceSn } }));
}

export function useAskRedLetter(invoiceSn: string) {
  return useActOnInvoice(() => api("POST /api/invoices/[invoiceSn]/red-letter", { params: { invoiceSn } }));
}

export function useIssueInvoice(invoiceSn: string) {
  return useActOnInvoice((body: IssueInvoiceBody) =>
    api("POST /api/admin/invoices/[invoiceSn]/issue", { params: { invoiceSn }, body }),
  );
}

export function useRefuseInvoice(invoiceSn: string) {
  return useActOnInvoice((body: { reason: string }) =>
    api("POST /api/admin/invoices/[invoiceSn]/refuse", { params: { invoiceSn }, body }),
  );
}

export function useBookRedLetter(invoiceSn: string) {
  return useActOnInvoice((body: RedLetterBody) =>
    api("POST /api/admin/invoices/[invoiceSn]/red-letter", { params: { invoiceSn }, body }),
  );
}
