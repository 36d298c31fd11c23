import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { ChangePlan, ChangeProduct } from "@/lib/contracts/catalog-admin.ts";
import type { CallOf } from "@/lib/contracts/api.ts";
import { api } from "../data/api-client.ts";

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

/** What is shown after a change, also after one that was refused because somebody else was first. */
function useShowAnew() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ["goods"] });
}

export function useCreateProduct() {
  return useMutation({
    mutationFn: (body: CallOf<"POST /api/admin/products">["body"]) => api("POST /api/admin/products", { body }),
    onSettled: useShowAnew(),
  });
}

export function useCreatePlan() {
  return useMutation({
    mutationFn: (body: CallOf<"POST /api/admin/plans">["body"]) => api("POST /api/admin/plans", { body }),
    onSettled: useShowAnew(),
  });
}

export function useChangeProduct(productId: number) {
  return useMutation({
    mutationFn: (body: ChangeProduct) => api("PATCH /api/admin/products/[productId]", { params: { productId }, body }),
    onSettled: useShowAnew(),
  });
}

export function useChangePlan(planId: number) {
  return useMutation({
    mutationFn: (body: ChangePlan) => api("PATCH /api/admin/plans/[planId]", { params: { planId }, body }),
    onSettled: useShowAnew(),
  });
}
