import type { NoticeFacts } from "./rules.ts";
import { row, rows, sql } from "../db/sql.ts";
import { claimDueMails } from "./parts.ts";

export interface Notice {
  id: bigint;
  kind: string;
  orderSn: string | null;
  detail: NoticeFacts;
  readTime: Date | null;
  createTime: Date;
}

export function findNotices(memberId: bigint, limit: number, offset: number): Promise<Notice[]> {
  return rows<Notice>(sql`select id, kind, order_sn as "orderSn", detail, read_time as "readTime", create_time as "createTime"
    from ums_member_notice where member_id = ${memberId} order by id desc limit ${limit} offset ${offset}`);
}

export async function countNotices(memberId: bigint): Promise<number> {
  const found = await row<{ n: number }>(
    sql`select count(*)::int as n from ums_member_notice where member_id = ${memberId}`,
  );
  return found?.n ?? 0;
}

export async function countUnread(memberId: bigint): Promise<number> {
  const found = await row<{ n: number }>(
    sql`select count(*)::int as n from ums_member_notice where member_id = ${memberId} and read_time is null`,
  );
  return found?.n ?? 0;
}

export interface DueMail {
  id: bigint;
  memberId: bigint;
  noticeKey: string;
  kind: string;
  orderSn: string | null;
  detail: NoticeFacts;
  /** This try included. */
  mailAttempts: number;
}

export function claimMails(now: Date, leaseUntil: Date, limit: number): Promise<DueMail[]> {
  return claimDueMails(now, leaseUntil, limit).execute();
}
