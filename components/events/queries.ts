import {
  infiniteQueryOptions,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import type { AddEndpoint, ChangeEndpoint, ReplayRange } from "@/lib/contracts/webhooks.ts";
import { api } from "../data/api-client.ts";

/** Where events are sent, and below how many credits a customer has few. */
export function webhooksQuery() {
  return queryOptions({
    queryKey: ["webhooks"],
    queryFn: ({ signal }) => api("GET /api/admin/webhook-endpoints", { signal }),
  });
}

/** What waits is sent within seconds, or at its next try. */
const WAITING_POLL_MS = 3_000;

/** What an endpoint was or will be sent, the newest first; each page begins where the last one ended. */
export function deliveriesQuery(endpointId: string) {
  return infiniteQueryOptions({
    queryKey: ["webhooks", endpointId],
    queryFn: ({ signal, pageParam }) =>
      api("GET /api/admin/webhook-endpoints/[endpointId]/deliveries", {
        params: { endpointId },
        query: { after: pageParam },
        signal,
      }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(({ status }) => status === "pending")) ? WAITING_POLL_MS : false,
  });
}

const showAnew = (client: QueryClient) => client.invalidateQueries({ queryKey: ["webhooks"] });

/** The answer alone carries the secret, so it is forgotten with the page that shows it. */
export function useAddEndpoint() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: AddEndpoint) => api("POST /api/admin/webhook-endpoints", { body }),
    gcTime: 0,
    onSuccess: () => void showAnew(client),
  });
}

export function useChangeEndpoint(endpointId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ChangeEndpoint) =>
      api("PATCH /api/admin/webhook-endpoints/[endpointId]", { params: { endpointId }, body }),
    onSettled: () => showAnew(client),
  });
}

export function useDropEndpoint(endpointId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api("DELETE /api/admin/webhook-endpoints/[endpointId]", { params: { endpointId } }),
    onSettled: () => showAnew(client),
  });
}

/** As above: the answer alone carries the secret. */
export function useRotateSecret(endpointId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api("POST /api/admin/webhook-endpoints/[endpointId]/rotate", { params: { endpointId } }),
    gcTime: 0,
    onSuccess: () => void showAnew(client),
  });
}

export function useTestEndpoint(endpointId: number) {
  return useMutation({
    mutationFn: () => api("POST /api/admin/webhook-endpoints/[endpointId]/test", { params: { endpointId } }),
  });
}

export function useReplayRange(endpointId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReplayRange) =>
      api("POST /api/admin/webhook-endpoints/[endpointId]/replay", { params: { endpointId }, body }),
    onSuccess: () => showAnew(client),
  });
}

export function useReplayDelivery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: number) =>
      api("POST /api/admin/webhook-endpoints/deliveries/[deliveryId]/replay", { params: { deliveryId } }),
    onSettled: () => showAnew(client),
  });
}

export function useSaveLowCredits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (lowCredits: number) => api("PUT /api/admin/webhook-endpoints/low-credits", { body: { lowCredits } }),
    onSuccess: () => showAnew(client),
  });
}
