import { queryOptions } from "@tanstack/react-query";
import type { CreateSubscriptionOrderBody } from "@/lib/contracts/orders.ts";
import { api } from "../data/api-client.ts";

export function currentSubscriptionQuery() {
  return queryOptions({
    queryKey: ["subscriptions", "current"],
    queryFn: ({ signal }) => api("GET /api/subscription/current", { signal }),
  });
}

/** What buying this plan now would do. */
export function purchasePreviewQuery({ planId, billingCycle }: CreateSubscriptionOrderBody) {
  return queryOptions({
    queryKey: ["subscriptions", "preview", planId, billingCycle],
    queryFn: ({ signal }) => api("GET /api/subscription/preview", { query: { planId, billingCycle }, signal }),
  });
}
