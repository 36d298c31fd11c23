import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { CashierView } from "@/lib/contracts/orders.ts";
import { serverNow } from "../data/api-client.ts";
import { useReturn } from "../shell/use-return.ts";
import { isClosed, nextPollIn, outcomeOf, type Outcome } from "./outcome.ts";
import { usePaymentCalls } from "./payment-calls.tsx";
import { ASK_KEY, paymentStatusQuery, POLL_FOR_MS, useAskAlipay } from "./queries.ts";
import { refreshAfterPayment } from "./refresh.ts";
import { useNow } from "./use-now.ts";

/** An order that may be paid any moment. `expireTime` null: not known here. */
export type AwaitedOrder = Pick<CashierView, "orderSn"> & { readonly expireTime: string | null };

export interface PaymentState {
  readonly outcome: Outcome;
  /** The last question was not answered; the next one may be. */
  readonly error: Error | null;
  readonly isAsking: boolean;
  /** Asks Alipay now. */
  readonly ask: () => void;
  /** Asks, and goes on asking for another five minutes. */
  readonly follow: () => void;
}

const SETTLED: readonly Outcome[] = ["delivered", "delayed", "closed", "expired", "cancelled", "refunded"];

/**
 * Follows an order (null: there is none yet): polls, and asks Alipay and polls on whenever the buyer comes back to this page.
 * `since` (ms, the server's clock): the moment at which the order was read; not given: now. `slowlyUntil`: as for Polling.
 */
export function usePaymentState(order: AwaitedOrder | null, since?: number, slowlyUntil = 0): PaymentState {
  const [until, setUntil] = useState(() => (since ?? serverNow()) + POLL_FOR_MS);
  const polling = { until, slowlyUntil };
  const calls = usePaymentCalls();
  const { data, error } = useQuery({
    ...paymentStatusQuery(order?.orderSn ?? "", polling, calls),
    enabled: order !== null,
  });
  const client = useQueryClient();
  const asking = useAskAlipay();
  const now = useNow(since);
  const closeReason = calls.useCloseReason(order?.orderSn ?? "", isClosed(data));
  const expireTime = order?.expireTime ?? null;
  const outcome = outcomeOf(data, { expireTime, isPolling: nextPollIn(polling, now) !== false, closeReason }, now);

  const ask = () => order && asking.mutate(order.orderSn);
  const follow = () => {
    setUntil(serverNow() + POLL_FOR_MS);
    ask();
  };
  // A return is said by several events at once.
  useReturn(() => SETTLED.includes(outcome) || client.isMutating({ mutationKey: ASK_KEY }) > 0 || follow());
  useRefresh(outcome);

  return { outcome, error: asking.error ?? error, isAsking: asking.isPending, ask, follow };
}

/** Balance, plan, history and messages are read anew once the order has come to its end. */
function useRefresh(outcome: Outcome): void {
  const client = useQueryClient();
  const isSettled = SETTLED.includes(outcome);
  useEffect(() => {
    if (isSettled) refreshAfterPayment(client);
  }, [client, isSettled]);
}
