import { sql } from "kysely";
import { OPEN_INVOICE_STATUSES, STANDING_SEGMENT_STATUSES } from "../core/states.ts";
import { db, literal, literals } from "../db/database.ts";
import { prisma } from "../db/client.ts";
import { openAttempts, openRefunds } from "./parts.ts";
import type { Standing } from "./rules.ts";

/** What the member has and what is under way for them, in one read. `refundableSince`: paid later is refundable. */
export async function findStanding(memberId: bigint, now: Date, refundableSince: Date): Promise<Standing> {
  const found = await db
    .selectNoFrom((eb) => [
      openRefunds(memberId)
        .select(({ fn }) => fn.countAll<bigint>().as("n"))
        .as("openRefunds"),
      openAttempts(memberId)
        .select(({ fn }) => fn.max("attempt.expireTime").as("last"))
        .as("payableUntil"),
      eb
        .selectFrom("umsCreditLot")
        .select(({ fn }) => fn.coalesce(fn.sum<bigint>("remaining"), sql<bigint>`0`).as("credits"))
        .where("memberId", "=", memberId)
        .where("remaining", ">", literal(0))
        .where((lot) => lot.or([lot("expireTime", "is", null), lot("expireTime", ">", now)]))
        .as("credits"),
      eb
        .selectFrom("umsMemberSubscriptions")
        .select(({ fn }) => fn.max("endDate").as("end"))
        .where("memberId", "=", memberId)
        .where("status", "in", literals(STANDING_SEGMENT_STATUSES))
        .where("endDate", ">", now)
        .as("planEnd"),
      eb
        .selectFrom("omsOrder")
        .select(({ fn }) => fn.countAll<bigint>().as("n"))
        .where("memberId", "=", memberId)
        .where("status", "=", literal("PAID"))
        .where("paymentTime", ">", refundableSince)
        .as("refundableOrders"),
      eb
        .selectFrom("omsInvoice")
        .select(({ fn }) => fn.countAll<bigint>().as("n"))
        .where("memberId", "=", memberId)
        .where("status", "in", literals(OPEN_INVOICE_STATUSES))
        .as("openInvoices"),
      eb.selectFrom("umsMember").select("role").where("id", "=", memberId).as("role"),
    ])
    .executeTakeFirstOrThrow();
  return {
    openRefunds: Number(found.openRefunds),
    payableUntil: found.payableUntil,
    credits: Number(found.credits),
    planEnd: found.planEnd,
    refundableOrders: Number(found.refundableOrders),
    openInvoices: Number(found.openInvoices),
    isAdmin: found.role === "ADMIN",
  };
}

/** What a member paid, and what went back, in fen; stray payments included. */
export async function sumMoney(memberId: bigint): Promise<{ paidFen: number; refundedFen: number }> {
  const found = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom("omsPaymentRecords as payment")
        .innerJoin("omsOrder as order", "order.id", "payment.orderId")
        .select(({ fn }) => fn.sum<bigint | null>("payment.paymentAmountFen").as("fen"))
        .where("order.memberId", "=", memberId)
        .as("paidFen"),
      eb
        .selectFrom("omsRefundRecords")
        .select(({ fn }) => fn.sum<bigint | null>("refundAmountFen").as("fen"))
        .where("memberId", "=", memberId)
        .where("status", "=", literal("SUCCESS"))
        .as("refundedFen"),
    ])
    .executeTakeFirstOrThrow();
  return { paidFen: Number(found.paidFen), refundedFen: Number(found.refundedFen) };
}

export function findAccount(id: bigint) {
  const identities = {
    select: { issuer: true, subject: true, createTime: true },
    orderBy: { createTime: "asc" },
  } as const;
  const select = { email: true, name: true, createTime: true, emailConfirmTime: true, identities } as const;
  return prisma().member.findUniqueOrThrow({ where: { id }, select });
}

/** Rows of one statement of an export. */
export const EXPORT_ROWS = 500;

/** The member's rows that come after this one, by their ids. */
const after = (memberId: bigint, id: bigint) =>
  ({ where: { memberId, id: { gt: id } }, orderBy: { id: "asc" }, take: EXPORT_ROWS }) as const;

const withOrderSn = { order: { select: { orderSn: true } } } as const;

export function findOrders(memberId: bigint, id: bigint) {
  return prisma().order.findMany({ ...after(memberId, id), include: { orderItem: { select: { productName: true } } } });
}

export function findPayments(memberId: bigint, id: bigint) {
  return prisma().paymentRecord.findMany({ ...after(memberId, id), where: { order: { memberId }, id: { gt: id } } });
}

export function findRefunds(memberId: bigint, id: bigint) {
  return prisma().refundRecord.findMany(after(memberId, id));
}

export function findInvoices(memberId: bigint, id: bigint) {
  const orders = { select: { orderSn: true, amountFen: true, dropTime: true }, orderBy: { id: "asc" } } as const;
  return prisma().invoice.findMany({ ...after(memberId, id), include: { invoiceLines: orders } });
}

export function findLots(memberId: bigint, id: bigint) {
  return prisma().creditLot.findMany({ ...after(memberId, id), include: withOrderSn });
}

export function findLedger(memberId: bigint, id: bigint) {
  return prisma().creditLedgerEntry.findMany({ ...after(memberId, id), include: withOrderSn });
}

export function findPeriods(memberId: bigint, id: bigint) {
  return prisma().memberSubscription.findMany({ ...after(memberId, id), include: withOrderSn });
}

export function findMessages(memberId: bigint, id: bigint) {
  return prisma().memberNotice.findMany(after(memberId, id));
}
