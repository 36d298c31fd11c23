import { sql } from "kysely";
import type { EventType } from "../contracts/events.ts";
import { db } from "../db/database.ts";
import { countDue } from "../db/due.ts";
import { expiringLots, oldEvents } from "./parts.ts";

/** Gives at most `many` committed events their place, and each its deliveries, due at `at`. Returns how many there were. */
export async function placeEvents(many: number, at: Date): Promise<number> {
  const placed = sql<number>`sequence_events(${many}::int, ${at}::timestamptz)`.as("placed");
  return (await db.selectNoFrom(placed).executeTakeFirstOrThrow()).placed;
}

export type StoredEvent = Awaited<ReturnType<typeof findEvents>>[number];

/** The place of an event; null: there is none of that number, or it has no place yet. */
export async function findPosition(eventNo: string): Promise<bigint | null> {
  const found = await db.selectFrom("sysEvent").select("position").where("eventNo", "=", eventNo).executeTakeFirst();
  return found?.position ?? null;
}

/** Events behind a place, in their order. */
export function findEvents(after: bigint, type: EventType | undefined, limit: number) {
  const all = db
    .selectFrom("sysEvent")
    .select(["eventNo", "type", "data", "createTime"])
    .where("position", "is not", null)
    .where("position", ">", after)
    .orderBy("position")
    .limit(limit);
  return (type === undefined ? all : all.where("type", "=", type)).execute();
}

export function countExpiringLots(now: Date): Promise<number> {
  return countDue(expiringLots(now));
}

export function countOldEvents(now: Date): Promise<number> {
  return countDue(oldEvents(now));
}
