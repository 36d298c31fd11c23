import { prisma } from "../db/client.ts";
import { db } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { claimDueMails, dueMails } from "./parts.ts";
import type { NoticeFacts } from "./rules.ts";

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
  /** Tries before this one. */
  mailAttempts: number;
  dueAt: Date;
}

export function claimMails(now: Date, leaseUntil: Date, limit: number): Promise<DueMail[]> {
  return claimDueMails(now, leaseUntil, limit).execute();
}

export function countDueMails(now: Date): Promise<number> {
  return countDue(dueMails(now));
}
