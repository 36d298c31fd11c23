import { audit, resolveAlertAbout } from "../accounts/parts.ts";
import { ADJUSTMENT_ORIGINS, type AdjustmentView, type DecideAdjustmentBody } from "../contracts/members.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { finishAdjustment } from "./adjustment-parts.ts";
import { findAdjustment, findMemberStatus, type StoredAdjustment } from "./adjustment-store.ts";
import { adjustmentView } from "./view.ts";
import { planMovement } from "./plan-movement.ts";
import { judgeAdjustment, nameOfAct, waitingAlert } from "./rules.ts";

interface Deciding extends DecideAdjustmentBody {
  readonly memberId: bigint;
  readonly adjustmentId: bigint;
}

/**
 * A second admin grants what waits for them, and it moves in the same commit; or it comes to nothing. The alert about it closes.
 * Valid days count from now. Throws NOT_FOUND (404), SELF_CONFIRMATION (403), ADJUSTMENT_DECIDED (409), MEMBER_CLOSED (409), INSUFFICIENT_CREDITS (409).
 */
export function decideAdjustment(adminId: bigint, deciding: Deciding, context: Context): Promise<AdjustmentView> {
  return retryOnConflict(async () => {
    await decide(adminId, deciding, context);
    const decided = await findAdjustment(deciding.adjustmentId);
    invariant(decided, "an adjustment stays");
    return adjustmentView(decided);
  });
}

async function decide(adminId: bigint, deciding: Deciding, context: Context): Promise<void> {
  const { memberId, adjustmentId, verdict, reason } = deciding;
  const adjustment = await findAdjustment(adjustmentId);
  if (adjustment?.memberId !== memberId) throw new AppError("NOT_FOUND");
  const outcome = judgeAdjustment(adjustment, adminId, verdict);
  if (outcome === "own") throw new AppError("SELF_CONFIRMATION");
  if (outcome === "over") throw new AppError("ADJUSTMENT_DECIDED");
  const { amount, requestedBy } = adjustment;
  const facts = { adjustmentId: Number(adjustmentId), amount, requestedBy: Number(requestedBy), reason };
  const commit = new Commit("decideAdjustment");
  finishAdjustment(commit, adjustmentId, { status: outcome, decidedBy: adminId, decisionReason: reason }, context.now);
  const { kind, cause } = waitingAlert(adjustment);
  resolveAlertAbout(commit, kind, cause, adminId, context.now);
  if (outcome === "REJECTED") audit(commit, "CREDITS_REJECTED", `member:${memberId}`, facts, context);
  else await move(commit, adjustment, facts, context);
  await commit.run();
}

async function move(commit: Commit, adjustment: StoredAdjustment, facts: object, context: Context): Promise<void> {
  const { id, memberId, amount, validDays } = adjustment;
  const origin = ADJUSTMENT_ORIGINS.find((one) => one === adjustment.origin);
  invariant(origin, "the table checks where an adjustment comes from");
  if ((await findMemberStatus(memberId)) !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
  const movement = await planMovement({ memberId, origin, amount, validDays }, context.now);
  movement.write(commit, { adjustment: id, about: nameOfAct(adjustment) }, context);
  const { before, after } = movement;
  audit(commit, "CREDITS_ADJUSTED", `member:${memberId}`, { ...facts, origin, before, after }, context);
}
