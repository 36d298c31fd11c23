import { audit, raiseAlert, resolveAlertAbout } from "../accounts/parts.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { yuanText, type Fen } from "../core/money.ts";
import { ISSUED_INVOICE_STATUSES, type RefundStatus } from "../core/states.ts";
import { Commit, type Write } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { takeWorthOf } from "../delivery/goods/kinds.ts";
import { getStanding } from "../invoices/get-standing.ts";
import { leaveInvoice, oweRedLetter } from "../invoices/parts.ts";
import { owedAlert } from "../invoices/rules.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { moveOrder, recordEvent } from "../orders/parts.ts";
import { countOutsideDecision } from "../payments/parts.ts";
import { amountSaid, askOutside, type SaidOfOutside } from "./ask-outside.ts";
import { addUntaken, finishOutside, giveUpHold, handOver, outsideCause } from "./outside-parts.ts";
import { bookingOf, type Booking } from "./outside-rules.ts";
import { findOutsideAlert, findReturns, type OutsideAlert, type ReturnedPart, type Returns } from "./outside-store.ts";
import { finishRefund } from "./parts.ts";
import { sendRestBack } from "./refund-stray-payments.ts";
import { heldOn, heldSince } from "./rules.ts";

/**
 * An admin books a refund that was made outside. The channel is asked first how much it was; then one commit counts the money as
 * gone, takes back what it had bought, tells the buyer, and closes the alert. Once: a repeat answers the same. Returns the
 * refund's status.
 * Throws NOT_FOUND (404), GATEWAY_UNAVAILABLE (503: nothing is changed), OUTSIDE_REFUND_ABSENT (409: the channel knows of none),
 * REFUND_NOT_RESOLVABLE (409: it was released, or is more than is left), ORDER_NOT_REFUNDABLE (409: a job runs on the goods).
 */
export async function bookOutside(
  adminId: bigint,
  alertId: bigint,
  reason: string,
  context: Context,
  also: AlsoWrite = () => {},
): Promise<{ status: RefundStatus }> {
  const alert = await findOutsideAlert(alertId);
  if (!alert) throw new AppError("NOT_FOUND");
  if (alert.status === "SUCCESS" && alert.refusal === null) return { status: "SUCCESS" };
  if (alert.status !== "REVIEWING") throw new AppError("REFUND_NOT_RESOLVABLE", { about: "权益已经放开" });
  return { status: await bookOutsideRefund(adminId, alert, reason, context, also) };
}

/** What else is written in the commit that books it. */
export type AlsoWrite = (commit: Commit, refund: { readonly tradeNo: string; readonly outRequestNo: string }) => void;

/** The same for the refund itself. */
export async function bookOutsideRefund(
  adminId: bigint,
  refund: Omit<OutsideAlert, "status" | "refusal">,
  reason: string,
  context: Context,
  also: AlsoWrite = () => {},
): Promise<RefundStatus> {
  const said = await askOutside(refund, context.now);
  if (!said) throw new AppError("OUTSIDE_REFUND_ABSENT");
  return retryOnConflict(async () => {
    const known = await findReturns(refund);
    const row = known?.refunds.find(({ id }) => id === refund.id);
    if (!known || row?.status !== "REVIEWING") return row?.status ?? "REJECTED";
    if (known.memberId === adminId) throw new AppError("SELF_REVIEW");
    const commit = await bookingCommit(known, row, said, { adminId, reason }, context);
    also(commit, refund);
    await commit.run();
    return "SUCCESS";
  });
}

interface Decided {
  readonly adminId: bigint;
  readonly reason: string;
}

