import type { EventType, EventView } from "../contracts/events.ts";
import { AppError } from "../core/errors.ts";
import { sequenceEvents } from "./sequence-events.ts";
import { findEvents, findPosition } from "./store.ts";
import { eventView } from "./view.ts";

/** How many are listed where nobody says. */
const LIST_LENGTH = 20;

export interface EventsWanted {
  /** The id of the last event that the caller has seen. */
  readonly after?: string | undefined;
  readonly type?: EventType | undefined;
  readonly limit?: number | undefined;
}

/**
 * Events in the order in which they are sent, from the oldest that is kept. What was committed before the call is there, and
 * what is committed later stands behind it, so a caller that goes on from the last id it has seen misses none. `next`: that id
 * where there are more. Two reads behind the sequencing. Throws VALIDATION_FAILED (400: no event is known by that id any more).
 */
export async function listEvents(
  { after, type, limit = LIST_LENGTH }: EventsWanted,
  now: Date,
): Promise<{ data: EventView[]; next: string | null }> {
  await sequenceEvents(now);
  const position = after === undefined ? 0n : await findPosition(after);
  if (position === null)
    throw new AppError("VALIDATION_FAILED", {
      issues: [{ field: "after", message: "没有这个事件，或者已经过了保留期" }],
    });
  const found = await findEvents(position, type, limit + 1);
  const data = found.slice(0, limit).map(eventView);
  return { data, next: found.length > limit ? (data.at(-1)?.id ?? null) : null };
}
