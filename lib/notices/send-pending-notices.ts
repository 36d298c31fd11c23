import { getAccount } from "../accounts/get-account.ts";
import { getShopName } from "../accounts/get-settings.ts";
import { Budget, sumReports, type RunReport } from "../core/batch.ts";
import { MAIL_MS } from "../core/lease.ts";
import { Commit } from "../db/commit.ts";
import { DATABASE_WAIT_MS, runDue, runStatement, type DueRows, type Tried } from "../db/run-due.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { refusalOf, sendMail } from "../mail/send-mail.ts";
import { after } from "../core/time.ts";
import { finishMail, releaseMails, waiveMails } from "./parts.ts";
import { isMailed, MAIL_RANKS, mailWords, nextMailAt, noticeWords, WAITING_MAILS_MS, type MailRank } from "./rules.ts";
import { claimMails, countDueMails, countDueMailsOf, countMailed, type DueMail } from "./store.ts";

/**
 * Cron, and whenever this process has committed a notice: mails what members were told in the app (docs/rules.md R92, R93).
 * Each rank has senders of its own, so that what can wait never stands in the way of a receipt, however slowly its servers
 * answer. Where mail is not configured, the messages stay in the app alone. At least once: a mail may be sent twice (a
 * crash after the server accepted it). Five attempts, then FAILED.
 */
export async function sendPendingNotices(now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  if (env().mail) return sumReports(await Promise.all(MAIL_RANKS.map((rank) => sendNoticesOf(rank, now, budget))));
  const apply = async (limit: number) => {
    const commit = new Commit("waiveMails");
    const waived = waiveMails(commit, now, limit);
    return (await commit.run()).count(waived);
  };
  return runStatement({ apply, countLeft: () => countDueMails(now) }, budget);
}

/** The mails of one rank. Mail is configured. */
export function sendNoticesOf(rank: MailRank, now: Date, budget?: Budget): Promise<RunReport> {
  return runDue(pendingMails(rank, now), now, budget);
}

/** What can wait has fewer connections, and small batches: tries are counted when a batch is over (isMailed). */
const HOLDS = { 0: { batch: 16, width: 8 }, 1: { batch: 4, width: 4 } } as const;

function pendingMails(rank: MailRank, now: Date): DueRows<DueMail> {
  return {
    name: "send-notifications",
    ...HOLDS[rank],
    outsideMs: MAIL_MS,
    claim: (leaseUntil, limit) => claimMails(rank, now, leaseUntil, limit),
    work: (mail, leaseUntil) => deliverMail(mail, rank, leaseUntil, now),
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, DATABASE_WAIT_MS), release: releaseMails },
    countLeft: () => countDueMailsOf(rank, now),
    about: ({ id }) => ({ noticeId: String(id) }),
  };
}

async function deliverMail(mail: DueMail, rank: MailRank, leaseUntil: Date, now: Date): Promise<Tried> {
  const account = await getAccount(mail.memberId);
  if (!account?.email) return finish(mail, leaseUntil, "NONE");
  const isConfirmed = account.emailConfirmTime !== null;
  const mailedLately = rank === 0 ? 0 : await countMailed(mail, after(mail.createTime, -WAITING_MAILS_MS));
  if (!isMailed(mail.kind, rank, isConfirmed, mailedLately)) return finish(mail, leaseUntil, "NONE");
  const address = mail.orderSn && `${env().appUrl}/orders/${mail.orderSn}`;
  const name = isConfirmed ? account.name : null;
  const words = mailWords(noticeWords(mail.kind, mail.detail), name, address, await getShopName());
  try {
    await sendMail({ to: account.email, key: mail.noticeKey.replaceAll(":", "."), ...words });
  } catch (error) {
    const attempts = mail.mailAttempts + 1;
    log.warn({ noticeId: String(mail.id), ...refusalOf(error), attempts }, "a mail was not taken");
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
