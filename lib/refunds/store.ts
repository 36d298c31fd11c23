import { sql, type Expression, type InferResult } from "kysely";
import { jsonBuildObject } from "kysely/helpers/postgres";
import { STRAY_PAYMENT_KINDS, type RefundStatus } from "../core/states.ts";
import { prisma } from "../db/client.ts";
import { db, idsOf, literal, literals, truth } from "../db/database.ts";
import { countDue, each } from "../db/due.ts";
import { claimDueRefunds, dueRefunds } from "./parts.ts";

export type StoredCase = NonNullable<Awaited<ReturnType<typeof findCase>>>;

/**
 * Everything but the goods that a quote needs, in one read. `memberId` null: whoever's order it is. `recentSince`: which earlier
 * refunds are recent. `payment`: the effective one, null while unpaid. `startedFen`: what people, and back ends, have started lately for this member.
 * `autoLimitFen`: what an admin set, else `usualLimitFen`.
 */
export async function findCase(memberId: bigint | null, orderSn: string, recentSince: Date, usualLimitFen: number) {
  const cases = db
    .selectFrom("omsOrder as o")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .innerJoin("umsMember as m", "m.id", "o.memberId")
    .crossJoinLateral((eb) =>
      eb
        .selectFrom("omsRefundRecords as r")
        .select(({ fn, cast }) => [
          fn.coalesce(fn.max("r.memberSeq"), literal(0)).as("refundsBefore"),
          cast<number>(fn.countAll().filterWhere("r.createTime", ">", recentSince), "integer").as("recentRefunds"),
        ])
        .select(({ fn, eb, cast }) => {
          const started = fn
            .sum("r.refundAmountFen")
            .filterWhere("r.createTime", ">", recentSince)
            .filterWhere((is) =>
              is.or([is("r.requestedBy", "like", "admin:%"), is("r.requestedBy", "like", "service:%")]),
            )
            .filterWhere("r.status", "not in", literals(["REFUSED", "REJECTED"]));
          return cast<number>(fn.coalesce(started, eb.lit(0)), "integer").as("startedFen");
        })
        .whereRef("r.memberId", "=", "o.memberId")
        .where("r.kind", "=", literal("ORDER"))
        .as("history"),
    )
    .select(["o.id as orderId", "o.orderSn", "o.memberId", "o.productType", "item.productName", "o.status"])
    .select(["o.deliveryStatus", "o.payAmountFen", "o.refundedAmountFen"])
    .select(["o.paymentTime", "m.createTime as memberSince"])
    .select(["history.refundsBefore", "history.recentRefunds", "history.startedFen"])
    .select(
      sql<number>`coalesce((select refund_auto_limit_fen from sys_settings), ${usualLimitFen}::integer)`.as(
        "autoLimitFen",
      ),
    )
    .select((eb) =>
      eb
        .selectFrom("omsPaymentRecords as p")
        .select(({ ref }) => {
          const numbers = { id: ref("p.id"), outTradeNo: ref("p.outTradeNo"), tradeNo: ref("p.tradeNo") };
          const account = { paymentMethod: ref("p.paymentMethod"), appId: ref("p.appId"), sellerId: ref("p.sellerId") };
          return jsonBuildObject({ ...numbers, ...account }).as("payment");
        })
        .whereRef("p.orderId", "=", "o.id")
        .where("p.kind", "=", literal("EFFECTIVE"))
        .as("payment"),
    )
    .where("o.orderSn", "=", orderSn);
  const asked = memberId === null ? cases : cases.where("o.memberId", "=", memberId);
  return (await asked.executeTakeFirst()) ?? null;
}

const refunds = db
  .selectFrom("omsRefundRecords as r")
  .innerJoin("omsOrder as o", "o.id", "r.orderId")
  .innerJoin("omsOrderItem as item", "item.orderId", "r.orderId")
  .innerJoin("omsPaymentRecords as paid", "paid.id", "r.paymentId")
  // A row without its account is of the release before the column; its payment has always named it.
  .select(({ fn }) => fn.coalesce("r.appId", "paid.appId").as("appId"))
  .select(({ fn }) => fn.coalesce("r.sellerId", "paid.sellerId").as("sellerId"))
  .select(["r.id", "r.orderId", "r.orderSn", "r.memberId", "item.productName", "o.status as orderStatus"])
  .select(["r.paymentId", "r.paymentMethod", "r.outTradeNo", "r.tradeNo", "r.outRequestNo", "r.kind"])
  .select(["r.refundAmountFen as amountFen", "r.status", "r.reason", "r.quote", "r.risk", "r.needsSecondReview"])
  .select(["r.approvals", "r.requestHash", "r.refusal", "r.sendCount", "r.nextCheckAt", "r.sentTime", "r.createTime"])
  .select(["r.finishTime", "r.byHand", "r.sendingUntil", "r.requestedBy"])
  .select(["o.refundedAmountFen as returnedFen"]);

