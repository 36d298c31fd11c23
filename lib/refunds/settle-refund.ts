import { raiseAlert } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { yuanText } from "../core/money.ts";
import type { RefundStatus } from "../core/states.ts";
import type { Answer } from "../core/trade.ts";
import { commit, retryOnConflict, type Part } from "../db/commit.ts";
import { releaseGoods, takeBackGoods } from "../delivery/take-back-goods.ts";
import { log } from "../log.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeFacts, NoticeKind } from "../notices/rules.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { markReturned } from "../payments/parts.ts";
import { getRefund } from "./get-refund.ts";
import { finishRefund } from "./parts.ts";
import { isFinalNo, isStuck, SHORT_OF_MONEY } from "./rules.ts";
import type { StoredRefund } from "./store.ts";

/**
 * The one place where money out comes true. Done: goods taken back, order REFUNDED. Refused: what was held is given back,
 * buyer and operator are told. Unknown, and a purse that is short: nothing changes, it is asked again. Harmless when
 * repeated or concurrent. One read, one commit; a plan needs one read more. Returns the refund's status.
 */
export function settleRefund(id: bigint, said: Answer<unknown>, context: Context): Promise<RefundStatus> {
  return retryOnConflict(async () => {
    const refund = await getRefund(id);
    if (refund.status !== "SENT") return refund.status;
    const answer = believed(said, refund, context.now);
    if (answer.outcome === "done") {
      await commit(await successParts(refund, context));
      return "SUCCESS";
    }
    if (answer.outcome === "refused" && answer.code !== SHORT_OF_MONEY) {
      log.error({ orderSn: refund.orderSn, code: answer.code }, "alipay refused a refund");
      await commit(await refusalParts(refund, answer, context));
      return "REFUSED";
    }
    await tellOperator(refund, answer, context.now);
    return "SENT";
  });
}

/** A no that is not the last word decides nothing (decision 10). A purse that is short never does. */
function believed(said: Answer<unknown>, { sendCount, sentTime }: StoredRefund, now: Date): Answer<unknown> {
  if (said.outcome !== "refused" || said.code === SHORT_OF_MONEY || isFinalNo(sendCount, sentTime, now)) return said;
  return { outcome: "unknown", reason: `refused when sent again: ${said.code}` };
}

async function successParts(refund: StoredRefund, context: Context): Promise<Part[]> {
  const { id, orderId, memberId, productName, outRequestNo, amountFen, tradeNo } = refund;
  const finished = finishRefund(refund, "SUCCESS", null, context.now);
  if (refund.kind === "STRAY")
    return [
      finished,
      markReturned(refund.paymentId),
      recordEvent(orderId, "STRAY_REFUNDED", { tradeNo, amountFen }, context),
      refundNotice(refund, "STRAY_REFUNDED", tradeNo, {}, context.now),
    ];
  const event = { type: "REFUNDED", detail: { outRequestNo, amountFen } };
  return [
    finished,
    ...moveOrder({ id: orderId, status: refund.orderStatus }, "REFUNDED", { refundedFen: amountFen }, event, context),
    ...(await takeBackGoods({ orderId, memberId, productName, refundId: id }, refund.quote.held, context)),
    refundNotice(refund, "REFUNDED", outRequestNo, {}, context.now),
  ];
}

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A stray payment that Alipay does not take back stays booked as stray: an operator decides. */
async function refusalParts(refund: StoredRefund, { code, message }: Refusal, context: Context): Promise<Part[]> {
  const { outRequestNo, orderSn } = refund;
  const refusal = `${code}: ${message}`.slice(0, 500);
  const alert = raiseAlert("REFUND_REFUSED", outRequestNo, orderSn, { code, message, outRequestNo }, context.now);
  if (refund.kind === "STRAY") return [finishRefund(refund, "REFUSED", refusal, context.now), alert];
  return [...(await giveBackParts(refund, { status: "REFUSED", refusal }, {}, context)), alert];
}

/** The order is paid again, what was held is free again, the buyer is told why. */
export async function giveBackParts(
  refund: StoredRefund,
  end: { readonly status: "REFUSED" | "REJECTED"; readonly refusal: string },
  facts: NoticeFacts,
  context: Context,
): Promise<Part[]> {
  const { orderId, outRequestNo, quote, createTime } = refund;
  const kind = `REFUND_${end.status}` as const;
  return [
    finishRefund(refund, end.status, end.refusal, context.now),
    ...moveOrder(
      { id: orderId, status: refund.orderStatus },
      "PAID",
      {},
      { type: kind, detail: { outRequestNo, ...facts } },
      context,
    ),
    ...(await releaseGoods(orderId, quote.held, createTime, context.now)),
    refundNotice(refund, kind, outRequestNo, facts, context.now),
  ];
}

function refundNotice(refund: StoredRefund, kind: NoticeKind, about: string, more: NoticeFacts, now: Date): Part {
  const { memberId, orderSn, productName, amountFen } = refund;
  const facts = { product: productName, amount: yuanText(amountFen), ...more };
  return enqueueNotice({ memberId, kind, about, orderSn, facts }, now);
}

/** A person is needed only to fill the purse, or when Alipay does not say for an hour. Each is told once. */
async function tellOperator(
  refund: StoredRefund,
  answer: Exclude<Answer<unknown>, { outcome: "done" }>,
  now: Date,
): Promise<void> {
  const { outRequestNo, orderSn, sentTime } = refund;
  if (answer.outcome === "refused")
    await commit([
      raiseAlert("SELLER_BALANCE_SHORT", outRequestNo, orderSn, { outRequestNo, message: answer.message }, now),
    ]);
  else if (sentTime && isStuck(sentTime, now))
    await commit([raiseAlert("REFUND_STUCK", outRequestNo, orderSn, { outRequestNo, reason: answer.reason }, now)]);
}
