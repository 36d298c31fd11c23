import { requirePassword } from "../accounts/change-password.ts";
import { audit, endAllSessions } from "../accounts/parts.ts";
import { closeMember, dropLink } from "../accounts/password-parts.ts";
import type { ClosingView } from "../contracts/membership.ts";
import type { Context } from "../core/context.ts";
import { REFUND_WINDOW_MS } from "../core/deadlines.ts";
import { AppError } from "../core/errors.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { requireNothingUnderWay } from "./parts.ts";
import { obstaclesOf, type Standing } from "./rules.ts";
import { findStanding } from "./store.ts";
import { closingView } from "./view.ts";

/** What closing the account would take, and what stands in its way. One read. */
export async function previewClosing(memberId: bigint, now: Date): Promise<ClosingView> {
  return closingView(await standingOf(memberId, now));
}

/**
 * Closes the member's own account: nobody signs in any more, all browsers are out, the address is free again, the books stay
 * (decision 37). One commit. Throws WRONG_PASSWORD (400), and ACCOUNT_NOT_CLOSABLE (409), with the reason, while money is
 * under way.
 */
export async function closeAccount(memberId: bigint, password: string, context: Context): Promise<{ ended: number }> {
  const { now } = context;
  const sessionVersion = await requirePassword(memberId, password, "password");
  await requireClosable(memberId, now);
  const commit = new Commit("closeAccount");
  closeMember(commit, memberId, sessionVersion, now);
  const ended = endAllSessions(commit, memberId, now);
  dropLink(commit, memberId, "RESET", now);
  dropLink(commit, memberId, "CONFIRM", now);
  requireNothingUnderWay(commit, memberId);
  audit(commit, "account.close", `member:${memberId}`, {}, context);
  const done = await commit.attempt();
  if (done) return { ended: done.count(ended) };
  await requireClosable(memberId, now);
  throw new AppError("ACCOUNT_NOT_CLOSABLE");
}

async function requireClosable(memberId: bigint, now: Date): Promise<void> {
  const [obstacle] = obstaclesOf(await standingOf(memberId, now));
  if (obstacle !== undefined) throw new AppError("ACCOUNT_NOT_CLOSABLE", { about: obstacle });
}

/** What a member has and what is under way for them. One read. */
export function standingOf(memberId: bigint, now: Date): Promise<Standing> {
  return findStanding(memberId, now, after(now, -REFUND_WINDOW_MS));
}
