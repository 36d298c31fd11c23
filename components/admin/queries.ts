import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { DeskQuoteQuery, DeskRefundBody } from "@/lib/contracts/desk-refunds.ts";
import type { AddTarget } from "@/lib/contracts/operators.ts";
import type { CreateServiceKeyBody, RotateServiceKeyBody } from "@/lib/contracts/service-keys.ts";
import type { SaveSettings } from "@/lib/contracts/settings.ts";
import { api } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";

export const ALERTS_PER_PAGE = 20;

/** An order's page shows its alerts, and what is done to the order may close one. */
const ORDERS_AND_ALERTS = ["alerts", "orders"];

export function alertsQuery(pageNum: number) {
  return queryOptions({
    queryKey: ["alerts", pageNum],
    queryFn: ({ signal }) => api("GET /api/admin/alerts", { query: { pageNum, pageSize: ALERTS_PER_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** close: dealt with · release: refunds the payment. */
export type AlertAct = "close" | "release";

export function useActOnAlert(alertId: number) {
  return useAct(
    (act: AlertAct) => api(`POST /api/admin/alerts/[alertId]/${act}`, { params: { alertId } }),
    ORDERS_AND_ALERTS,
  );
}

/** book-refund: counts a refund that was made outside · release: lets the goods go that it holds. */
export type OutsideAct = "book-refund" | "release";

export function useSettleOutside(alertId: number) {
  return useAct(
    ({ act, reason }: { act: OutsideAct; reason: string }) =>
      api(`POST /api/admin/alerts/[alertId]/${act}`, { params: { alertId }, body: { reason } }),
    ORDERS_AND_ALERTS,
  );
}

/** Every key ever made, newest first, without its secret. */
export function serviceKeysQuery() {
  return queryOptions({
    queryKey: ["service-keys"],
    queryFn: ({ signal }) => api("GET /api/admin/service-keys", { signal }),
  });
}

/** Makes a key. The answer alone carries it, so the answer is forgotten with the page that shows it. */
export function useCreateServiceKey() {
  const client = useQueryClient();
  const create = async (body: CreateServiceKeyBody) => {
    const made = await api("POST /api/admin/service-keys", { body });
    // A first list that left before the key was made would be waited for instead of being asked again.
    await client.cancelQueries({ queryKey: ["service-keys"] });
    return made;
  };
  return useAct(create, ["service-keys"], { gcTime: 0 });
}

/** Makes a key in the place of another. The answer alone carries it. */
export function useRotateServiceKey(keyId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RotateServiceKeyBody) =>
      api("POST /api/admin/service-keys/[keyId]/rotate", { params: { keyId }, body }),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: ["service-keys"] }),
  });
}

export function useRevokeServiceKey() {
  return useAct(
    (keyId: number) => api("DELETE /api/admin/service-keys/[keyId]", { params: { keyId } }),
    ["service-keys"],
  );
}

/** What the admins have set. */
export function settingsQuery() {
  return queryOptions({
    queryKey: ["settings"],
    queryFn: ({ signal }) => api("GET /api/admin/settings", { signal }),
  });
}

export function useSaveSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SaveSettings) => api("PUT /api/admin/settings", { body }),
    onSuccess: (saved) => client.setQueryData(settingsQuery().queryKey, saved),
    onSettled: () => Promise.all(["settings", "support"].map((room) => client.invalidateQueries({ queryKey: [room] }))),
  });
}

export function useSaveMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (png: string | null) => api("PUT /api/admin/settings/mark", { body: { png } }),
    onSuccess: (saved) => client.setQueryData(settingsQuery().queryKey, saved),
  });
}

/** Where the operator's people are told of alerts. */
export function operatorTargetsQuery() {
  return queryOptions({
    queryKey: ["operator-targets"],
    queryFn: ({ signal }) => api("GET /api/admin/operator-targets", { signal }),
  });
}

export function useAddTarget() {
  return useAct((body: AddTarget) => api("POST /api/admin/operator-targets", { body }), ["operator-targets"]);
}

export function useDropTarget(targetId: number) {
  return useAct(
    () => api("DELETE /api/admin/operator-targets/[targetId]", { params: { targetId } }),
    ["operator-targets"],
  );
}

/** Sends one message there now. */
export function useTestTarget(targetId: number) {
  return useAct(() => api("POST /api/admin/operator-targets/[targetId]/test", { params: { targetId } }), []);
}

/** The shop's orders, or those that a number or an address belongs to; each page begins where the last one ended. */
export function orderSearchQuery(query: string) {
  return infiniteQueryOptions({
    queryKey: ["orders", "search", query],
    queryFn: ({ signal, pageParam }) => api("GET /api/admin/orders", { query: { query, before: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function orderFileQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["orders", "file", orderSn],
    queryFn: ({ signal }) => api("GET /api/admin/orders/[orderSn]", { params: { orderSn }, signal }),
  });
}

/** Queries Alipay about the order and settles the result. */
export function useAskAlipay(orderSn: string) {
  return useAct(() => api("POST /api/admin/orders/[orderSn]/sync", { params: { orderSn } }), ORDERS_AND_ALERTS);
}

/** What a refund like this would do now; never from the cache, because credits are spent and money goes back. */
export function deskQuoteQuery(orderSn: string, wish: DeskQuoteQuery) {
  return queryOptions({
    queryKey: ["orders", "desk-quote", orderSn, wish],
    queryFn: ({ signal }) =>
      api("GET /api/admin/orders/[orderSn]/refund", { params: { orderSn }, query: wish, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Starts the refund. The key belongs to one opening of the dialog: sent twice, it is one refund. */
export function useStartRefund(orderSn: string, idempotencyKey: string) {
  return useAct(
    (body: DeskRefundBody) =>
      api("POST /api/admin/orders/[orderSn]/refund", { params: { orderSn }, body, idempotencyKey }),
    [...ORDERS_AND_ALERTS, "refunds"],
  );
}

/** Closes an unpaid order. */
export function useCloseOrder(orderSn: string) {
  return useAct(
    (reason: string) => api("POST /api/admin/orders/[orderSn]/close", { params: { orderSn }, body: { reason } }),
    ORDERS_AND_ALERTS,
  );
}

/** Retries a failed delivery. */
export function useRedeliver(orderSn: string) {
  return useAct(() => api("POST /api/admin/orders/[orderSn]/redeliver", { params: { orderSn } }), ORDERS_AND_ALERTS);
}
