import { resolveAlertsAbout } from "../accounts/alert-parts.ts";
import { audit } from "../accounts/parts.ts";
import type { AddForeignRuleBody } from "../contracts/differences.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { closeForeign, endForeignRule, insertForeignRule } from "./difference-parts.ts";
import { mayBecomeOurs } from "./difference-rules.ts";
import { isOursByPrefix } from "./difference-store.ts";

/**
 * From now on the lines whose order number begins so are another application's, and the open differences of such lines are
 * closed, in one commit (docs/rules.md R120). Answers how many those were. Two reads, one commit.
 * Throws FOREIGN_RULE_OURS (409: a number of ours begins so, or may), FOREIGN_RULE_TAKEN (409: there is this rule).
 */
export async function addForeignRule(
  adminId: bigint,
  { prefix, reason }: AddForeignRuleBody,
  context: Context,
): Promise<{ closed: number }> {
  if (mayBecomeOurs(prefix, context.now) || (await isOursByPrefix(prefix))) throw new AppError("FOREIGN_RULE_OURS");
  const commit = new Commit("addForeignRule");
  insertForeignRule(commit, { prefix, reason, adminId }, context.now);
  const closed = closeForeign(commit, prefix, { adminId, reason }, context.now);
  resolveAlertsAbout(commit, "BILL_DIFFERENCE", closed, adminId, context.now);
  audit(commit, "FOREIGN_RULE_ADDED", prefix, { reason }, context);
  const done = await commit.attempt();
  if (!done) throw new AppError("FOREIGN_RULE_TAKEN");
  return { closed: done.count(closed) };
}

/** A rule no longer holds; what it closed stays closed. One commit. Throws NOT_FOUND (404: no such rule holds). */
export async function stopForeignRule(
  adminId: bigint,
  ruleId: bigint,
  reason: string,
  context: Context,
): Promise<null> {
  const commit = new Commit("stopForeignRule");
  endForeignRule(commit, ruleId, adminId, context.now);
  audit(commit, "FOREIGN_RULE_ENDED", String(ruleId), { reason }, context);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
  return null;
}
