import {
  DELIVERY_STATUS_CODES,
  ORDER_STATUS_CODES,
  ORDER_STATUS_TEXTS,
  PRODUCT_TYPE_CODES,
} from "../contracts/codes.ts";
import { wordOfCycle } from "../contracts/catalog.ts";
import type { ClosingView, MemberExport } from "../contracts/membership.ts";
import type { CustomerView } from "../contracts/service-customers.ts";
import type { ServiceOrder, ServiceOrderRow } from "../contracts/service-orders.ts";
import { stateWord } from "../contracts/service-values.ts";
import { yuanNumber } from "../core/money.ts";
import { noticeWords, type NoticeFacts } from "../notices/rules.ts";
import { countingSegment } from "../subscriptions/rules.ts";
import type { CustomerState } from "./customer-store.ts";
import { lossesOf, obstaclesOf, type Standing } from "./rules.ts";
import type { CustomerOrder, StoredServiceOrder } from "./service-order-store.ts";
import type * as stored from "./store.ts";

/** One row of what a finder of the store finds. */
type Row<Find extends (...given: never[]) => Promise<readonly unknown[]>> = Awaited<ReturnType<Find>>[number];
type Exported<List extends Exclude<keyof MemberExport, "account">> = MemberExport[List][number];

export function closingView(standing: Standing): ClosingView {
  return { obstacles: obstaclesOf(standing), losses: lossesOf(standing) };
}

export function accountExport(
  account: Awaited<ReturnType<typeof stored.findAccount>>,
  now: Date,
): MemberExport["account"] {
  const { email, name, createTime, emailConfirmTime } = account;
  return {
    email,
    name,
    createTime: createTime.toISOString(),
    emailConfirmTime: instant(emailConfirmTime),
    exportTime: now.toISOString(),
  };
}

function instant(time: Date | null): string | null {
  return time?.toISOString() ?? null;
}

export function orderExport(order: Row<typeof stored.findOrders>): Exported<"orders"> {
  return {
    orderSn: order.orderSn,
    productType: PRODUCT_TYPE_CODES[order.productType],
    productName: order.orderItem?.productName ?? "",
    status: ORDER_STATUS_CODES[order.status],
    statusText: ORDER_STATUS_TEXTS[order.status],
    deliveryStatus: DELIVERY_STATUS_CODES[order.deliveryStatus],
    payAmount: yuanNumber(order.payAmountFen),
    refundedAmount: yuanNumber(order.refundedAmountFen),
    createTime: order.createTime.toISOString(),
    expireTime: order.expireTime.toISOString(),
    paymentTime: instant(order.paymentTime),
  };
}

export function paymentExport(payment: Row<typeof stored.findPayments>): Exported<"payments"> {
  const { orderSn, tradeNo, kind, paymentAmountFen, paymentTime } = payment;
  return { orderSn, tradeNo, kind, amount: yuanNumber(paymentAmountFen), paymentTime: paymentTime.toISOString() };
}

export function refundExport(refund: Row<typeof stored.findRefunds>): Exported<"refunds"> {
  const { orderSn, outRequestNo: requestNo, refundAmountFen, status, reason, createTime, finishTime } = refund;
  const amount = yuanNumber(refundAmountFen);
  return {
    orderSn,
    requestNo,
    amount,
    status,
    reason,
    createTime: createTime.toISOString(),
    finishTime: instant(finishTime),
  };
}

export function invoiceExport(invoice: Row<typeof stored.findInvoices>): Exported<"invoices"> {
  const { invoiceSn, kind, title, taxNumber, email, amountFen, status, number, issuedDate, fileUrl } = invoice;
  const { redNumber, reason, createTime, invoiceLines } = invoice;
  return {
    ...{ invoiceSn, kind, title, taxNumber, email, status, number, fileUrl, redNumber, reason },
    amount: yuanNumber(amountFen),
    orders: invoiceLines.map(({ orderSn, amountFen: lineFen, dropTime }) => ({
      ...{ orderSn, amount: yuanNumber(lineFen), isDropped: dropTime !== null },
    })),
    issuedDate: issuedDate?.toISOString().slice(0, 10) ?? null,
    createTime: createTime.toISOString(),
  };
}

export function lotExport(lot: Row<typeof stored.findLots>): Exported<"lots"> {
  const { order, origin, kind, granted, remaining, createTime, expireTime } = lot;
  return {
    orderSn: order?.orderSn ?? null,
    origin,
    kind,
    granted,
    remaining,
    createTime: createTime.toISOString(),
    expireTime: instant(expireTime),
  };
}

