import { requireOpenMember } from "../accounts/member-parts.ts";
import type { GrantCreditsBody, GrantView } from "../contracts/service-credits.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict, retryOnConflict } from "../db/conflict.ts";
import { findMemberStatus } from "./adjustment-store.ts";
import { grantByService } from "./grant-parts.ts";
import { findGrant, type StoredGrant } from "./grant-store.ts";
import { grantView } from "./view.ts";

/**
 * Gives a member credits without a sale, once per `bizId`, as a lot of its own that no refund pays for (docs/rules.md R139). One
 * commit when it goes through; only when it does not, reads determine the reason. Throws VALIDATION_FAILED (400: an expiry that
 * is past), BIZ_ID_REUSED (409: it gave something else), MEMBER_CLOSED (409), BUSY (503).
 */
export function grantCredits(memberId: bigint, body: GrantCreditsBody, context: Context): Promise<GrantView> {
  const { amount, bizId, reason } = body;
  const expireTime = body.expireTime === undefined ? null : new Date(body.expireTime);
  const grant = { memberId, amount, bizId, reason, expireTime };
  return retryOnConflict(async () => {
    if (expireTime && expireTime <= context.now) return grantedOrPast(grant);
    const commit = new Commit("grantCredits");
    requireOpenMember(commit, memberId);
    const { lot, balance } = grantByService(commit, grant, context);
    try {
      const done = await commit.run();
      const [lotId, balanceAfter] = [done.one(lot).id, done.one(balance).total];
      return grantView({ ...grant, lotId, balanceAfter, createTime: context.now });
    } catch (error) {
      if (!(error instanceof CommitConflict)) throw error;
      const before = await grantedBefore(grant);
      if (before) return before;
      if ((await findMemberStatus(memberId)) !== "ACTIVE") throw new AppError("MEMBER_CLOSED");
      throw error;
    }
  });
}

type Wanted = Pick<StoredGrant, "amount" | "bizId" | "reason" | "expireTime"> & { readonly memberId: bigint };

/** What a repeat is answered. null: nothing was given under this `bizId`. */
async function grantedBefore({ memberId, bizId, amount, reason, expireTime }: Wanted): Promise<GrantView | null> {
  const before = await findGrant(memberId, bizId);
  if (!before) return null;
  const isSame = before.amount === amount && before.reason === reason;
  if (!isSame || before.expireTime?.getTime() !== expireTime?.getTime()) throw new AppError("BIZ_ID_REUSED");
  return grantView(before);
}

/** A repeat may come after its credits have expired. */
async function grantedOrPast(wanted: Wanted): Promise<GrantView> {
  const before = await grantedBefore(wanted);
  if (before) return before;
  throw new AppError("VALIDATION_FAILED", { issues: [{ field: "expireTime", message: "应在现在之后" }] });
}
