import type { Part } from "../db/commit.ts";
import { noSql, sql, type Sql } from "../db/sql.ts";
import type { NoticeFacts, NoticeKind } from "./rules.ts";

export interface NewNotice {
  readonly memberId: bigint;
  readonly kind: NoticeKind;
  /** What it is about; the same news about the same thing is told once. */
  readonly about: string;
  readonly orderSn: string | null;
  readonly facts: NoticeFacts;
}

/** Tells the member something, in the same commit as the thing itself. Mail follows by cron. */
export function enqueueNotice(notice: NewNotice, now: Date): Part {
  return {
    name: "notice",
    rows: "any",
    sql: sql`insert into ums_member_notice (member_id, notice_key, kind, order_sn, detail, next_attempt_at, create_time)
      values (${notice.memberId}, ${`${notice.kind}:${notice.about}`}, ${notice.kind}, ${notice.orderSn},
        ${JSON.stringify(notice.facts)}::jsonb, ${now}, ${now})
      on conflict (notice_key) do nothing returning id`,
  };
}

/** The given messages of this member, or all of them; somebody else's id finds nothing. */
export function markRead(memberId: bigint, ids: readonly number[] | undefined, now: Date): Part {
  const among = ids ? sql`and id = any(${ids as number[]}::bigint[])` : noSql;
  return {
    name: "marked",
    rows: "any",
    sql: sql`update ums_member_notice set read_time = ${now} where member_id = ${memberId} and read_time is null ${among} returning 1 as one`,
  };
}

/** Claims mails that are due, oldest first, passing over those another worker holds. The claim counts as a try. */
export function claimDueMails(now: Date, leaseUntil: Date, limit: number): Sql {
  return sql`update ums_member_notice set mail_attempts = mail_attempts + 1, next_attempt_at = ${leaseUntil}
    where id in (
      select id from ums_member_notice where mail_status = 'PENDING' and next_attempt_at <= ${now}
      order by next_attempt_at for update skip locked limit ${limit})
    returning id, member_id as "memberId", notice_key as "noticeKey", kind, order_sn as "orderSn", detail, mail_attempts as "mailAttempts"`;
}

interface ClaimedMail {
  readonly id: bigint;
  readonly mailAttempts: number;
}

/** The mail is out, or will never be. Finds nothing when another worker has tried since. */
export function finishMail({ id, mailAttempts }: ClaimedMail, status: "SENT" | "FAILED" | "NONE"): Part {
  return {
    name: "finished_mail",
    rows: "any",
    sql: sql`update ums_member_notice set mail_status = ${status}::mail_status
      where id = ${id} and mail_status = 'PENDING' and mail_attempts = ${mailAttempts} returning id`,
  };
}

/** The mail was not taken; another try at `nextAt`. */
export function postponeMail({ id, mailAttempts }: ClaimedMail, nextAt: Date): Part {
  return {
    name: "postponed_mail",
    rows: "any",
    sql: sql`update ums_member_notice set next_attempt_at = ${nextAt}
      where id = ${id} and mail_status = 'PENDING' and mail_attempts = ${mailAttempts} returning id`,
  };
}

/** Our database did not answer before the mail was tried: the claim was no try. Finds nothing when another worker has tried since. */
export function giveBackMail({ id, mailAttempts }: ClaimedMail, nextAt: Date): Part {
  return {
    name: "given_back_mail",
    rows: "any",
    sql: sql`update ums_member_notice set mail_attempts = mail_attempts - 1, next_attempt_at = ${nextAt}
      where id = ${id} and mail_status = 'PENDING' and mail_attempts = ${mailAttempts} returning id`,
  };
}

/** Nothing is mailed here, so nothing waits: mail that is configured later does not begin with old news. */
export function waiveMails(now: Date, limit: number): Part {
  return {
    name: "waived_mails",
    rows: "any",
    sql: sql`update ums_member_notice set mail_status = 'NONE'
      where id in (
        select id from ums_member_notice where mail_status = 'PENDING' and next_attempt_at <= ${now}
        order by next_attempt_at for update skip locked limit ${limit})
      returning id`,
  };
}