async function bookingCommit(
  known: Returns,
  row: ReturnedPart,
  said: SaidOfOutside,
  { adminId, reason }: Decided,
  context: Context,
): Promise<Commit> {
  const { orderId, orderSn, status, tradeNo, paidFen, refunds } = known;
  const amountFen = amountSaid(said, paidFen, refunds);
  if (amountFen === null) throw new AppError("OUTSIDE_REFUND_ABSENT");
  const booking = bookingOf(known, row, amountFen);
  const writeGoods = await goodsWrite(known, row, booking, context);
  const writeInvoice = await invoiceWrite(known, context.now);
  const { outRequestNo } = row;
  const event = { type: "OUTSIDE_REFUND_BOOKED", detail: { outRequestNo, amountFen } };
  const commit = new Commit("bookOutside");
  endOwn(commit, booking, context.now);
  finishOutside(commit, row, { status: "SUCCESS", amountFen, refusal: null }, context.now);
  writeGoods(commit);
  writeInvoice(commit);
  if (known.paymentKind === "EFFECTIVE")
    moveOrder(commit, { id: orderId, status }, booking.orderTo, { refundedFen: amountFen }, event, context);
  else recordEvent(commit, orderId, event, context);
  countOutsideDecision(commit, known, booking);
  sendRestBack(commit, known, booking.restFen, context);
  tellBuyer(commit, known, outRequestNo, amountFen, booking, context.now);
  resolveAlertAbout(commit, "OUTSIDE_REFUND", outsideCause({ tradeNo, outRequestNo }), adminId, context.now);
  const before = { orderStatus: status, seenFen: row.amountFen };
  const after = { orderStatus: booking.orderTo, amountFen, goods: booking.goods };
  audit(commit, "OUTSIDE_REFUND_BOOKED", tradeNo, { orderSn, outRequestNo, reason, before, after }, context);
  return commit;
}

/** A refund of ours that the money can no longer be paid for gives way. */
function endOwn(commit: Commit, { ends }: Booking<ReturnedPart>, now: Date): void {
  if (!ends) return;
  const status = ends.status === "REVIEWING" ? "REJECTED" : "REFUSED";
  finishRefund(commit, ends, status, "OUTSIDE: 这笔款已在支付宝另行退款", now);
}

/** The money has gone, whatever an invoice says: what is only asked for goes on without it, and an issued one owes its red letter. */
async function invoiceWrite({ orderId, orderSn, paymentKind }: Returns, now: Date): Promise<Write> {
  if (paymentKind !== "EFFECTIVE") return () => {};
  const standing = await getStanding(orderId);
  const { invoice } = standing;
  return (commit) => {
    leaveInvoice(commit, standing, now);
    if (!invoice || !ISSUED_INVOICE_STATUSES.includes(invoice.status)) return;
    oweRedLetter(commit, invoice);
    raiseAlert(commit, owedAlert(invoice, orderSn), now);
  };
}

async function goodsWrite(
  { orderId, memberId, productName, paidFen }: Returns,
  row: ReturnedPart,
  { goods, goneFen, holder, heir }: Booking<ReturnedPart>,
  context: Context,
): Promise<Write> {
  if (!holder || goods === "untouched") return () => {};
  const { quote, createTime } = holder;
  if (goods === "held")
    return (commit) =>
      heir
        ? handOver(commit, heir.id, { ...heldOn(quote, createTime), untakenFen: goneFen })
        : addUntaken(commit, holder, goneFen);
  const held = {
    refundId: row.id,
    orderId,
    memberId,
    productName,
    held: quote.held,
    heldSince: heldSince(quote, createTime),
  };
  const take = await takeWorthOf(held, goods === "all" ? "ALL" : { goneFen, paidFen }, context);
  return (commit) => {
    if (holder.kind === "OUTSIDE" && holder.id !== row.id) giveUpHold(commit, holder);
    take(commit);
  };
}

const GOODS_WORDS: Readonly<Record<Booking["goods"], string>> = {
  all: "未使用的权益已收回",
  part: "按退款金额收回了相应的权益，其余照常使用",
  held: "相关权益仍在核对",
  untouched: "权益没有变化",
};

function tellBuyer(
  commit: Commit,
  { memberId, orderSn, productName, tradeNo }: Returns,
  outRequestNo: string,
  amountFen: Fen,
  { goods }: Booking,
  now: Date,
): void {
  const facts = { product: productName, amount: yuanText(amountFen), goods: GOODS_WORDS[goods] };
  const about = outsideCause({ tradeNo, outRequestNo });
  enqueueNotice(commit, { memberId, kind: "OUTSIDE_REFUNDED", about, orderSn, facts }, now);
}
