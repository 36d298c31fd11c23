import type { SegmentView } from "../contracts/subscriptions.ts";
import { findSegments } from "./store.ts";
import { segmentView } from "./view.ts";

const SEGMENTS_SHOWN = 20;

/** A member's periods for the desk, whatever became of them, the last to end first. One read. */
export async function listSegments(memberId: bigint): Promise<SegmentView[]> {
  return (await findSegments(memberId, SEGMENTS_SHOWN)).map(segmentView);
}
