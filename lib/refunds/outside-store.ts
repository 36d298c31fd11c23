import { sql } from "kysely";
import type { PaymentMethod } from "../core/states.ts";
import { db, literal, truth } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";
import { holdsGoods } from "./outside-parts.ts";

/** The payment of a trade with its order and its refunds, oldest first; null: it is none of ours. Two reads. */
export async function findReturns({ paymentMethod, tradeNo }: { paymentMethod: PaymentMethod; tradeNo: string }) {
  const payment = await db
    .selectFrom("omsPaymentRecords as p")
    .innerJoin("omsOrder as o", "o.id", "p.orderId")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .select(["p.id as paymentId", "p.orderId", "p.orderSn", "p.paymentMethod", "p.outTradeNo", "p.tradeNo"])
    .select(["p.appId", "p.sellerId", "p.kind as paymentKind", "p.paymentAmountFen as paidFen", "p.outsideDecisions"])
    .select(["o.memberId", "o.productType", "o.status", "o.deliveryStatus", "item.productName"])
    .where("p.tradeNo", "=", tradeNo)
    .where("p.paymentMethod", "=", paymentMethod)
    .executeTakeFirst();
  if (!payment) return null;
  const refunds = await db
    .selectFrom("omsRefundRecords")
    .select([
      "id",
      "kind",
      "status",
      "outRequestNo",
      "refundAmountFen as amountFen",
      "sendCount",
      "quote",
      "createTime",
    ])
    .select(truth(holdsGoods).as("isHolder"))
    .where("orderId", "=", payment.orderId)
    .where("paymentId", "=", payment.paymentId)
    .orderBy("id")
    .execute();
  return { ...payment, refunds };
}

export type Returns = NonNullable<Awaited<ReturnType<typeof findReturns>>>;
export type ReturnedPart = Returns["refunds"][number];

/** The outside refund that waits for goods that another refund of the same payment holds; the oldest. */
export async function findHeir(refund: { readonly id: bigint; readonly orderId: bigint; readonly paymentId: bigint }) {
  const found = await db
    .selectFrom("omsRefundRecords")
    .select("id")
    .where("orderId", "=", refund.orderId)
    .where("paymentId", "=", refund.paymentId)
    .where("id", "<>", refund.id)
    .where("kind", "=", literal("OUTSIDE"))
    .where("status", "=", literal("REVIEWING"))
    .where(sql<boolean>`not ${holdsGoods}`)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return found?.id ?? null;
}

export type FreedRefund = Awaited<ReturnType<typeof findFreed>>[number];

/** Outside refunds that hold credits, of whose order more credits are free than when they were noted. */
function freed(now: Date) {
  return db
    .selectFrom("omsRefundRecords as r")
    .select(["r.id", "r.paymentMethod", "r.tradeNo"])
    .where("r.kind", "=", literal("OUTSIDE"))
    .where("r.status", "=", literal("REVIEWING"))
    .where(sql<boolean>`r.quote -> 'held' ->> 'type' = 'CREDITS'`)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("umsCreditLot as lot")
          .select("lot.id")
          .whereRef("lot.orderId", "=", "r.orderId")
          .where(sql<boolean>`lot.remaining - lot.frozen - lot.reserved > 0`)
          .where((eb) => eb.or([eb("lot.expireTime", "is", null), eb("lot.expireTime", ">", now)])),
      ),
    );
}

/** The oldest of them first, those `passed` over excepted. */
export function findFreed(now: Date, passed: readonly bigint[], limit: number) {
  return freed(now).where("r.id", "<>", each(passed)).orderBy("r.id").limit(limit).execute();
}

export function countFreed(now: Date): Promise<number> {
  return countDue(freed(now));
}

/** An outside refund by its id, as the channel is asked about it. */
export function findOutside(id: bigint) {
  return db
    .selectFrom("omsRefundRecords as r")
    .innerJoin("omsPaymentRecords as p", "p.id", "r.paymentId")
    .select(["r.id", "r.paymentMethod", "p.appId", "r.tradeNo", "r.outTradeNo", "r.outRequestNo"])
    .where("r.id", "=", id)
    .where("r.kind", "=", literal("OUTSIDE"))
    .executeTakeFirstOrThrow();
}

/** The outside refund that an alert is about. */
export async function findOutsideAlert(alertId: bigint) {
  const found = await db
    .selectFrom("sysAlert as alert")
    .innerJoin("omsRefundRecords as r", (join) =>
      join
        .on("r.kind", "=", literal("OUTSIDE"))
        .on((eb) => eb("alert.cause", "=", sql<string>`r.trade_no || ':' || r.out_request_no`)),
    )
    .innerJoin("omsPaymentRecords as p", "p.id", "r.paymentId")
    .select([
      "r.id",
      "r.status",
      "r.paymentMethod",
      "p.appId",
      "r.tradeNo",
      "r.outTradeNo",
      "r.outRequestNo",
      "r.refusal",
    ])
    .where("alert.id", "=", alertId)
    .where("alert.kind", "=", "OUTSIDE_REFUND")
    .executeTakeFirst();
  return found ?? null;
}

export type OutsideAlert = NonNullable<Awaited<ReturnType<typeof findOutsideAlert>>>;
