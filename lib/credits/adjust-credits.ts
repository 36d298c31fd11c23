import { createHash } from "node:crypto";
import { audit, raiseAlert } from "../accounts/parts.ts";
import type { AdjustCreditsBody, AdjustmentView } from "../contracts/members.ts";
import { invariant } from "../core/assert.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { insertAdjustment } from "./adjustment-parts.ts";
import {
  findAdjustment,
  findAdjustmentByKey,
  findMemberStatus,
  findRequester,
  type StoredAdjustment,
} from "./adjustment-store.ts";
import { adjustmentView } from "./view.ts";
import { planMovement } from "./plan-movement.ts";
import { ALONE_WINDOW_MS, needsSecondPerson, nameOfAct, waitingAlert } from "./rules.ts";

interface AdjustmentRequest extends AdjustCreditsBody {
  readonly memberId: bigint;
  readonly requestKey: string | null;
}

/**
 * An admin gives a member credits, or takes free ones as a correction, with a reason (docs/rules.md R105). Above what one
 * person may do alone within a day, and for themselves, it waits for a second admin, people are told, and nothing moves. The
 * same `requestKey` and body get the same answer. Up to five reads, one commit with its audit row.
 * Throws NOT_FOUND (404), MEMBER_CLOSED (409), INSUFFICIENT_CREDITS (409: so many are not free), IDEMPOTENCY_KEY_REUSED (409).
 */
export function adjustCredits(adminId: bigint, request: AdjustmentRequest, context: Context): Promise<AdjustmentView> {
  return retryOnConflict(async () => adjustmentView(await adjust(adminId, request, context)));
}

function hashOf({ memberId, origin, amount, validDays, reason }: AdjustmentRequest): string {
  return createHash("sha256")
    .update(JSON.stringify([String(memberId), origin, amount, validDays ?? null, reason]))
    .digest("hex");
}

async function adjust(adminId: bigint, request: AdjustmentRequest, context: Context): Promise<StoredAdjustment> {
  const { memberId, origin, amount, validDays = null, reason, requestKey } = request;
  const { now } = context;
  const requestHash = requestKey === null ? null : hashOf(request);
  const answered = requestKey === null ? null : await findAdjustmentByKey(adminId, requestKey);
  if (answered && answered.requestHash !== requestHash) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  if (answered) return answered;
  const [status, requester] = await Promise.all([
    findMemberStatus(memberId),
    findRequester(adminId, after(now, -ALONE_WINDOW_MS)),
  ]);
  if (status === null) throw new AppError("NOT_FOUND");
  if (status !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
  const movement = await planMovement({ memberId, origin, amount, validDays }, now);
  const needsSecond = needsSecondPerson({ amount, isOwn: adminId === memberId }, requester);
  const commit = new Commit("adjustCredits");
  const asked = { memberId, origin, amount, validDays, reason, requestKey, requestHash };
  const row = { ...asked, requestedBy: adminId, requestSeq: requester.lastSeq + 1 };
  const inserted = insertAdjustment(commit, { ...row, status: needsSecond ? "PENDING" : "DONE" }, now);
  if (needsSecond) raiseAlert(commit, waitingAlert(row), now);
  else movement.write(commit, { adjustment: inserted, about: nameOfAct(row) }, context);
  const moved = needsSecond ? {} : { before: movement.before, after: movement.after };
  const action = needsSecond ? "CREDITS_ASKED" : "CREDITS_ADJUSTED";
  audit(commit, action, `member:${memberId}`, { origin, amount, validDays, reason, ...moved }, context);
  const { id } = (await commit.run()).one(inserted);
  const made = await findAdjustment(id);
  invariant(made, "an adjustment that was made is there");
  return made;
}
