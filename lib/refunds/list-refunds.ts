import { pageOf, type Page } from "../contracts/envelope.ts";
import type { AdminRefundDetail, AdminRefundRow, ListRefundsQuery, RefundRow } from "../contracts/refunds.ts";
import { AppError } from "../core/errors.ts";
import { invariant } from "../core/assert.ts";
import { sumLines } from "./desk-words.ts";
import { countRefunds, findBuyer, findListedRefund, findRefunds, findReviews, type RefundFilter } from "./store.ts";
import { adminRefundDetail, adminRefundRow, refundRow } from "./view.ts";

/** Other refunds of the buyer that are shown. */
const OTHERS_SHOWN = 20;

async function pageOfRefunds(filter: RefundFilter, { pageNum = 1, pageSize = 20 }: ListRefundsQuery) {
  const [found, total] = await Promise.all([
    findRefunds(filter, pageSize, (pageNum - 1) * pageSize),
    countRefunds(filter),
  ]);
  return { found, page: <Row>(list: Row[]) => pageOf(list, total, pageNum, pageSize) };
}

/** The member's own refunds, newest first. Two reads side by side. */
export async function listRefunds(memberId: bigint, query: ListRefundsQuery): Promise<Page<RefundRow>> {
  const { found, page } = await pageOfRefunds({ memberId, status: query.status, orderSn: query.orderSn }, query);
  return page(found.map(refundRow));
}

/** All refunds for admins, newest first, with risk marks. Two reads side by side. */
export async function listRefundsForReview(query: ListRefundsQuery): Promise<Page<AdminRefundRow>> {
  const { found, page } = await pageOfRefunds({ status: query.status, orderSn: query.orderSn }, query);
  return page(found.map(adminRefundRow));
}

/** One refund with everything needed for the review. Four reads in two steps. Throws REFUND_NOT_FOUND (404). */
export async function getRefundForReview(adminId: bigint, refundId: bigint): Promise<AdminRefundDetail> {
  const refund = await findListedRefund(refundId);
  if (!refund) throw new AppError("REFUND_NOT_FOUND");
  const [reviews, buyer, refunds] = await Promise.all([
    findReviews(refundId),
    findBuyer(refund.memberId),
    findRefunds({ memberId: refund.memberId }, OTHERS_SHOWN + 1, 0),
  ]);
  invariant(buyer, "a refund belongs to a member");
  const others = refunds.filter((other) => other.id !== refundId).slice(0, OTHERS_SHOWN);
  return adminRefundDetail(refund, sumLines, reviews, buyer, others, adminId);
}

/** Refunds of one order that are shown. */
const ORDER_REFUNDS_SHOWN = 50;

/** The refunds of one order, newest first. One read. */
export async function listOrderRefunds(orderId: bigint): Promise<RefundRow[]> {
  return (await findRefunds({ orderId }, ORDER_REFUNDS_SHOWN, 0)).map(refundRow);
}
