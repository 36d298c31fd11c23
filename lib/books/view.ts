import type { AttemptView, DeliveryView, PaymentView } from "../contracts/admin-orders.ts";
import type { BillDayView, TodayView } from "../contracts/books.ts";
import { yuanNumber } from "../core/money.ts";
import type { OrderRecords, StoredBillDay, StoredToday } from "./store.ts";

function yuanOrNull(fen: number | null): number | null {
  return fen === null ? null : yuanNumber(fen);
}

export function billDayView(stored: StoredBillDay): BillDayView {
  const { day, status, tradeCount, refundCount, nextCheckAt } = stored;
  return {
    day,
    status,
    tradeCount,
    tradeAmount: yuanOrNull(stored.tradeFen),
    refundCount,
    refundAmount: yuanOrNull(stored.refundFen),
    nextCheckTime: nextCheckAt?.toISOString() ?? null,
  };
}

export function todayView(day: string, { paidFen, refundedFen, ...counts }: StoredToday): TodayView {
  return { day, ...counts, paidAmount: yuanNumber(paidFen), refundedAmount: yuanNumber(refundedFen) };
}

/** An instant that came as JSON, as the wire has it. */
function isoOrNull(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}

export function recordsView({ attempts, payments, delivery }: OrderRecords): {
  attempts: AttemptView[];
  payments: PaymentView[];
  delivery: DeliveryView | null;
} {
  return {
    attempts: attempts.map(({ amountFen, ...attempt }) => ({
      ...attempt,
      amount: yuanNumber(amountFen),
      createTime: new Date(attempt.createTime).toISOString(),
      lastCheckTime: isoOrNull(attempt.lastCheckTime),
      nextCheckTime: isoOrNull(attempt.nextCheckTime),
    })),
    payments: payments.map(({ amountFen, ...payment }) => ({
      ...payment,
      amount: yuanNumber(amountFen),
      paymentTime: new Date(payment.paymentTime).toISOString(),
    })),
    delivery: delivery && {
      ...delivery,
      nextRetryTime: isoOrNull(delivery.nextRetryTime),
      deliveredTime: isoOrNull(delivery.deliveredTime),
    },
  };
}
