import { findLine, type StoredSegment } from "./store.ts";

export interface Line {
  readonly segment: StoredSegment;
  /** The later periods of the same plan that were not taken back, oldest first. */
  readonly later: readonly StoredSegment[];
}

/** The period that an order bought, with what stands behind it; null when it was not handed over. One read. */
export async function getLine(orderId: bigint): Promise<Line | null> {
  const [segment, ...later] = await findLine(orderId);
  return segment ? { segment, later } : null;
}
