import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ConsumeCreditsBody } from "@/lib/contracts/credits.ts";
import { api } from "../data/api-client.ts";

export const ENTRIES_PER_PAGE = 20;

export function balanceQuery() {
  return queryOptions({
    queryKey: ["credits", "balance"],
    queryFn: ({ signal }) => api("GET /api/credits/balance", { signal }),
  });
}

export function ledgerQuery(pageNum: number) {
  return queryOptions({
    queryKey: ["credits", "ledger", pageNum],
    queryFn: ({ signal }) => api("GET /api/credits/ledger", { query: { pageNum, pageSize: ENTRIES_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useConsume() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConsumeCreditsBody) => api("POST /api/credits/consume", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["credits"] }),
  });
}
