import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type {
  AdjustCreditsBody,
  DecideAdjustmentBody,
  MemberRoleBody,
  MemberStatusBody,
} from "@/lib/contracts/members.ts";
import { api } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";

/** Members by how their address or name begins; each page begins where the last one ended. */
export function memberSearchQuery(query: string) {
  return infiniteQueryOptions({
    queryKey: ["members", "search", query],
    queryFn: ({ signal, pageParam }) => api("GET /api/admin/members", { query: { query, after: pageParam }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function memberFileQuery(memberId: string) {
  return queryOptions({
    queryKey: ["members", "file", memberId],
    queryFn: ({ signal }) => api("GET /api/admin/members/[memberId]", { params: { memberId }, signal }),
  });
}

/** Something is done to a member; what waits for a second person is an alert, too. */
function useActOnMember<Body, Answer>(act: (body: Body) => Promise<Answer>) {
  return useAct(act, ["members", "alerts"]);
}

export function useSetStatus(memberId: number) {
  return useActOnMember((body: MemberStatusBody) =>
    api("POST /api/admin/members/[memberId]/status", { params: { memberId }, body }),
  );
}

export function useChangeRole(memberId: number) {
  return useActOnMember((body: MemberRoleBody) =>
    api("POST /api/admin/members/[memberId]/role", { params: { memberId }, body }),
  );
}

export function useSignOut(memberId: number) {
  return useActOnMember((body: { reason: string }) =>
    api("POST /api/admin/members/[memberId]/sign-out", { params: { memberId }, body }),
  );
}

export function useSendResetLink(memberId: number) {
  return useActOnMember((body: { reason: string }) =>
    api("POST /api/admin/members/[memberId]/reset-link", { params: { memberId }, body }),
  );
}

/** One opening of its dialog is one act: tried again with the same key, it gives once. */
export function useAdjustCredits(memberId: number, idempotencyKey: string) {
  return useActOnMember((body: AdjustCreditsBody) =>
    api("POST /api/admin/members/[memberId]/credits", { params: { memberId }, body, idempotencyKey }),
  );
}

export function useDecideAdjustment({ id, memberId }: { id: number; memberId: number }) {
  return useActOnMember((body: DecideAdjustmentBody) =>
    api("POST /api/admin/members/[memberId]/credits/[adjustmentId]", { params: { memberId, adjustmentId: id }, body }),
  );
}
