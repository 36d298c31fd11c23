import { requireOpenMember } from "../accounts/member-parts.ts";
import { CREDIT_ORIGIN_TEXTS } from "../contracts/codes.ts";
import type { AdjustmentOrigin } from "../contracts/members.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { after, beijingMinute, DAY_MS } from "../core/time.ts";
import type { Commit, Handle } from "../db/commit.ts";
import { enqueueNotice } from "../notices/parts.ts";
import { giveLot, takeFromLots } from "./adjustment-parts.ts";
import { findFreeLots, findTotal } from "./adjustment-store.ts";
import { expireReservations } from "./expire-reservations.ts";
import { freeOf, takeFree } from "./rules.ts";

/** What an adjustment would move. `before` and `after`: what the audit log says of it. */
export interface PlannedMovement {
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
  /** The credits move, and the member is told. */
  readonly write: (commit: Commit, adjustment: MovedBy, context: Context) => void;
}

/** The adjustment that moves credits, and what the one notice about it is about. */
export interface MovedBy {
  readonly adjustment: Handle<{ id: bigint }> | bigint;
  readonly about: string;
}

interface Wanted {
  readonly memberId: bigint;
  readonly origin: AdjustmentOrigin;
  readonly amount: number;
  readonly validDays: number | null;
}

/**
 * What giving, or taking, this many credits comes to as the member stands now; its write conflicts where they moved since. The
 * leases that are over are ended before credits are counted as not free. Throws INSUFFICIENT_CREDITS (409).
 */
export function planMovement(wanted: Wanted, now: Date): Promise<PlannedMovement> {
  return wanted.amount > 0 ? planGift(wanted, now) : planTaking(wanted, now);
}

async function planGift({ memberId, origin, amount, validDays }: Wanted, now: Date): Promise<PlannedMovement> {
  const totalBefore = await findTotal(memberId);
  const what = CREDIT_ORIGIN_TEXTS[origin];
  const expireTime = validDays === null ? null : after(now, validDays * DAY_MS);
  return {
    before: { total: Number(totalBefore) },
    after: { total: Number(totalBefore) + amount },
    write: (commit, { adjustment, about }, context) => {
      requireOpenMember(commit, memberId);
      const gift = { origin, amount, expireTime, totalBefore };
      giveLot(commit, { memberId, adjustment, words: `客服${what}` }, gift, context);
      const facts = { what, amount, until: expireTime && beijingMinute(expireTime) };
      enqueueNotice(commit, { memberId, kind: "CREDITS_GIVEN", about, orderSn: null, facts }, context.now);
    },
  };
}

async function planTaking({ memberId, amount }: Wanted, now: Date): Promise<PlannedMovement> {
  await expireReservations(now, memberId);
  const lots = await findFreeLots(memberId, now);
  const taken = takeFree(lots, -amount);
  if (!taken) {
    const free = lots.reduce((sum, lot) => sum + freeOf(lot), 0);
    throw new AppError("INSUFFICIENT_CREDITS", { about: `没有冻结、没有预留、没有过期的只有 ${free}` });
  }
  const rows = (left: boolean) =>
    taken.map(({ lot, amount: gone }) => ({ lotId: Number(lot.id), remaining: lot.remaining - (left ? gone : 0) }));
  return {
    before: { lots: rows(false) },
    after: { lots: rows(true) },
    write: (commit, { adjustment, about }, context) => {
      requireOpenMember(commit, memberId);
      takeFromLots(commit, { memberId, adjustment, words: "客服更正扣除" }, taken, context);
      const facts = { amount: -amount };
      enqueueNotice(commit, { memberId, kind: "CREDITS_TAKEN", about, orderSn: null, facts }, context.now);
    },
  };
}
