import type { CurrentSubscriptionView } from "../contracts/subscriptions.ts";
import { findOpenSegments, type StoredSegment } from "./store.ts";
import { currentSubscriptionView } from "./view.ts";

/** The plan that counts now, with the line of periods behind it; null when none runs. One read. */
export async function getCurrent(memberId: bigint, now: Date): Promise<CurrentSubscriptionView | null> {
  return currentSubscriptionView(await findOpenSegments(memberId, now), now);
}

/** The member's periods that have not ended: what delivery decides a new period on. One read. */
export function listOpenSegments(memberId: bigint, now: Date): Promise<StoredSegment[]> {
  return findOpenSegments(memberId, now);
}
