import type { CurrentSubscriptionView } from "../contracts/subscriptions.ts";
import { findOpenSegments, type StoredSegment } from "./store.ts";
import { currentSubscriptionView } from "./view.ts";

/** The plan in force with its periods; null when none runs. One read. */
export async function getCurrent(memberId: bigint, now: Date): Promise<CurrentSubscriptionView | null> {
  return currentSubscriptionView(await findOpenSegments(memberId, now), now);
}

/** The member's open periods, the input for a new period. One read. */
export function listOpenSegments(memberId: bigint, now: Date): Promise<StoredSegment[]> {
  return findOpenSegments(memberId, now);
}
