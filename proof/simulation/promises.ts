/** The answers that clients got, to compare with the books at the end. */
interface Spending {
  /** What was asked for; a commit of a reservation asks for what was used. */
  readonly amount: number;
  /** Confirmed. */
  promised: boolean;
  /** Unanswered, so the outcome is unknown. */
  open: boolean;
}

/** What somebody was told that became of an invoice. One that is issued may have its red letter later. */
type InvoiceEnd =
  | { readonly status: "WITHDRAWN" | "REFUSED" }
  | { readonly status: "ISSUED"; readonly number: string; readonly amountFen: number }
  | { readonly status: "RED"; readonly number: string };

export class Promises {
  /** By order number. */
  readonly orders = new Map<string, { memberId: bigint; requestKey: string; amountFen: number }>();
  /** Order numbers that must be out of PENDING, since a cancellation was granted. */
  readonly cancelled = new Set<string>();
  /** Order numbers that were shown as paid. */
  readonly paid = new Set<string>();
  /** These two by member and business number. */
  readonly spendings = new Map<string, Spending>();
  readonly reservations = new Map<string, { released: boolean }>();
  /** What was confirmed to be given back, by request key. */
  readonly reversals = new Map<string, { memberId: bigint; amount: number }>();
  /** What an admin was told that was given, taken or asked for, by the adjustment. */
  readonly adjustments = new Map<number, { memberId: bigint; amount: number }>();
  /** By the number of the request. */
  readonly invoices = new Map<string, { readonly memberId: bigint; readonly ends: InvoiceEnd[] }>();
  readonly refunds: { orderSn: string; amountFen: number; done: boolean }[] = [];
  readonly reviews: { refundId: number; adminId: bigint; verdict: "APPROVE" | "REJECT" }[] = [];

  /** Records the answer to one consumption. */
  spend(memberId: bigint, bizId: string, amount: number, status: number | "gone"): void {
    const key = `${memberId}:${bizId}`;
    const known = this.spendings.get(key) ?? { amount, promised: false, open: false };
    known.promised ||= status === 200;
    known.open ||= status === "gone" || status === 503;
    this.spendings.set(key, known);
  }

  reserve(memberId: bigint, bizId: string, released = false): void {
    this.reservations.set(`${memberId}:${bizId}`, { released });
  }
}
