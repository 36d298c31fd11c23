import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { SwitchSales } from "@/lib/contracts/sales.ts";
import { api } from "../data/api-client.ts";

/** The operator's view of the sales; looked at again every minute while the page is in front. */
export function adminSalesQuery() {
  return queryOptions({
    queryKey: ["sales", "admin"],
    queryFn: ({ signal }) => api("GET /api/admin/sales", { signal }),
    refetchInterval: 60_000,
  });
}

/** Stops or starts sales. */
export function useSwitchSales() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SwitchSales) => api("POST /api/admin/sales", { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["sales"] }),
  });
}
