import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../data/api-client.ts";
import type { OrderFilter } from "./order-filter.ts";

export const ORDERS_PER_PAGE = 10;

export function ordersQuery(filter: OrderFilter) {
  return queryOptions({
    queryKey: ["orders", "list", filter],
    queryFn: ({ signal }) =>
      api("GET /api/payment/orders", { query: { ...filter, pageSize: ORDERS_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function orderQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["orders", "one", orderSn],
    queryFn: ({ signal }) => api("GET /api/payment/order/[orderSn]", { params: { orderSn }, signal }),
  });
}
