import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { Page } from "@/lib/contracts/envelope.ts";
import type {
  AdminRefundDetail,
  AdminRefundRow,
  RefundQuoteView,
  RefundResultView,
  RequestRefundBody,
  ReviewRefundBody,
} from "@/lib/contracts/refunds.ts";
import type { RefundStatus } from "@/lib/core/states.ts";
import { apiGet, apiPost } from "../data/api-client.ts";

/** The sum as it would be now; never from the cache, because credits are spent and days pass. */
export function refundQuoteQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["refunds", "quote", orderSn],
    queryFn: ({ signal }) => apiGet<RefundQuoteView>(`/api/payment/refund-quote/${orderSn}`, { signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Asks for the refund. The key belongs to one opening of the dialog: sent twice, it is one request. */
export function useRequestRefund(orderSn: string, idempotencyKey: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestRefundBody) =>
      apiPost<RefundResultView>(`/api/payment/refund/${orderSn}`, { body, idempotencyKey }),
    onSuccess: () => {
      for (const room of ["orders", "credits", "subscriptions", "notices"])
        void client.invalidateQueries({ queryKey: [room] });
    },
  });
}

export const REFUNDS_PER_PAGE = 20;

export interface ReviewFilter {
  /** undefined: every status. */
  readonly status: string | undefined;
  readonly pageNum: number;
}

/** Everybody's refunds, for admins. */
export function refundsToReviewQuery({ status, pageNum }: ReviewFilter) {
  return queryOptions({
    queryKey: ["refunds", "review", status, pageNum],
    queryFn: ({ signal }) =>
      apiGet<Page<AdminRefundRow>>("/api/admin/refunds", {
        query: { status, pageNum, pageSize: REFUNDS_PER_PAGE },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function refundToReviewQuery(refundId: string) {
  return queryOptions({
    queryKey: ["refunds", "one", refundId],
    queryFn: ({ signal }) => apiGet<AdminRefundDetail>(`/api/admin/refunds/${refundId}`, { signal }),
  });
}

/** Sends refused stray money back once more. Whatever the answer, the refunds are read again. */
export function useResendStray(refundId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost<{ status: RefundStatus }>(`/api/admin/refunds/${refundId}/resend`),
    onSettled: () => client.invalidateQueries({ queryKey: ["refunds"] }),
  });
}

/** An admin's word about a refund. Whatever the answer, the queue and the refund are read again. */
export function useReviewRefund(refundId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ReviewRefundBody) =>
      apiPost<{ status: RefundStatus }>(`/api/admin/refunds/${refundId}/review`, { body }),
    onSettled: () => client.invalidateQueries({ queryKey: ["refunds"] }),
  });
}
