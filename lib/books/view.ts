import type { AttemptView, DeliveryView, PaymentView } from "../contracts/admin-orders.ts";
import type { ExportName, ExportView } from "../contracts/exports.ts";
import type { BillDayView, TodayView } from "../contracts/books.ts";
import { yuanNumber } from "../core/money.ts";
import type { DeliveryStatus } from "../core/states.ts";
import { actorText } from "../contracts/actors.ts";
import type { findExports } from "./export-store.ts";
import type { OrderRecords, StoredBillDay, StoredToday } from "./store.ts";

function yuanOrNull(fen: bigint | null): number | null {
  return fen === null ? null : yuanNumber(Number(fen));
}

export function billDayView(stored: StoredBillDay): BillDayView {
  const { day, status, tradeCount, refundCount, foreignCount, importTime, nextCheckAt } = stored;
  return {
    day,
    status,
    tradeCount,
    tradeAmount: yuanOrNull(stored.tradeFen),
    refundCount,
    refundAmount: yuanOrNull(stored.refundFen),
    isQuiet: status === "RECONCILED" && importTime === null,
    foreignCount,
    foreignAmount: yuanNumber(Number(stored.foreignFen)),
    setAside: stored.setAside.map(({ word, count, fen }) => ({ word, count, amount: yuanNumber(fen) })),
    nextCheckTime: nextCheckAt?.toISOString() ?? null,
  };
}

export function todayView(day: string, { paidFen, refundedFen, ...counts }: StoredToday): TodayView {
  return { day, ...counts, paidAmount: yuanNumber(paidFen), refundedAmount: yuanNumber(refundedFen) };
}

function attemptView(attempt: OrderRecords["attempts"][number]): AttemptView {
  const { outTradeNo, cashierKind, amountFen, status, createTime, lastCheckAt, nextCheckAt } = attempt;
  return {
    outTradeNo,
    cashierKind,
    amount: yuanNumber(amountFen),
    status,
    createTime: createTime.toISOString(),
    lastCheckTime: lastCheckAt?.toISOString() ?? null,
    nextCheckTime: nextCheckAt?.toISOString() ?? null,
  };
}

function paymentView(payment: OrderRecords["payments"][number]): PaymentView {
  const { tradeNo, outTradeNo, kind, paymentAmountFen, paymentStatus, source, paymentTime } = payment;
  return {
    tradeNo,
    outTradeNo,
    kind,
    amount: yuanNumber(paymentAmountFen),
    isReturned: paymentStatus === "RETURNED",
    source,
    paymentTime: paymentTime.toISOString(),
  };
}

function deliveryView(status: DeliveryStatus, delivery: NonNullable<OrderRecords["delivery"]>): DeliveryView {
  const { retryCount, errorMessage, nextRetryAt, deliveredTime } = delivery;
  return {
    status,
    retryCount,
    lastError: errorMessage,
    nextRetryTime: nextRetryAt?.toISOString() ?? null,
    deliveredTime: deliveredTime?.toISOString() ?? null,
  };
}

/** `deliveryStatus`: the order's, which is the one state of its delivery. */
export function recordsView(
  deliveryStatus: DeliveryStatus,
  { attempts, payments, delivery }: OrderRecords,
): {
  attempts: AttemptView[];
  payments: PaymentView[];
  delivery: DeliveryView | null;
} {
  return {
    attempts: attempts.map(attemptView),
    payments: payments.map(paymentView),
    delivery: delivery && deliveryView(deliveryStatus, delivery),
  };
}

/** What the audit log keeps of an export (lib/books/export-table.ts). */
interface ExportDetail {
  readonly name: ExportName;
  readonly from: string;
  readonly to: string;
}
interface ExportResult {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export function exportView(stored: Awaited<ReturnType<typeof findExports>>[number]): ExportView {
  const { target: file, actor, createTime, detail, endTime, result } = stored;
  const { name, from, to } = detail as unknown as ExportDetail;
  return {
    ...{ file, name, from, to },
    by: actorText(actor),
    startTime: createTime.toISOString(),
    finished: endTime && { ...(result as unknown as ExportResult), time: endTime.toISOString() },
  };
}
