import { queryOptions } from "@tanstack/react-query";
import type { CreateSubscriptionOrderBody } from "@/lib/contracts/orders.ts";
import type { CurrentSubscriptionView, PurchasePreviewView } from "@/lib/contracts/subscriptions.ts";
import { apiGet } from "../data/api-client.ts";

export function currentSubscriptionQuery() {
  return queryOptions({
    queryKey: ["subscriptions", "current"],
    queryFn: ({ signal }) => apiGet<CurrentSubscriptionView | null>("/api/subscription/current", { signal }),
  });
}

/** What buying this plan now would do. */
export function purchasePreviewQuery({ planId, billingCycle }: CreateSubscriptionOrderBody) {
  return queryOptions({
    queryKey: ["subscriptions", "preview", planId, billingCycle],
    queryFn: ({ signal }) =>
      apiGet<PurchasePreviewView>("/api/subscription/preview", { query: { planId, billingCycle }, signal }),
  });
}
