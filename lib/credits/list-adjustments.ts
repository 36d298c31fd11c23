import type { AdjustmentView } from "../contracts/members.ts";
import { findAdjustments, findPendingAdjustments } from "./adjustment-store.ts";
import { adjustmentView } from "./view.ts";

const SHOWN = 20;

/** What people gave a member and took, and what waits for a second person, newest first. One read. */
export async function listAdjustments(memberId: bigint): Promise<AdjustmentView[]> {
  return (await findAdjustments(memberId, SHOWN)).map(adjustmentView);
}

/** What waits for a second person, whoever's, the oldest first. One read. */
export async function listPendingAdjustments(): Promise<AdjustmentView[]> {
  return (await findPendingAdjustments(SHOWN)).map(adjustmentView);
}
