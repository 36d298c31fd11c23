import { sql } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import type { BillingCycle } from "../core/states.ts";
import { cycleIn } from "../db/cycle.ts";
import { db, literal } from "../db/database.ts";

const orderRows = db
  .selectFrom("omsOrder as o")
  .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
  .select(["o.id", "o.orderSn", "o.productType", "item.productName", "o.payAmountFen", "o.refundedAmountFen"])
  .select(["o.status", "o.deliveryStatus", "o.createTime", "o.expireTime", "o.paymentTime"]);

/** A part of a list, the newest first: those that came before `after`. */
export interface ListPart {
  readonly after: bigint | undefined;
  readonly limit: number;
}

export type CustomerOrder = Awaited<ReturnType<typeof findCustomerOrders>>[number];

export function findCustomerOrders(memberId: bigint, { after, limit }: ListPart) {
  return orderRows
    .where("o.memberId", "=", memberId)
    .$if(after !== undefined, (own) => own.where("o.id", "<", after!))
    .orderBy("o.id", "desc")
    .limit(limit)
    .execute();
}

/** Changes of a customer's credits. */
export function findCustomerLedger(memberId: bigint, { after, limit }: ListPart) {
  return db
    .selectFrom("umsCreditLedger as e")
    .leftJoin("omsOrder as o", "o.id", "e.orderId")
    .select(["e.id", "e.entryType", "e.delta", "e.balanceAfter", "e.reason", "e.adjustmentId", "e.createTime"])
    .select("o.orderSn")
    .where("e.memberId", "=", memberId)
    .$if(after !== undefined, (own) => own.where("e.id", "<", after!))
    .orderBy("e.id", "desc")
    .limit(limit)
    .execute();
}

/** Upper bound of the payments and of the refunds of one order; none comes near it. */
const RECORDS_READ = 50;

/** The payments of the order, the first to come first. */
const paymentsOf = () => {
  const paid = db
    .selectFrom("omsPaymentRecords as p")
    .select(["p.id", "p.tradeNo", "p.kind", "p.paymentAmountFen", "p.paymentTime"])
    .whereRef("p.orderId", "=", sql.ref<bigint>("o.id"))
    .orderBy("p.id")
    .limit(literal(RECORDS_READ));
  return db.selectFrom(paid.as("p")).select(({ fn, ref }) => {
    const payment = jsonBuildObject({
      tradeNo: ref("p.tradeNo"),
      kind: ref("p.kind"),
      amountFen: ref("p.paymentAmountFen"),
      paymentTime: ref("p.paymentTime"),
    });
    return fn.jsonAgg(payment).orderBy("p.id").as("payments");
  });
};

const refundsOf = () => {
  const asked = db
    .selectFrom("omsRefundRecords as r")
    .select(["r.id", "r.outRequestNo", "r.refundAmountFen", "r.status", "r.createTime", "r.finishTime"])
    .whereRef("r.orderId", "=", sql.ref<bigint>("o.id"))
    .orderBy("r.id", "desc")
    .limit(literal(RECORDS_READ));
  return db.selectFrom(asked.as("r")).select(({ fn, ref }) => {
    const refund = jsonBuildObject({
      requestNo: ref("r.outRequestNo"),
      amountFen: ref("r.refundAmountFen"),
      status: ref("r.status"),
      createTime: ref("r.createTime"),
      finishTime: ref("r.finishTime"),
    });
    return fn.jsonAgg(refund).orderBy("r.id", "desc").as("refunds");
  });
};

export type StoredServiceOrder = NonNullable<Awaited<ReturnType<typeof findServiceOrder>>>;

/** An order of a customer, whole; that of a member whom the product does not know is not found. */
export async function findServiceOrder(orderSn: string) {
  const found = await orderRows
    .innerJoin("umsCustomer as customer", "customer.memberId", "o.memberId")
    .leftJoin("omsDeliveryRecords as d", "d.orderId", "o.id")
    .select(["customer.externalId as customerId", "item.productId", "item.planCode", "item.creditAmount"])
    .select(["item.bonusCredits", "item.validDays", cycleIn<BillingCycle | null>("item").as("billingCycle")])
    .select(["d.id as deliveryId", "d.deliveredTime", "d.retryCount"])
    .select([paymentsOf().as("payments"), refundsOf().as("refunds")])
    .where("o.orderSn", "=", orderSn)
    .executeTakeFirst();
  return found ?? null;
}

/** Whose order it is, of a customer. null: no such order, or of a member whom the product does not know. */
export async function findOwnerOf(orderSn: string): Promise<bigint | null> {
  const found = db
    .selectFrom("omsOrder as o")
    .innerJoin("umsCustomer as customer", "customer.memberId", "o.memberId")
    .select("o.memberId")
    .where("o.orderSn", "=", orderSn);
  return (await found.executeTakeFirst())?.memberId ?? null;
}