export function ledgerExport(entry: Row<typeof stored.findLedger>): Exported<"ledger"> {
  const { order, entryType, delta, balanceAfter, reason, createTime } = entry;
  return {
    orderSn: order?.orderSn ?? null,
    entryType,
    delta,
    balanceAfter: Number(balanceAfter),
    reason,
    createTime: createTime.toISOString(),
  };
}

export function periodExport(period: Row<typeof stored.findPeriods>): Exported<"periods"> {
  const { order, planCode, planName, startDate, endDate, status } = period;
  return {
    orderSn: order.orderSn,
    planCode,
    planName,
    billingCycle: (period.term ?? period.billingCycle)!,
    startDate: startDate.toISOString(),
    endDate: endDate.toISOString(),
    status,
  };
}

export function messageExport(message: Row<typeof stored.findMessages>): Exported<"messages"> {
  const { kind, detail, orderSn, createTime, readTime } = message;
  const words = noticeWords(kind, detail as NoticeFacts);
  return { ...words, orderSn, createTime: createTime.toISOString(), readTime: instant(readTime) };
}

type StoredPeriod = NonNullable<CustomerState["periods"]>[number];

function periodView({
  planCode,
  planName,
  planLevel,
  billingCycle,
  startDate,
  endDate,
}: Dated): CustomerView["upcoming"][number] {
  return {
    code: planCode,
    name: planName,
    level: planLevel,
    billingCycle: wordOfCycle(billingCycle),
    startDate: startDate.toISOString(),
    endDate: endDate.toISOString(),
  };
}

type Dated = Omit<StoredPeriod, "startDate" | "endDate"> & { readonly startDate: Date; readonly endDate: Date };

/** Times inside of a list leave the database as text, in the database's own form. */
const iso = (text: string): string => new Date(text).toISOString();

export function customerView(state: CustomerState, now: Date): CustomerView {
  const { customerId, email, name, status, credits, nextExpiry, periods, openOrders, openRefunds } = state;
  const dated = (periods ?? []).map((period): Dated => {
    const { startDate, endDate } = period;
    return { ...period, startDate: new Date(startDate), endDate: new Date(endDate) };
  });
  const counting = countingSegment(dated, now);
  return {
    ...{ customerId, email, name },
    status: status === "ACTIVE" ? "open" : "closed",
    credits: {
      ...credits!,
      nextExpiry: nextExpiry && { amount: nextExpiry.amount, time: iso(nextExpiry.time) },
    },
    plan: counting && periodView(counting),
    upcoming: dated.filter(({ startDate }) => startDate > now).map(periodView),
    openOrders: (openOrders ?? []).map((order) => ({
      ...order,
      createTime: iso(order.createTime),
      expireTime: iso(order.expireTime),
    })),
    refundsInFlight: (openRefunds ?? []).map((refund) => ({
      ...refund,
      status: stateWord(refund.status),
      createTime: iso(refund.createTime),
    })),
  };
}

export function serviceOrderRow(order: CustomerOrder): ServiceOrderRow {
  const { orderSn, productType, productName, payAmountFen, refundedAmountFen, status, deliveryStatus } = order;
  return {
    ...{ orderSn, productName },
    productType: stateWord(productType),
    amountFen: payAmountFen,
    refundedFen: refundedAmountFen,
    status: stateWord(status),
    deliveryStatus: stateWord(deliveryStatus),
    createTime: order.createTime.toISOString(),
    expireTime: order.expireTime.toISOString(),
    paymentTime: instant(order.paymentTime),
  };
}

export function serviceOrderView(order: StoredServiceOrder): ServiceOrder {
  const { customerId, productId, planCode, billingCycle, creditAmount, bonusCredits, validDays } = order;
  const { deliveryId, deliveredTime, retryCount, payments, refunds } = order;
  return {
    ...serviceOrderRow(order),
    customerId,
    item: {
      productId: productId === null ? null : Number(productId),
      billingCycle: billingCycle && wordOfCycle(billingCycle),
      ...{ planCode, creditAmount, bonusCredits, validDays },
    },
    payments: (payments ?? []).map(({ tradeNo, kind, amountFen, paymentTime }) => ({
      ...{ tradeNo, amountFen },
      kind: stateWord(kind),
      paymentTime: iso(paymentTime),
    })),
    delivery: deliveryId === null ? null : { deliveredTime: instant(deliveredTime), retryCount: retryCount ?? 0 },
    refunds: (refunds ?? []).map(({ requestNo, amountFen, status, createTime, finishTime }) => ({
      ...{ requestNo, amountFen },
      status: stateWord(status),
      createTime: iso(createTime),
      finishTime: finishTime === null ? null : iso(finishTime),
    })),
  };
}
