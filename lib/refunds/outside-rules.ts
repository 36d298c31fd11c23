import type { Fen } from "../core/money.ts";
import { OPEN_REFUND_STATUSES, type OrderStatus, type RefundStatus } from "../core/states.ts";
import type { TradeFact } from "../core/trade.ts";
import { heldFen } from "./rules.ts";

/** A refund of a payment, as far as sums and numbers go. */
export interface KnownRefund {
  readonly id: bigint;
  readonly kind: "ORDER" | "STRAY" | "OUTSIDE";
  readonly status: RefundStatus;
  readonly outRequestNo: string;
  readonly amountFen: Fen;
  readonly sendCount: number;
}

/** What somebody says of money of a trade that has gone back. */
export interface GoneMoney {
  /** The number of the refund, as its maker chose it; null: unknown. */
  readonly requestNo: string | null;
  /** All refunds of the trade together. "ALL": the trade is closed, so nothing of it is left. */
  readonly totalFen: Fen | "ALL" | null;
  /** This refund alone. */
  readonly amountFen: Fen | null;
  /** The number of a refund of ours that is known not to have moved any of it. */
  readonly besides?: string;
  readonly source: TradeFact["source"];
}

/** What a fact says of money that went back; null: nothing. */
export function goneMoneyOf(fact: TradeFact): GoneMoney | null {
  const isClosed = fact.state === "CLOSED";
  if (!fact.back && !isClosed) return null;
  const { totalFen = null, requestNo = null } = fact.back ?? {};
  return { requestNo, totalFen: totalFen ?? (isClosed ? "ALL" : null), amountFen: null, source: fact.source };
}

/** Stands for the number of a refund that nobody has named yet. */
const UNNAMED = "unnamed-";
/** Before the number of a refund of ours that was given up and moved money all the same. */
export const LATE = "late-";

/** The numbers by which the channel may know an outside refund; none: it was never named. */
export function askableNumbers({ outRequestNo, tradeNo, outTradeNo }: OutsideNumbers): string[] {
  if (outRequestNo.startsWith(UNNAMED)) return [];
  if (outRequestNo.startsWith(LATE)) return [outRequestNo.slice(LATE.length)];
  // Without a number of its own a refund is told by the trade's, and asked about by the order's (docs/alipay.md A15).
  return outRequestNo === tradeNo ? [tradeNo, outTradeNo] : [outRequestNo];
}

interface OutsideNumbers {
  readonly outRequestNo: string;
  readonly tradeNo: string;
  readonly outTradeNo: string;
}

export type OutsideVerdict =
  | { readonly verdict: "explained" }
  /** The number of a refund that was seen without one. */
  | { readonly verdict: "named"; readonly refund: KnownRefund; readonly requestNo: string }
  /** `amountFen`: never more than the channel says, and never less where it leaves room. */
  | { readonly verdict: "outside"; readonly requestNo: string; readonly amountFen: Fen };

const EXPLAINED: OutsideVerdict = { verdict: "explained" };

/** Whether money that went back is ours to explain, or somebody else moved it (docs/rules.md R86). */
export function judgeGoneMoney(
  { paidFen, tradeNo, refunds }: { paidFen: Fen; tradeNo: string; refunds: readonly KnownRefund[] },
  gone: GoneMoney,
): OutsideVerdict {
  const { requestNo } = gone;
  const leftFen = paidFen - takenFen(refunds);
  const bearer = refunds.find(({ outRequestNo }) => outRequestNo === requestNo);
  const isForeign = requestNo !== null && (!bearer || isGivenUp(bearer));
  if (!isForeign) {
    const moreFen = Math.min(totalOf(gone, paidFen) - takenFen(refunds) - underWayFen(refunds, gone), leftFen);
    if (gone.totalFen === null || moreFen <= 0) return EXPLAINED;
    return outside(`${UNNAMED}${tradeNo}-${totalOf(gone, paidFen)}`, moreFen, refunds);
  }
  const isCovered = totalOf(gone, paidFen) <= takenFen(refunds);
  const unnamed = refunds.find((refund) => mayBear(refund, gone, isCovered));
  if (unnamed && !bearer) return { verdict: "named", refund: unnamed, requestNo };
  // A notice that comes late speaks of a smaller total than is known: then it is a part of it at most.
  const totalFen = totalOf(gone, paidFen);
  const moreFen = totalFen - takenFen(refunds);
  const amountFen = Math.min(gone.amountFen ?? (moreFen > 0 ? moreFen : totalFen), leftFen);
  return outside(bearer ? `${LATE}${requestNo}` : requestNo, amountFen, refunds);
}

function outside(requestNo: string, amountFen: Fen, refunds: readonly KnownRefund[]): OutsideVerdict {
  const isKnown = refunds.some(({ outRequestNo }) => outRequestNo === requestNo);
  return isKnown || amountFen <= 0 ? EXPLAINED : { verdict: "outside", requestNo, amountFen };
}

/** A refund of ours that was ended without money. */
function isGivenUp({ kind, status }: KnownRefund): boolean {
  return kind !== "OUTSIDE" && (status === "REFUSED" || status === "REJECTED");
}

/**
 * A refund seen without a number may turn out to be this one; a booked one, if it is of the same amount, or if all that is said
 * to have gone is booked.
 */
