import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  ConsumeCreditsBody,
  ConsumptionView,
  CreditBalanceView,
  LedgerEntryView,
} from "@/lib/contracts/credits.ts";
import type { Page } from "@/lib/contracts/envelope.ts";
import { apiGet, apiPost } from "../data/api-client.ts";

export const ENTRIES_PER_PAGE = 20;

export function balanceQuery() {
  return queryOptions({
    queryKey: ["credits", "balance"],
    queryFn: ({ signal }) => apiGet<CreditBalanceView>("/api/credits/balance", { signal }),
  });
}

export function ledgerQuery(pageNum: number) {
  return queryOptions({
    queryKey: ["credits", "ledger", pageNum],
    queryFn: ({ signal }) =>
      apiGet<Page<LedgerEntryView>>("/api/credits/ledger", { query: { pageNum, pageSize: ENTRIES_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useConsume() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ConsumeCreditsBody) => apiPost<ConsumptionView>("/api/credits/consume", { body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["credits"] }),
  });
}
