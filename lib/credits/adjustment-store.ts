import { sql } from "kysely";
import { prisma } from "../db/client.ts";
import { db, literal } from "../db/database.ts";
import { spendingOrder } from "./spending-order.ts";

const SHOWN = {
  id: true,
  memberId: true,
  origin: true,
  amount: true,
  validDays: true,
  reason: true,
  status: true,
  requestedBy: true,
  requestSeq: true,
  requestHash: true,
  decisionReason: true,
  createTime: true,
  finishTime: true,
  member: { select: { name: true } },
  requester: { select: { name: true } },
  decider: { select: { name: true } },
} as const;

export type StoredAdjustment = NonNullable<Awaited<ReturnType<typeof findAdjustment>>>;

export function findAdjustment(id: bigint) {
  return prisma().creditAdjustment.findUnique({ where: { id }, select: SHOWN });
}

/** What this person has asked for under this key. */
export function findAdjustmentByKey(requestedBy: bigint, requestKey: string): Promise<StoredAdjustment | null> {
  return prisma().creditAdjustment.findUnique({
    where: { requestedBy_requestKey: { requestedBy, requestKey } },
    select: SHOWN,
  });
}

/** A member's, newest first. */
export function findAdjustments(memberId: bigint, limit: number): Promise<StoredAdjustment[]> {
  return prisma().creditAdjustment.findMany({
    where: { memberId },
    select: SHOWN,
    orderBy: { id: "desc" },
    take: limit,
  });
}

/** Those that wait for a second person, the oldest first. */
export function findPendingAdjustments(limit: number): Promise<StoredAdjustment[]> {
  return prisma().creditAdjustment.findMany({
    where: { status: "PENDING" },
    select: SHOWN,
    orderBy: { id: "asc" },
    take: limit,
  });
}

/** What one person did without a second one since an instant, in credits, what an admin set as most, and the number of their last act. */
export async function findRequester(
  requestedBy: bigint,
  since: Date,
): Promise<{ alone: number; limit: number | null; lastSeq: number }> {
  const acts = db.selectFrom("umsCreditAdjustment").where("requestedBy", "=", requestedBy);
  const found = await db
    .selectNoFrom([
      acts
        .select(sql<bigint>`coalesce(sum(abs(amount)), 0)`.as("alone"))
        .where("createTime", ">", since)
        .where("status", "=", literal("DONE"))
        .where("decidedBy", "is", null)
        .as("alone"),
      acts.select(sql<number>`coalesce(max(request_seq), 0)`.as("lastSeq")).as("lastSeq"),
      db.selectFrom("sysSettings").select("creditsAloneLimit").as("limit"),
    ])
    .executeTakeFirstOrThrow();
  return { alone: Number(found.alone), limit: found.limit, lastSeq: found.lastSeq ?? 0 };
}

/** null: there is no such member. */
export async function findMemberStatus(memberId: bigint) {
  const found = await db.selectFrom("umsMember").select("status").where("id", "=", memberId).executeTakeFirst();
  return found?.status ?? null;
}

/** What a member's lots hold together. */
export async function findTotal(memberId: bigint): Promise<bigint> {
  const found = await db
    .selectFrom("umsCreditBalance")
    .select("total")
    .where("memberId", "=", memberId)
    .executeTakeFirst();
  return found?.total ?? 0n;
}

/** The lots of which a member could spend something now, in the order of spending. */
export function findFreeLots(memberId: bigint, now: Date) {
  return db
    .selectFrom("umsCreditLot as lot")
    .select(["lot.id", "lot.origin", "lot.remaining", "lot.frozen", "lot.reserved"])
    .where("lot.memberId", "=", memberId)
    .where("lot.remaining", ">", literal(0))
    .where("lot.remaining", ">", ({ eb, ref }) => eb("lot.frozen", "+", ref("lot.reserved")))
    .where((eb) => eb.or([eb("lot.expireTime", "is", null), eb("lot.expireTime", ">", now)]))
    .orderBy(spendingOrder("lot"))
    .execute();
}
