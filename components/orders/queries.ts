import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../data/api-client.ts";
import { refreshAfterPayment } from "../payments/refresh.ts";
import type { PageSizes } from "../ui/pages.tsx";
import type { OrderFilter } from "./order-filter.ts";

/** The page sizes to choose from, and the one that is meant where none is chosen. */
export const ORDERS_PER_PAGE: PageSizes = { usual: 20, choices: [10, 20, 50, 100] };

/** What the server is asked for a filter. */
export function ordersQuestion(filter: OrderFilter) {
  return { ...filter, pageSize: filter.pageSize ?? String(ORDERS_PER_PAGE.usual) };
}

export function ordersQuery(filter: OrderFilter) {
  return queryOptions({
    queryKey: ["orders", "list", filter],
    queryFn: ({ signal }) => api("GET /api/payment/orders", { query: ordersQuestion(filter), signal }),
    placeholderData: keepPreviousData,
  });
}

export function orderQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["orders", "one", orderSn],
    queryFn: ({ signal }) => api("GET /api/payment/order/[orderSn]", { params: { orderSn }, signal }),
  });
}

/** Looks for a payment by a number; the search may settle the payment and deliver its goods. */
export function useFindPayment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (number: string) => api("POST /api/payment/find", { body: { number } }),
    onSuccess: () => refreshAfterPayment(client),
  });
}
