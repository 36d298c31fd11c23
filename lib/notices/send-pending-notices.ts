import { getAccount, type Member } from "../accounts/get-account.ts";
import { workThrough, type BatchReport } from "../core/batch.ts";
import { after } from "../core/time.ts";
import { Commit, isDatabaseSilent, type Write } from "../db/commit.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { sendMail } from "../mail/send-mail.ts";
import { finishMail, giveBackMail, postponeMail, waiveMails } from "./parts.ts";
import { MAIL_LEASE_MS, MAIL_WAIT_MS, mailWords, nextMailAt, noticeWords } from "./rules.ts";
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
  const account = await addresseeOf(mail, now);
  if (!account) {
    await record((commit) => finishMail(commit, mail, "NONE"));
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
  await record((commit) => finishMail(commit, mail, "SENT"));
  return true;
}

async function record(write: Write): Promise<void> {
  const commit = new Commit("recordMail");
  write(commit);
  await commit.run();
}

/** That our own database does not answer says nothing about the mail, so it is not one of its tries. */
async function addresseeOf(mail: DueMail, now: Date): Promise<Member | null> {
  try {
    return await getAccount(mail.memberId);
  } catch (error) {
    if (isDatabaseSilent(error)) await record((commit) => giveBackMail(commit, mail, after(now, MAIL_WAIT_MS)));
    throw error;
  }
}

async function recordFailure(mail: DueMail, error: unknown, now: Date): Promise<void> {
  // The server's words may quote the address, so only its code is logged.
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  log.warn({ noticeId: String(mail.id), code, responseCode, attempts: mail.mailAttempts }, "a mail was not taken");
  const next = nextMailAt(mail.mailAttempts, now);
  await record((commit) => (next ? postponeMail(commit, mail, next) : finishMail(commit, mail, "FAILED")));
}
