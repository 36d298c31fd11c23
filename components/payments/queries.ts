import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { OrderStatusView } from "@/lib/contracts/orders.ts";
import { api, ApiError, serverNow } from "../data/api-client.ts";
import { isFinal, nextPollIn, type Polling } from "./outcome.ts";
import { MEMBER_ADDRESSES, type PaymentAddresses } from "./payment-addresses.ts";
import { usePaymentCalls } from "./payment-calls.tsx";
import { refreshAfterPayment } from "./refresh.ts";

export const POLL_FOR_MS = 300_000;

/** Of so many polls one asks Alipay itself: a lost notification is found while the buyer waits. */
const ASK_EVERY_POLLS = 5;

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
export function paymentStatusQuery(
  orderSn: string,
  polling: Polling = { until: 0, slowlyUntil: 0 },
  { status, ask }: Pick<PaymentAddresses, "status" | "ask"> = MEMBER_ADDRESSES,
) {
  const queryKey = statusKey(orderSn);
  return queryOptions({
    queryKey,
    queryFn: ({ client, signal }) => {
      const polls = client.getQueryState(queryKey)?.dataUpdateCount ?? 0;
      return polls % ASK_EVERY_POLLS === ASK_EVERY_POLLS - 1 ? ask(orderSn, signal) : status(orderSn, signal);
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

export const ASK_KEY = ["payments", "ask"] as const;

/** Asks Alipay about an order now. */
export function useAskAlipay() {
  const client = useQueryClient();
  const { ask } = usePaymentCalls();
  return useMutation({
    mutationKey: ASK_KEY,
    mutationFn: (orderSn: string) => ask(orderSn),
    onSuccess: (status) => client.setQueryData(statusKey(status.orderSn), status),
  });
}

/** Gives up an unpaid order. A refusal most likely means that it has just been paid, so its state is read again. */
export function useCancelOrder() {
  const client = useQueryClient();
  const { cancel } = usePaymentCalls();
  return useMutation({
    mutationFn: (orderSn: string) => cancel(orderSn),
    onSuccess: (status) => client.setQueryData(statusKey(status.orderSn), status),
    onError: (_, orderSn) => client.invalidateQueries({ queryKey: statusKey(orderSn) }),
    onSettled: () => refreshAfterPayment(client),
  });
}
