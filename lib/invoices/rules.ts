import { INVOICE_WINDOW_MS } from "../core/deadlines.ts";
import type { Fen } from "../core/money.ts";
import type { InvoiceStatus, OrderStatus } from "../core/states.ts";
import { after } from "../core/time.ts";

/** What people do with an invoice. */
export type InvoiceAct = "withdraw" | "issue" | "refuse" | "askRed" | "bookRed";

/** Every move that exists. A refusal of a red letter leaves the invoice issued. */
const MOVES: Readonly<Record<InvoiceAct, Partial<Record<InvoiceStatus, InvoiceStatus>>>> = {
  withdraw: { REQUESTED: "WITHDRAWN" },
  issue: { REQUESTED: "ISSUED" },
  refuse: { REQUESTED: "REFUSED", RED_ASKED: "ISSUED" },
  askRed: { ISSUED: "RED_ASKED" },
  bookRed: { ISSUED: "RED", RED_ASKED: "RED" },
};

/** What the invoice is after the act; null: it is not for an invoice of this status. */
export function statusAfter(act: InvoiceAct, status: InvoiceStatus): InvoiceStatus | null {
  return MOVES[act][status] ?? null;
}

export interface OrderToInvoice {
  readonly status: OrderStatus;
  readonly payAmountFen: Fen;
  readonly refundedAmountFen: Fen;
  readonly paymentTime: Date | null;
  /** It is on an invoice that is asked for or issued. */
  readonly isOnOne: boolean;
  /** Also of an order that is refunded already: money that went back outside and is not booked. */
  readonly hasOpenRefund: boolean;
}

/** Why an order cannot be put on an invoice now. */
export type Uninvoiceable = "UNPAID" | "REFUNDING" | "ON_ONE" | "NOTHING_LEFT" | "TOO_LATE";

/** For how much an order can be put on an invoice now, in fen, or why it cannot (docs/rules.md R124). */
export function invoiceable(order: OrderToInvoice, now: Date): { amountFen: Fen } | { why: Uninvoiceable } {
  const { status, payAmountFen, refundedAmountFen, paymentTime, isOnOne, hasOpenRefund } = order;
  if (paymentTime === null || status === "PENDING" || status === "CANCELLED") return { why: "UNPAID" };
  if (status === "REFUNDING" || hasOpenRefund) return { why: "REFUNDING" };
  if (isOnOne) return { why: "ON_ONE" };
  const amountFen = payAmountFen - refundedAmountFen;
  if (amountFen <= 0) return { why: "NOTHING_LEFT" };
  if (now > after(paymentTime, INVOICE_WINDOW_MS)) return { why: "TOO_LATE" };
  return { amountFen };
}

/** One invoice bears no more than this. */
export const MAX_INVOICE_FEN = 1_000_000_000;

/** What stands between an order and an invoice, as it was read. */
export interface InvoiceStanding {
  readonly orderId: bigint;
  /** Of the guard where requests and refunds of the order meet; 0: nobody has been there. */
  readonly guardVersion: number;
  /** The invoice that the order is on. */
  readonly invoice: StandingInvoice | null;
}

export interface StandingInvoice {
  readonly id: bigint;
  readonly invoiceSn: string;
  readonly status: InvoiceStatus;
  readonly version: number;
  readonly amountFen: Fen;
  /** Of the paper; null: it is not issued. */
  readonly number: string | null;
  /** What of it is this order's. */
  readonly lineFen: Fen;
}

/** What people are told where money of an issued invoice went back without its red letter; one per invoice. */
export function owedAlert({ invoiceSn, number }: Pick<StandingInvoice, "invoiceSn" | "number">, orderSn: string) {
  return { kind: "RED_LETTER_OWED", cause: invoiceSn, orderSn, detail: { invoiceSn, number } } as const;
}

/** What a file begins with, by its format. An OFD file is a ZIP archive. */
const SIGNATURES = { pdf: "%PDF-", ofd: "PK\u0003\u0004" } as const;
export type FileFormat = keyof typeof SIGNATURES;

/** The format of a file by its first bytes, given as Latin-1 text; null: neither PDF nor OFD. */
export function formatOf(beginning: string): FileFormat | null {
  return (Object.keys(SIGNATURES) as FileFormat[]).find((format) => beginning.startsWith(SIGNATURES[format])) ?? null;
}
