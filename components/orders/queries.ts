import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Page } from "@/lib/contracts/envelope.ts";
import type { OrderDetail, OrderRow } from "@/lib/contracts/orders.ts";
import { apiGet } from "../data/api-client.ts";
import type { OrderFilter } from "./order-filter.ts";

export const ORDERS_PER_PAGE = 10;

export function ordersQuery(filter: OrderFilter) {
  return queryOptions({
    queryKey: ["orders", "list", filter],
    queryFn: ({ signal }) =>
      apiGet<Page<OrderRow>>("/api/payment/orders", { query: { ...filter, pageSize: ORDERS_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function orderQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["orders", "one", orderSn],
    queryFn: ({ signal }) => apiGet<OrderDetail>(`/api/payment/order/${orderSn}`, { signal }),
  });
}
