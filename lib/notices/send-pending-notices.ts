import { getAccount } from "../accounts/get-account.ts";
import { workThrough, type BatchReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { sendMail } from "../mail/send-mail.ts";
import { finishMail, postponeMail, waiveMails } from "./parts.ts";
import { MAIL_LEASE_MS, mailWords, nextMailAt, noticeWords } from "./rules.ts";
import { claimMails, type DueMail } from "./store.ts";

const BATCH = 20;
const WAIVED_AT_ONCE = 500;

/**
 * Cron: mails what members were told in the app. Where mail is not configured, the messages stay in the app alone. A mail
 * may come twice (the server took it, and we died before writing so), never not at all: five tries, then FAILED.
 */
export async function sendPendingNotices(now: Date): Promise<BatchReport> {
  if (!env().mail) {
    const commit = new Commit("waiveMails");
    const waived = waiveMails(commit, now, WAIVED_AT_ONCE);
    const count = (await commit.run()).count(waived);
    return { claimed: count, done: count, failed: 0 };
  }
  const claimed = await claimMails(now, after(now, MAIL_LEASE_MS), BATCH);
  return workThrough(
    claimed,
    (mail) => deliverMail(mail, now),
    (mail, error) => log.error({ error, noticeId: String(mail.id) }, "a mail's outcome could not be recorded"),
  );
}

async function deliverMail(mail: DueMail, now: Date): Promise<boolean> {
  const account = await getAccount(mail.memberId);
  if (!account) {
    await finish(mail, "NONE");
    return true;
  }
  try {
    const address = mail.orderSn && `${env().appUrl}/orders/${mail.orderSn}`;
    const words = mailWords(noticeWords(mail.kind, mail.detail), account.name, address);
    await sendMail({ to: account.email, key: mail.noticeKey.replaceAll(":", "."), ...words });
  } catch (error) {
    await recordFailure(mail, error, now);
    return false;
  }
  await finish(mail, "SENT");
  return true;
}

async function finish(mail: DueMail, status: "SENT" | "NONE"): Promise<void> {
  const commit = new Commit("finishMail");
  finishMail(commit, mail, status);
  await commit.run();
}

async function recordFailure(mail: DueMail, error: unknown, now: Date): Promise<void> {
  // The server's words may quote the address, so only its code is logged.
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  log.warn({ noticeId: String(mail.id), code, responseCode, attempts: mail.mailAttempts }, "a mail was not taken");
  const next = nextMailAt(mail.mailAttempts, now);
  const commit = new Commit("recordMailFailure");
  if (next) postponeMail(commit, mail, next);
  else finishMail(commit, mail, "FAILED");
  await commit.run();
}