function mayBear({ outRequestNo, status, amountFen }: KnownRefund, gone: GoneMoney, isCovered: boolean): boolean {
  if (!outRequestNo.startsWith(UNNAMED)) return false;
  const isIt = gone.amountFen === null ? isCovered : amountFen === gone.amountFen;
  return status === "REVIEWING" || (status === "SUCCESS" && isIt);
}

function totalOf({ totalFen, amountFen }: GoneMoney, paidFen: Fen): Fen {
  return totalFen === "ALL" || (totalFen ?? 0) > paidFen ? paidFen : (totalFen ?? amountFen ?? paidFen);
}

/** What has gone back, ours and others', booked or only seen. */
function takenFen(refunds: readonly KnownRefund[]): Fen {
  return sumOf(
    refunds.filter(({ kind, status }) => status === "SUCCESS" || (kind === "OUTSIDE" && status === "REVIEWING")),
  );
}

/** What is booked as gone back. */
export function bookedFen(refunds: readonly KnownRefund[]): Fen {
  return sumOf(refunds.filter(({ status }) => status === "SUCCESS"));
}

/** What we have sent and have no answer to. */
function underWayFen(refunds: readonly KnownRefund[], { besides }: GoneMoney): Fen {
  return sumOf(refunds.filter(({ status, outRequestNo }) => status === "SENT" && outRequestNo !== besides));
}

function sumOf(refunds: readonly KnownRefund[]): Fen {
  return refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

/** Orders whose goods an outside refund can hold: paid, and not held by a refund already. */
export function holdable(status: OrderStatus): status is "PAID" | "COMPLETED" {
  return status === "PAID" || status === "COMPLETED";
}

/** A refund with what it holds of the order's goods. */
interface HoldingRefund extends KnownRefund {
  readonly isHolder: boolean;
  readonly quote: { readonly amountFen: Fen; readonly worthFen?: Fen; readonly untakenFen?: Fen };
}

/** Whether an outside refund waits for goods that `holder` holds. */
export function isHeirOf(refund: HoldingRefund, holder: { readonly id: bigint }): boolean {
  return refund.kind === "OUTSIDE" && refund.status === "REVIEWING" && !refund.isHolder && refund.id !== holder.id;
}

/** What booking an outside refund does beside counting its money. */
export interface Booking<Refund = unknown> {
  readonly orderTo: OrderStatus;
  /** held: they stay held, by a refund that goes on. untouched: none of this order's are held. */
  readonly goods: "all" | "part" | "held" | "untouched";
  /** Money that the goods must go for: this refund's, and that of those booked before without taking any. */
  readonly goneFen: Fen;
  readonly holder: Refund | null;
  /** Another outside refund that waits, and holds the goods from now on. */
  readonly heir: Refund | null;
  /** A refund of ours that ends without money. */
  readonly ends: Refund | null;
  /** The payment bought nothing, and has gone back whole. */
  readonly returns: boolean;
  /** What is left of a payment that bought nothing, and must still be sent back. */
  readonly restFen: Fen;
}

interface PaymentToBook<Refund> {
  readonly paymentKind: string;
  readonly status: OrderStatus;
  readonly paidFen: Fen;
  readonly refunds: readonly Refund[];
}

/** What booking `row` as having moved `amountFen` does (docs/rules.md R88). */
export function bookingOf<Refund extends HoldingRefund>(
  { paymentKind, status, paidFen, refunds }: PaymentToBook<Refund>,
  row: Refund,
  amountFen: Fen,
): Booking<Refund> {
  const leftFen = paidFen - bookedFen(refunds) - amountFen;
  const isOpen = (refund: Refund) => OPEN_REFUND_STATUSES.includes(refund.status);
  const own = refunds.find((refund) => refund.kind !== "OUTSIDE" && isOpen(refund)) ?? null;
  const none = { holder: null, heir: null, goneFen: amountFen, orderTo: status, goods: "untouched" } as const;
  if (paymentKind !== "EFFECTIVE") {
    const ends = own !== null && own.amountFen > leftFen ? own : null;
    // What others are seen to have moved, and nobody has booked, may be of this rest.
    const waits = refunds.some(({ id, kind, status: is }) => kind === "OUTSIDE" && is === "REVIEWING" && id !== row.id);
    return { ...none, ends, returns: leftFen === 0, restFen: own === ends && !waits ? leftFen : 0 };
  }
  const holder = refunds.find((refund) => refund.isHolder && isOpen(refund)) ?? null;
  if (!holder) return { ...none, ends: null, returns: false, restFen: 0 };
  // A refund that was sent may still move its money, as long as there is room for it.
  const isSent = own !== null && own.sendCount > 0 && own.amountFen <= leftFen;
  const goneFen = amountFen + (holder.quote.untakenFen ?? 0);
  const base = { goneFen, holder, heir: null, ends: isSent ? null : own, returns: false, restFen: 0 };
  const isOthers = holder.kind === "OUTSIDE" && holder.id !== row.id;
  if (leftFen > 0 && (isSent || isOthers)) return { ...base, orderTo: status, goods: "held" };
  if (leftFen === 0 || goneFen >= heldFen(holder.quote)) return { ...base, orderTo: "REFUNDED", goods: "all" };
  const heir = refunds.find((refund) => isHeirOf(refund, row)) ?? null;
  if (heir) return { ...base, heir, orderTo: status, goods: "held" };
  return { ...base, orderTo: "PAID", goods: "part" };
}