export type StoredRefund = InferResult<typeof refunds>[number];

export async function findRefund(id: bigint): Promise<StoredRefund | null> {
  return (await refunds.where("r.id", "=", id).executeTakeFirst()) ?? null;
}

export async function findRefundByRequestKey(memberId: bigint, requestKey: string): Promise<StoredRefund | null> {
  const asked = refunds.where("r.memberId", "=", memberId).where("r.requestKey", "=", requestKey);
  return (await asked.executeTakeFirst()) ?? null;
}

export interface DueRefund {
  id: bigint;
  sentTime: Date | null;
  dueAt: Date;
}

/** Claims refunds to send or to query. */
export function claimDue(now: Date, leaseUntil: Date, limit: number): Promise<DueRefund[]> {
  return claimDueRefunds(now, leaseUntil, limit).execute();
}

export function countDueRefunds(now: Date): Promise<number> {
  return countDue(dueRefunds(now));
}

/** Money that bought nothing and that nobody has begun to send back. */
const strayPayments = db
  .selectFrom("omsPaymentRecords as p")
  .innerJoin("omsOrder as o", "o.id", "p.orderId")
  .select(["p.id", "p.orderId", "p.orderSn", "o.memberId", "p.paymentMethod", "p.outTradeNo", "p.tradeNo"])
  .select(["p.kind", "p.paymentAmountFen as amountFen", "p.appId", "p.sellerId"])
  .where("p.kind", "in", literals(STRAY_PAYMENT_KINDS))
  .where("p.paymentStatus", "=", literal("SUCCESS"))
  .where(({ not, exists, selectFrom }) =>
    not(
      exists(
        selectFrom("omsRefundRecords as r")
          .select("r.id")
          .whereRef("r.orderId", "=", "p.orderId")
          .whereRef("r.paymentId", "=", "p.id")
          // A refund outside that came to nothing leaves it as it was.
          .where((eb) => eb.or([eb("r.kind", "=", literal("STRAY")), eb("r.status", "<>", literal("REJECTED"))])),
      ),
    ),
  );

export type StrayPayment = InferResult<typeof strayPayments>[number];

/** The oldest of it first, what was `passed` over excepted. */
export function findStrayPayments(passed: readonly bigint[], limit: number): Promise<StrayPayment[]> {
  return strayPayments.where("p.id", "<>", each(passed)).orderBy("p.id").limit(limit).execute();
}

export function countStrayPayments(): Promise<number> {
  return countDue(strayPayments);
}

export type ReceivedPayment = Awaited<ReturnType<typeof findReceivedPayments>>[number];

/**
 * Every payment of an order with the last refund that was asked for of it, oldest first. `isReturned`: all of its money
 * went back.
 */
export function findReceivedPayments(orderId: bigint) {
  return db
    .selectFrom("omsPaymentRecords as p")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("omsRefundRecords as r")
          .select(["r.status as refundStatus", "r.refundAmountFen"])
          .whereRef("r.orderId", "=", "p.orderId")
          .whereRef("r.paymentId", "=", "p.id")
          .orderBy("r.id", "desc")
          .limit(literal(1))
          .as("refund"),
      (join) => join.onTrue(),
    )
    .select(["p.paymentMethod", "p.appId", "p.tradeNo", "p.kind", "p.paymentAmountFen as amountFen", "p.paymentTime"])
    .select(["refund.refundStatus", "refund.refundAmountFen"])
    .select(({ eb }) => truth(eb("p.paymentStatus", "=", literal("RETURNED"))).as("isReturned"))
    .where("p.orderId", "=", orderId)
    .orderBy("p.id")
    .execute();
}

/** The trade that an alert is about. */
const tradeNoOf = (detail: Expression<unknown>) => sql<string>`${detail} ->> 'tradeNo'`;

export type MismatchAlert = NonNullable<Awaited<ReturnType<typeof findMismatch>>>;

