import type { ConsumeCreditsBody, ConsumptionView } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { expireReservations } from "./expire-reservations.ts";
import { consume } from "./spending-parts.ts";
import { findReservation } from "./reservation-store.ts";
import { findConsumption, sumLots } from "./store.ts";
import { consumptionView } from "./view.ts";

/**
 * Spends exactly `amount` of the member's free credits, once per `bizId`. One statement and one commit when it goes
 * through: the statement checks the balance itself. Only when it took nothing, reads determine the reason. Throws
 * INSUFFICIENT_CREDITS (409), BIZ_ID_REUSED (409), BUSY (503).
 */
export function consumeCredits(memberId: bigint, body: ConsumeCreditsBody, context: Context): Promise<ConsumptionView> {
  return retryOnConflict(async () => {
    const commit = new Commit("consumeCredits");
    const { shares, balance } = consume(commit, { memberId, ...body }, context);
    try {
      const done = await commit.run();
      const balanceAfter = Number(done.one(balance).total);
      const paidBy = done.of(shares).map(({ id, orderSn, kind, taken }) => ({
        ...{ lotId: Number(id), orderSn, kind, amount: taken, balanceAfter },
      }));
      return consumptionView({ ...body, createTime: context.now, paidBy });
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      return (await spentBefore(memberId, body, context.now)) ?? Promise.reject(error);
    }
  });
}

/**
 * Why nothing was taken: a repeat (returns its result), not enough credits, or a conflict (null: release expired leases
 * and retry).
 */
async function spentBefore(memberId: bigint, body: ConsumeCreditsBody, now: Date): Promise<ConsumptionView | null> {
  // Read the balance first: if the same bizId consumed the credits meanwhile, the next read finds it.
  const { available } = await sumLots(memberId, now);
  const [before, reservation] = await Promise.all([
    findConsumption(memberId, body.bizId),
    findReservation(memberId, body.bizId),
  ]);
  if (before) {
    if (before.amount !== body.amount || before.reason !== body.reason) throw new AppError("BIZ_ID_REUSED");
    return consumptionView(before);
  }
  if (reservation) throw new AppError("BIZ_ID_REUSED");
  if (available < body.amount) throw new AppError("INSUFFICIENT_CREDITS");
  await expireReservations(now, memberId);
  return null;
}
