import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ChangePlan, ChangeProduct } from "@/lib/contracts/catalog-admin.ts";
import type { CallOf } from "@/lib/contracts/api.ts";
import { api } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";

/** A pack or a plan, as the desk's addresses call them. */
export type GoodsKind = "products" | "plans";

/** Every pack, off sale too. */
export function productsQuery() {
  return queryOptions({
    queryKey: ["goods", "products"],
    queryFn: ({ signal }) => api("GET /api/admin/products", { signal }),
  });
}

/** Every plan, off sale too. */
export function plansQuery() {
  return queryOptions({
    queryKey: ["goods", "plans"],
    queryFn: ({ signal }) => api("GET /api/admin/plans", { signal }),
  });
}

/** Who changed what, newest first; each page begins where the last one ended. */
export function versionsQuery(kind: GoodsKind, id: number) {
  return infiniteQueryOptions({
    queryKey: ["goods", kind, id, "versions"],
    queryFn: ({ signal, pageParam }) => {
      const query = { before: pageParam };
      return kind === "products"
        ? api("GET /api/admin/products/[productId]/versions", { params: { productId: id }, query, signal })
        : api("GET /api/admin/plans/[planId]/versions", { params: { planId: id }, query, signal });
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

const GOODS = ["goods"];

export function useCreateProduct() {
  return useAct((body: CallOf<"POST /api/admin/products">["body"]) => api("POST /api/admin/products", { body }), GOODS);
}

export function useCreatePlan() {
  return useAct((body: CallOf<"POST /api/admin/plans">["body"]) => api("POST /api/admin/plans", { body }), GOODS);
}

export function useChangeProduct(productId: number) {
  return useAct(
    (body: ChangeProduct) => api("PATCH /api/admin/products/[productId]", { params: { productId }, body }),
    GOODS,
  );
}

export function useChangePlan(planId: number) {
  return useAct((body: ChangePlan) => api("PATCH /api/admin/plans/[planId]", { params: { planId }, body }), GOODS);
}
