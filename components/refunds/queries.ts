import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { RequestRefundBody, ResolveRefundBody, ReviewRefundBody } from "@/lib/contracts/refunds.ts";
import type { RefundStatus } from "@/lib/core/states.ts";
import { api, ApiError } from "../data/api-client.ts";
import { useAct } from "../data/use-act.ts";

/** The sum as it would be now; never from the cache, because credits are spent and days pass. */
export function refundQuoteQuery(orderSn: string) {
  return queryOptions({
    queryKey: ["refunds", "quote", orderSn],
    queryFn: ({ signal }) => api("GET /api/payment/refund-quote/[orderSn]", { params: { orderSn }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** Asks for the refund. The key belongs to one opening of the dialog: sent twice, it is one request. */
export function useRequestRefund(orderSn: string, idempotencyKey: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestRefundBody) =>
      api("POST /api/payment/refund/[orderSn]", { params: { orderSn }, body, idempotencyKey }),
    // The new sum stands in the dialog before the buyer presses again.
    onError: (error) => {
      if (error instanceof ApiError && error.code === "REFUND_AMOUNT_CHANGED")
        return client.invalidateQueries({ queryKey: refundQuoteQuery(orderSn).queryKey });
    },
    onSuccess: () => {
      for (const room of ["orders", "credits", "subscriptions", "notices"])
        void client.invalidateQueries({ queryKey: [room] });
    },
  });
}

export const REFUNDS_PER_PAGE = 20;

export interface ReviewFilter {
  /** undefined: every status. */
  readonly status: RefundStatus | undefined;
  readonly pageNum: number;
}

/** Everybody's refunds, for admins. */
export function refundsToReviewQuery({ status, pageNum }: ReviewFilter) {
  return queryOptions({
    queryKey: ["refunds", "review", status, pageNum],
    queryFn: ({ signal }) =>
      api("GET /api/admin/refunds", {
        query: { status, pageNum, pageSize: REFUNDS_PER_PAGE },
        signal,
      }),
    placeholderData: keepPreviousData,
  });
}

export function refundToReviewQuery(refundId: string) {
  return queryOptions({
    queryKey: ["refunds", "one", refundId],
    queryFn: ({ signal }) => api("GET /api/admin/refunds/[refundId]", { params: { refundId }, signal }),
  });
}

/** Refunds a refused stray payment again. */
export function useResendStray(refundId: number) {
  return useAct(() => api("POST /api/admin/refunds/[refundId]/resend", { params: { refundId } }), ["refunds"]);
}

/** Ends a refund that the channel neither pays nor finds. */
export function useResolveRefund(refundId: number) {
  return useAct(
    (body: ResolveRefundBody) => api("POST /api/admin/refunds/[refundId]/resolve", { params: { refundId }, body }),
    ["refunds"],
  );
}

/** Reviews a refund. */
export function useReviewRefund(refundId: number) {
  return useAct(
    (body: ReviewRefundBody) => api("POST /api/admin/refunds/[refundId]/review", { params: { refundId }, body }),
    ["refunds"],
  );
}