/** A mismatch alert with its evidence: open, or closed without a refund. */
export async function findMismatch(alertId: bigint) {
  const found = await db
    .selectFrom("sysAlert as alert")
    .innerJoin("omsPaymentEvidence as e", (join) =>
      join.on((eb) => eb("e.tradeNo", "=", tradeNoOf(eb.ref("alert.detail")))).on("e.verdict", "like", "MISMATCH:%"),
    )
    .innerJoin("omsOrder as o", "o.id", "e.orderId")
    .innerJoin("omsOrderItem as item", "item.orderId", "o.id")
    .innerJoin("omsPaymentAttempts as a", "a.outTradeNo", "e.outTradeNo")
    .select(["alert.id", "e.paymentMethod", "e.outTradeNo", "e.appId as saidApp", "a.appId"])
    .select(["o.id as orderId", "o.orderSn", "o.memberId", "item.productName"])
    .select(({ ref }) => tradeNoOf(ref("alert.detail")).as("tradeNo"))
    .select(({ eb }) => truth(eb("alert.resolvedTime", "is", null)).as("isOpen"))
    .where("alert.id", "=", alertId)
    .where("alert.kind", "=", "PAYMENT_MISMATCH")
    .where(({ eb, or, not, exists, selectFrom }) => {
      const booked = selectFrom("omsPaymentRecords as p").select("p.id").whereRef("p.tradeNo", "=", "e.tradeNo");
      return or([eb("alert.resolvedTime", "is", null), not(exists(booked))]);
    })
    .whereRef("o.orderSn", "=", "alert.orderSn")
    .orderBy("e.id")
    .limit(1)
    .executeTakeFirst();
  return found ?? null;
}

export interface RefundFilter {
  orderId?: bigint | undefined;
  memberId?: bigint | undefined;
  status?: RefundStatus | undefined;
  orderSn?: string | undefined;
}

function matching({ orderId, memberId, status, orderSn }: RefundFilter) {
  let found = db.selectFrom("omsRefundRecords");
  if (orderId !== undefined) found = found.where("orderId", "=", orderId);
  if (memberId !== undefined) found = found.where("memberId", "=", memberId);
  if (status) found = found.where("status", "=", status);
  return orderSn ? found.where("orderSn", "=", orderSn) : found;
}

/** Refunds for people to read. `isFollowed`: another refund of the same payment came after it. */
const listed = refunds
  .innerJoin("umsMember as m", "m.id", "r.memberId")
  .select(["m.name as memberName", "paid.paymentAmountFen as paidFen"])
  .select(({ exists, selectFrom }) => {
    const later = selectFrom("omsRefundRecords as later")
      .select("later.id")
      .whereRef("later.orderId", "=", "r.orderId")
      .whereRef("later.paymentId", "=", "r.paymentId")
      .whereRef("later.id", ">", "r.id");
    return truth(exists(later)).as("isFollowed");
  });

export type ListedRefund = InferResult<typeof listed>[number];

export async function findListedRefund(id: bigint): Promise<ListedRefund | null> {
  return (await listed.where("r.id", "=", id).executeTakeFirst()) ?? null;
}

/** One page of refunds, newest first. Only what the page shows is joined. */
export function findRefunds(filter: RefundFilter, limit: number, offset: number): Promise<ListedRefund[]> {
  const page = matching(filter).select("id").orderBy("id", "desc").limit(limit).offset(offset);
  return listed
    .where((eb) => eb("r.id", "=", eb.fn.any(idsOf(page))))
    .orderBy("r.id", "desc")
    .execute();
}

export async function countRefunds(filter: RefundFilter): Promise<number> {
  const counted = matching(filter).select((eb) => eb.fn.countAll<bigint>().as("n"));
  return Number((await counted.executeTakeFirstOrThrow()).n);
}

export type StoredReview = Awaited<ReturnType<typeof findReviews>>[number];

/** Review decisions of a refund, oldest first; at most two. Two statements: the lines, the admins. */
export function findReviews(refundId: bigint) {
  return prisma().refundReview.findMany({
    select: { adminId: true, admin: { select: { name: true } }, verdict: true, reason: true, createTime: true },
    where: { refundId },
    orderBy: { id: "asc" },
  });
}

export type Buyer = NonNullable<Awaited<ReturnType<typeof findBuyer>>>;

/** Who asks, and what they have paid and got back so far, in fen. */
export async function findBuyer(memberId: bigint) {
  const found = await db
    .selectFrom("umsMember as m")
    .leftJoin("omsOrder as o", (join) => join.onRef("o.memberId", "=", "m.id").on("o.paymentTime", "is not", null))
    .leftJoin("umsCustomer as customer", "customer.memberId", "m.id")
    .select(["m.id", "m.name", "m.email", "m.createTime", "customer.externalId as customerId"])
    .select(({ fn }) => fn.count<bigint>("o.id").as("paidOrders"))
    .select(({ fn }) => fn.sum<bigint | null>("o.payAmountFen").as("paidFen"))
    .select(({ fn }) => fn.sum<bigint | null>("o.refundedAmountFen").as("refundedFen"))
    .where("m.id", "=", memberId)
    .groupBy(["m.id", "customer.externalId"])
    .executeTakeFirst();
  if (!found) return null;
  const { paidOrders, paidFen, refundedFen, ...member } = found;
  return {
    ...member,
    paidOrders: Number(paidOrders),
    paidFen: Number(paidFen ?? 0),
    refundedFen: Number(refundedFen ?? 0),
  };
}
