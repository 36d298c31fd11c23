import { placeEvents } from "./store.ts";

/** As many events get their place in one statement. */
const PLACED_AT_ONCE = 500;
/** As many statements one caller runs; another one, or the next run, goes on. */
const MOST_ROUNDS = 40;

/**
 * Gives every committed event its place in the order in which events are read and sent (decision 62). Any number at once: the
 * database lets one in at a time. Throws BUSY (503).
 */
export async function sequenceEvents(now: Date): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1)
    if ((await placeEvents(PLACED_AT_ONCE, now)) < PLACED_AT_ONCE) return;
}
