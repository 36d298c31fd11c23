import { findLine, type StoredSegment } from "./store.ts";

export interface Line {
  readonly segment: StoredSegment;
  /** The later periods of the same plan that were not taken back, oldest first. */
  readonly later: readonly StoredSegment[];
}

/** The period of an order with the later periods of its plan; null when it was not delivered. One read. */
export async function getLine(orderId: bigint): Promise<Line | null> {
  const [segment, ...later] = await findLine(orderId);
  return segment ? { segment, later } : null;
}
