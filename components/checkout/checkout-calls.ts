import { useQuery } from "@tanstack/react-query";
import type { CheckoutView } from "@/lib/contracts/checkout.ts";
import { api } from "../data/api-client.ts";
import type { PaymentCalls } from "../payments/payment-calls.tsx";
import { checkoutPath } from "@/lib/contracts/checkout-path.ts";
import { checkoutQuery } from "./queries.ts";

/** The payment of a checkout session: its cookie says whose it is, and its order is the session's. */
export function checkoutCalls(
  { id: sessionId, payer }: Pick<CheckoutView, "id" | "payer">,
  amount: number,
): PaymentCalls {
  const params = { sessionId };
  const pay = (cashier?: "PAGE") =>
    api("POST /api/checkout/[sessionId]/pay", { params, query: { cashier }, body: { expectedAmount: amount } });
  const status = (signal?: AbortSignal) =>
    api("GET /api/checkout/[sessionId]/status", { params, ...(signal && { signal }) });
  return {
    open: () => pay(),
    again: (_, cashier) => pay(cashier),
    status: (_, signal) => status(signal),
    ask: (_, signal) => api("POST /api/checkout/[sessionId]/ask", { params, ...(signal && { signal }) }),
    cancel: async () => {
      await api("POST /api/checkout/[sessionId]/cancel", { params });
      return status();
    },
    useCloseReason: (orderSn, isOver) => {
      const { data } = useQuery({ ...checkoutQuery(sessionId), enabled: isOver });
      return (data?.order?.orderSn === orderSn && data.order.closeReason) || null;
    },
    usePayer: () => payer,
    payPath: () => checkoutPath(sessionId),
    returnPath: () => checkoutPath(sessionId),
    isPortable: false,
  };
}
