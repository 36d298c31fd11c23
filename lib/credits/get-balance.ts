import type { CreditBalanceView } from "../contracts/credits.ts";
import { findLiveLots, sumLots } from "./store.ts";
import { balanceView } from "./view.ts";

/** The member's lots in spending order, and the sums. Two reads side by side. */
export async function getBalance(memberId: bigint, now: Date): Promise<CreditBalanceView> {
  const [lots, sums] = await Promise.all([findLiveLots(memberId, now), sumLots(memberId, now)]);
  return balanceView(lots, sums);
}
