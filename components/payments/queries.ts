import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { CashierView, OrderStatusView } from "@/lib/contracts/orders.ts";
import { api, ApiError, serverNow } from "../data/api-client.ts";
import { isFinal, nextPollIn, type Polling } from "./outcome.ts";
import type { Purchase } from "./purchase.ts";

export const POLL_FOR_MS = 300_000;

/** Of so many polls one asks Alipay itself: a lost notification is found while the buyer waits. */
const ASK_EVERY_POLLS = 5;

/** Makes the order, or finds the one that waits; either way the answer leads to the cashier. */
export function openCashier({ order, amount }: Purchase, idempotencyKey: string): Promise<CashierView> {
  // What costs another sum by now is not ordered.
  const expectedAmount = amount;
  switch (order.kind) {
    case "credits":
      return api("POST /api/payment/create-credits-order", { body: { ...order.body, expectedAmount }, idempotencyKey });
    case "subscription":
      return api("POST /api/payment/create-subscription-order", {
        body: { ...order.body, expectedAmount },
        idempotencyKey,
      });
    case "placed":
      return continuePaying(order.orderSn);
  }
}

/** `cashier`: the desktop cashier, also on a phone. */
export function continuePaying(orderSn: string, cashier?: "PAGE"): Promise<CashierView> {
  return api("POST /api/payment/pay/[orderSn]", { params: { orderSn }, query: { cashier } });
}

/** Whether the shop sells and Alipay answers; looked at again every minute while the page is in front. */
export function salesQuery() {
  return queryOptions({
    queryKey: ["sales"],
    queryFn: ({ signal }) => api("GET /api/sales", { signal }),
    refetchInterval: 60_000,
  });
}

const statusKey = (orderSn: string) => ["payments", "status", orderSn] as const;

/**
 * The state of an order while its buyer waits: polled until it is final or the polling is over, also while the cashier
 * covers this window. A refusal (signed out, not theirs) ends it too; silence does not.
 */
export function paymentStatusQuery(orderSn: string, polling: Polling = { until: 0, slowlyUntil: 0 }) {
  const queryKey = statusKey(orderSn);
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }) => {
      const polls = client.getQueryState(queryKey)?.dataUpdateCount ?? 0;
      return polls % ASK_EVERY_POLLS === ASK_EVERY_POLLS - 1
        ? api("POST /api/payment/sync/[orderSn]", { params: { orderSn }, signal })
        : api("GET /api/payment/order-status/[orderSn]", { params: { orderSn }, signal });
    },
    refetchInterval: ({ state }) => !isOver(state.data, state.error) && nextPollIn(polling, serverNow()),
    refetchIntervalInBackground: true,
    refetchOnWindowFocus: false,
    staleTime: 0,
    retry: false,
  });
}

function isOver(status: OrderStatusView | undefined, error: Error | null): boolean {
  if (error instanceof ApiError && !error.isTransient && error.code !== "TOO_MANY_REQUESTS") return true;
  return status !== undefined && isFinal(status);
}

/** Whatever a payment may have changed is read anew. */
export function refreshAfterPayment(client: QueryClient): void {
  for (const room of ["orders", "credits", "subscriptions", "notices"])
    void client.invalidateQueries({ queryKey: [room] });
}

export const ASK_KEY = ["payments", "ask"] as const;

/** Asks Alipay about an order now. */
export function useAskAlipay() {
  const client = useQueryClient();
  return useMutation({
    mutationKey: ASK_KEY,
    mutationFn: (orderSn: string) => api("POST /api/payment/sync/[orderSn]", { params: { orderSn } }),
    onSuccess: (status) => client.setQueryData(statusKey(status.orderSn), status),
  });
}

/** Gives up an unpaid order. A refusal most likely means that it has just been paid, so its state is read again. */
export function useCancelOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (orderSn: string) => api("POST /api/payment/cancel/[orderSn]", { params: { orderSn } }),
    onSuccess: (status) => client.setQueryData(statusKey(status.orderSn), status),
    onError: (_, orderSn) => client.invalidateQueries({ queryKey: statusKey(orderSn) }),
    onSettled: () => refreshAfterPayment(client),
  });
}
