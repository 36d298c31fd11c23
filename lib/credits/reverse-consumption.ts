import { createHash } from "node:crypto";
import type { ReverseConsumptionBody, ReversalView } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { bookLots, changeLots, recordReversal } from "./parts.ts";
import { giveBackTo } from "./rules.ts";
import { findLastReversal, findReversal, findReversalById, findReversible, type StoredReversal } from "./store.ts";
import { reversalView } from "./view.ts";

/**
 * Gives a consumption back to the lots that paid, whole or in part; a lot that has expired gets its part too, and it
 * expires. A request without an amount gives back what is left; repeated, it returns the last reversal. A request with an
 * amount gives back another part each time, so its caller sends a `requestKey`: the same key and body get the same answer.
 * Two reads, one commit. Throws NOT_FOUND (404: nothing was consumed under this `bizId`), VALIDATION_FAILED (400: more
 * than was consumed), CONSUMPTION_REVERSED (409: more than is left), IDEMPOTENCY_KEY_REUSED (409).
 */
export function reverseConsumption(
  memberId: bigint,
  body: ReverseConsumptionBody,
  requestKey: string | null,
  context: Context,
): Promise<ReversalView> {
  const request = { memberId, ...body, requestKey, requestHash: requestKey === null ? null : hashOf(body) };
  return retryOnConflict(async () => reversalView(await reverse(request, context)));
}

interface ReversalRequest extends ReverseConsumptionBody {
  readonly memberId: bigint;
  readonly requestKey: string | null;
  readonly requestHash: string | null;
}

function hashOf({ bizId, amount }: ReverseConsumptionBody): string {
  return createHash("sha256")
    .update(JSON.stringify([bizId, amount ?? null]))
    .digest("hex");
}

async function reverse(request: ReversalRequest, context: Context): Promise<StoredReversal> {
  const { memberId, requestKey, requestHash } = request;
  const answered = requestKey === null ? null : await findReversal(memberId, requestKey);
  if (answered && answered.requestHash !== requestHash) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  if (answered) return answered;
  const consumption = await findReversible(memberId, request.bizId);
  if (!consumption) throw new AppError("NOT_FOUND");
  const { id: consumptionId, reversed: reversedBefore, reason } = consumption;
  const left = consumption.amount - reversedBefore;
  const amount = request.amount ?? left;
  if (amount === 0) return findLastReversal(consumptionId);
  if (amount > consumption.amount)
    throw new AppError("VALIDATION_FAILED", { issues: [{ field: "amount", message: "不能超过消费的积分" }] });
  if (amount > left) throw new AppError("CONSUMPTION_REVERSED");
  const shares = (consumption.shares ?? []).map((share) => ({ ...share, lotId: BigInt(share.lotId) }));
  const lots = giveBackTo(shares, amount);
  const commit = new Commit("reverseConsumption");
  const reversal = recordReversal(
    commit,
    { memberId, consumptionId, amount, reversedBefore, requestKey, requestHash },
    context,
  );
  changeLots(
    commit,
    lots.map((lot) => ({ lotId: lot.lotId, remaining: lot.amount })),
  );
  const booking = {
    memberId,
    type: "REVERSE",
    lots,
    reason: `归还：${reason}`,
    consumption: consumptionId,
    reversal,
  } as const;
  bookLots(commit, booking, context);
  // By its id: another part may have been given back since.
  return findReversalById((await commit.run()).one(reversal).id);
}
