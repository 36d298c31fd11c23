import { randomUUID } from "node:crypto";
import type { Wanted } from "../catalog/get-product.ts";
import { adjustCredits } from "../credits/adjust-credits.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { CREDITS_ALONE } from "../credits/rules.ts";
import { env } from "../env.ts";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { noteGoneMoney } from "../refunds/note-outside-refund.ts";
import { releaseMismatch } from "../refunds/release-mismatch.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, aTrade, contextAt, type TestOrder } from "./builders.ts";
import { query } from "./database.ts";
import { buy } from "./gateway.ts";
import { aCustomer, aServiceKey, type TestCustomer } from "./service.ts";
import { aSession, signedInAs } from "./sessions.ts";

/** The callers: guest, owner, another member, admin, scheduler, back end. */
export const CALLERS = ["guest", "owner", "other", "admin", "cron", "service"] as const;
export type Caller = (typeof CALLERS)[number];

/** The data before each request. The owner holds 110 credits. */
export interface Premises {
  readonly owner: bigint;
  readonly admin: bigint;
  /** A customer of the product's, who holds nothing. */
  readonly customer: TestCustomer;
  readonly product: Wanted & { type: "CREDITS" };
  readonly plan: Wanted & { type: "SUBSCRIPTION" };
  /** The owner's unpaid order. */
  readonly order: TestOrder;
  /** The owner's paid order; its refund needs review. */
  readonly paid: TestOrder;
  readonly headers: Readonly<Record<Caller, Readonly<Record<string, string>>>>;
}

export async function furnish(): Promise<Premises> {
  const now = new Date();
  const [owner, other, admin] = [await aMember(), await aMember(), await aMember({ role: "ADMIN" })];
  const product = await aCreditProduct({ priceFen: 30_000 });
  const plan = await aPlan({ otherTerms: [{ unit: "DAY", count: 3, priceFen: 990 }] });
  return {
    owner,
    admin,
    customer: await aCustomer({ now }),
    product,
    plan,
    order: await anOrder({ memberId: owner, wanted: product, now }),
    paid: await aPaidOrder({ memberId: owner, wanted: product, now }),
    headers: {
      guest: {},
      owner: await signedInAs(owner),
      other: await signedInAs(other),
      admin: await signedInAs(admin),
      cron: { authorization: `Bearer ${env().cronSecret}` },
      service: (await aServiceKey({ adminId: admin })).headers,
    },
  };
}

/** A reservation of the owner's credits, by the owner: its business number. */
export async function aReservation({ owner }: Premises): Promise<string> {
  const bizId = randomUUID();
  await reserveCredits(owner, { bizId, amount: 1, reason: "一件工作" }, contextAt(new Date(), `member:${owner}`));
  return bizId;
}

/** Credits for the owner that wait for a second admin. */
export async function aWaitingAdjustment({ owner }: Premises): Promise<string> {
  const request = { origin: "GIFT", amount: CREDITS_ALONE + 1, reason: "周年活动", requestKey: null } as const;
  const first = await aMember({ role: "ADMIN" });
  const { id } = await adjustCredits(first, { ...request, memberId: owner }, contextAt(new Date(), `admin:${first}`));
  return String(id);
}

/** A refund of the owner's that waits for a person. */
export async function aRefundInReview({ owner, product }: Premises): Promise<string> {
  const { orderSn } = await aPaidOrder({ memberId: owner, wanted: product, now: new Date() });
  await requestRefund(owner, { orderSn, reason: "不需要了", requestKey: null }, contextAt(new Date()));
  const [refund] = await query<{ id: bigint }>("select id from oms_refund_records where order_sn = $1", [orderSn]);
  return String(refund!.id);
}

/** A mismatch alert about a real payment. */
export async function aMismatch({ owner, product }: Premises): Promise<string> {
  const order = await anOrder({ memberId: owner, wanted: product, now: new Date() });
  const { tradeNo } = await buy(order.cashier.payUrl);
  await settlePayment(aTrade(order, { tradeNo, amountFen: order.amountFen - 1 }), contextAt(new Date(), "alipay"));
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where order_sn = $1", [order.orderSn]);
  return String(alert!.id);
}

/** An alert about a refund of a real payment that was made outside. */
export async function anOutsideRefund({ owner, product }: Premises): Promise<string> {
  const now = new Date();
  const order = await anOrder({ memberId: owner, wanted: product, now });
  const { tradeNo } = await buy(order.cashier.payUrl);
  await settlePayment(aTrade(order, { tradeNo }), contextAt(now, "alipay"));
  const numbers = { tradeNo, outTradeNo: order.orderSn, outRequestNo: `console-${order.orderSn}` };
  await refundTrade(accountSdks()[0], { ...numbers, amountFen: order.amountFen, reason: "console" }, now);
  const gone = {
    requestNo: numbers.outRequestNo,
    totalFen: order.amountFen,
    amountFen: null,
    source: "NOTIFY",
  } as const;
  await noteGoneMoney({ paymentMethod: "alipay", tradeNo }, gone, contextAt(now, "alipay"));
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where order_sn = $1", [order.orderSn]);
  return String(alert!.id);
}

/** A refund of a real payment that was sent and that Alipay does not find. */
export async function aStuckRefund({ owner, product }: Premises): Promise<string> {
  const now = new Date();
  const order = await anOrder({ memberId: owner, wanted: product, now });
  const { tradeNo } = await buy(order.cashier.payUrl);
  await settlePayment(aTrade(order, { tradeNo }), contextAt(now, "alipay"));
  await requestRefund(owner, { orderSn: order.orderSn, reason: "不需要了", requestKey: null }, contextAt(now));
  const [refund] = await query<{ id: bigint }>(
    `update oms_refund_records set status = 'SENT', send_count = 1, sent_time = now(), next_check_at = now() + interval '1 hour'
     where order_sn = $1 returning id`,
    [order.orderSn],
  );
  return String(refund!.id);
}

/** A stray payment, really paid, with a refused refund. */
export async function aRefusedStray(premises: Premises): Promise<string> {
  const alertId = await aMismatch(premises);
  const by = premises.admin;
  await releaseMismatch(by, BigInt(alertId), contextAt(new Date(), `admin:${by}`));
  const [refund] = await query<{ id: bigint }>("select max(id) as id from oms_refund_records");
  await query("update oms_refund_records set status = 'REFUSED' where id = $1", [refund!.id]);
  return String(refund!.id);
}

/** Another service key of the admin's. */
export async function aSpareKey({ admin }: Premises): Promise<string> {
  return String((await aServiceKey({ adminId: admin })).id);
}

/** A paid order of the owner with a failed delivery. */
export async function aGivenUpOrder({ owner, product }: Premises): Promise<string> {
  const { orderId, orderSn } = await anOrder({ memberId: owner, wanted: product, now: new Date() });
  await query("update oms_order set status = 'PAID', delivery_status = 'FAILED', payment_time = now() where id = $1", [
    orderId,
  ]);
  await query(
    `insert into oms_delivery_records (order_id, delivery_status, retry_count, error_message) values ($1, 'FAILED', 3, 'planted')`,
    [orderId],
  );
  return orderSn;
}

/** Another browser of the owner's: the id of its session. */
export async function anotherSession({ owner }: Premises): Promise<string> {
  return (await aSession(owner)).sessionId;
}
