import { getAccount } from "../accounts/get-account.ts";
import type { Budget, RunReport } from "../core/batch.ts";
import { MAIL_MS } from "../core/lease.ts";
import { Commit } from "../db/commit.ts";
import { DATABASE_WAIT_MS, runDue, runStatement, type DueRows, type Tried } from "../db/run-due.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { sendMail } from "../mail/send-mail.ts";
import { after } from "../core/time.ts";
import { finishMail, releaseMails, waiveMails } from "./parts.ts";
import { mailWords, nextMailAt, noticeWords } from "./rules.ts";
import { claimMails, countDueMails, type DueMail } from "./store.ts";

/**
 * Cron, and whenever this process has committed a notice: mails what members were told in the app, receipts of money
 * first. Where mail is not configured, the messages stay in the app alone. At least once: a mail may be sent twice (a
 * crash after the server accepted it). Five attempts, then FAILED.
 */
export function sendPendingNotices(now: Date, budget?: Budget): Promise<RunReport> {
  if (env().mail) return runDue(pendingMails(now), now, budget);
  const apply = async (limit: number) => {
    const commit = new Commit("waiveMails");
    const waived = waiveMails(commit, now, limit);
    return (await commit.run()).count(waived);
  };
  return runStatement({ apply, countLeft: () => countDueMails(now) }, budget);
}

function pendingMails(now: Date): DueRows<DueMail> {
  return {
    name: "send-notifications",
    batch: 16,
    width: 8,
    outsideMs: MAIL_MS,
    claim: (leaseUntil, limit) => claimMails(now, leaseUntil, limit),
    work: (mail, leaseUntil) => deliverMail(mail, leaseUntil, now),
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, DATABASE_WAIT_MS), release: releaseMails },
    countLeft: () => countDueMails(now),
    about: ({ id }) => ({ noticeId: String(id) }),
  };
}

async function deliverMail(mail: DueMail, leaseUntil: Date, now: Date): Promise<Tried> {
  const account = await getAccount(mail.memberId);
  if (!account) return finish(mail, leaseUntil, "NONE");
  const address = mail.orderSn && `${env().appUrl}/orders/${mail.orderSn}`;
  const words = mailWords(noticeWords(mail.kind, mail.detail), account.name, address);
  try {
    await sendMail({ to: account.email, key: mail.noticeKey.replaceAll(":", "."), ...words });
  } catch (error) {
    // The server's message may contain the address, so only its code is logged.
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    const attempts = mail.mailAttempts + 1;
    log.warn({ noticeId: String(mail.id), code, responseCode, attempts }, "a mail was not taken");
    const nextAt = nextMailAt(attempts, now);
    return nextAt ? { outcome: "failed", nextAt } : finish(mail, leaseUntil, "FAILED");
  }
  return finish(mail, leaseUntil, "SENT");
}

async function finish(mail: DueMail, leaseUntil: Date, status: "SENT" | "FAILED" | "NONE"): Promise<Tried> {
  const commit = new Commit("recordMail");
  finishMail(commit, mail, leaseUntil, status);
  await commit.run();
  return { outcome: status === "FAILED" ? "failed" : "done" };
}
