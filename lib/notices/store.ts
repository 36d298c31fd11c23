import { prisma } from "../db/client.ts";
import { db, literal } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { claimDueMails, dueMails, dueMailsOf } from "./parts.ts";
import type { MailRank, NoticeFacts } from "./rules.ts";

export type Notice = Awaited<ReturnType<typeof findNotices>>[number];

/** A member's messages, newest first. */
export function findNotices(memberId: bigint, limit: number, offset: number) {
  return db
    .selectFrom("umsMemberNotice")
    .select(["id", "kind", "orderSn", "detail", "readTime", "createTime"])
    .where("memberId", "=", memberId)
    .orderBy("id", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
}

export function countNotices(memberId: bigint): Promise<number> {
  return prisma().memberNotice.count({ where: { memberId } });
}

export function countUnread(memberId: bigint): Promise<number> {
  return prisma().memberNotice.count({ where: { memberId, readTime: null } });
}

export interface DueMail {
  id: bigint;
  memberId: bigint;
  noticeKey: string;
  kind: string;
  orderSn: string | null;
  detail: NoticeFacts;
  createTime: Date;
  /** Tries before this one. */
  mailAttempts: number;
  dueAt: Date;
}

export function claimMails(rank: MailRank, now: Date, leaseUntil: Date, limit: number): Promise<DueMail[]> {
  return claimDueMails(rank, now, leaseUntil, limit).execute();
}

export function countDueMails(now: Date): Promise<number> {
  return countDue(dueMails(now));
}

export function countDueMailsOf(rank: MailRank, now: Date): Promise<number> {
  return countDue(dueMailsOf(rank, now));
}

/** Of how many other messages of this kind a mail to the member was tried that were written since then, and not after this one. */
export async function countMailed({ id, memberId, kind, createTime }: DueMail, since: Date): Promise<number> {
  const { n } = await db
    .selectFrom("umsMemberNotice")
    .select((eb) => eb.fn.countAll<bigint>().as("n"))
    .where("memberId", "=", memberId)
    .where("kind", "=", kind)
    .where("createTime", ">", since)
    .where("createTime", "<=", createTime)
    .where("mailRank", "=", literal(1))
    .where("mailAttempts", ">", literal(0))
    .where("id", "<>", id)
    .executeTakeFirstOrThrow();
  return Number(n);
}
