import type { Budget, RunReport } from "../core/batch.ts";
import { MAIL_MS } from "../core/lease.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { DATABASE_WAIT_MS, runDue, type DueRows, type Tried } from "../db/run-due.ts";
import { env } from "../env.ts";
import { log } from "../log.ts";
import { refusalOf, sendMail } from "../mail/send-mail.ts";
import { getAccount } from "./get-account.ts";
import { getShopName } from "./get-settings.ts";
import { finishLink, releaseLinks, setToken } from "./job-parts.ts";
import { LINK_LIFE_MS, linkMail, nextLinkMailAt } from "./rules.ts";
import { hashOfLinkToken, newLinkToken } from "./secret-keys.ts";
import { claimLinks, countDueLinks, type DueLink } from "./store.ts";

/**
 * Cron, and whenever this process has committed one: mails the links that were asked for. Each try makes a token of its own,
 * which exists in this process and in the mail alone, and counts its life anew. Nothing where mail is not configured.
 */
export async function mailLinks(now: Date, budget?: Budget): Promise<RunReport> {
  return env().mail ? runDue(pendingLinks(now), now, budget) : { claimed: 0, done: 0, failed: 0, left: 0 };
}

function pendingLinks(now: Date): DueRows<DueLink> {
  return {
    name: "send-notifications",
    batch: 8,
    width: 4,
    outsideMs: MAIL_MS,
    claim: (leaseUntil, limit) => claimLinks(now, leaseUntil, limit),
    work: (link, leaseUntil) => mailLink(link, leaseUntil, now),
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, DATABASE_WAIT_MS), release: releaseLinks },
    countLeft: () => countDueLinks(now),
    about: ({ id }) => ({ linkId: String(id) }),
  };
}

async function mailLink(link: DueLink, leaseUntil: Date, now: Date): Promise<Tried> {
  const account = link.memberId === null ? null : await getAccount(link.memberId);
  const isPointless = link.expireTime <= now || (link.purpose === "CONFIRM" && account?.emailConfirmTime);
  const to = account && (link.email ?? account.email);
  if (!to || isPointless) return finish(link, leaseUntil, "NONE");
  const token = newLinkToken();
  const commit = new Commit("setLinkToken");
  const expireTime = after(now, LINK_LIFE_MS[link.purpose]);
  setToken(commit, link, leaseUntil, { tokenHash: hashOfLinkToken(token), expireTime });
  if (!(await commit.attempt())) return { outcome: "gone" };
  try {
    const words = linkMail(link.purpose, { appUrl: env().appUrl, shopName: await getShopName() }, token);
    await sendMail({ to, key: `link.${link.id}.${leaseUntil.getTime()}`, ...words });
  } catch (error) {
    const attempts = link.mailAttempts + 1;
    log.warn({ linkId: String(link.id), ...refusalOf(error), attempts }, "a mail was not taken");
    const nextAt = nextLinkMailAt(attempts, now);
    return nextAt ? { outcome: "failed", nextAt } : finish(link, leaseUntil, "FAILED");
  }
  return finish(link, leaseUntil, "SENT");
}

async function finish(link: DueLink, leaseUntil: Date, status: "SENT" | "FAILED" | "NONE"): Promise<Tried> {
  const commit = new Commit("recordLinkMail");
  finishLink(commit, link, leaseUntil, status);
  await commit.run();
  return { outcome: status === "FAILED" ? "failed" : "done" };
}
