import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { EVENT_DATA, EVENT_TYPES, type EventType } from "../contracts/events.ts";
import { expect } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { NOW } from "./builders.ts";
import { query } from "./database.ts";
import { aCustomer } from "./service.ts";

/** A member that the product brought. */
export async function aMemberOf(customerId: string, now = NOW): Promise<bigint> {
  return (await aCustomer({ customerId, now })).memberId;
}

export interface WrittenEvent {
  readonly id: bigint;
  readonly type: EventType;
  readonly event_no: string;
  readonly customer_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly create_time: Date;
}

/** What was written, oldest first, each held against the schema of its type. `types`: only these. */
export async function written(...types: EventType[]): Promise<WrittenEvent[]> {
  const events = await query<WrittenEvent>("select * from sys_event where type = any($1) order by id", [
    types.length > 0 ? types : EVENT_TYPES,
  ]);
  for (const { type, data } of events) EVENT_DATA[type].parse(data);
  return events;
}

export const typesOf = (events: readonly WrittenEvent[]) => events.map(({ type }) => type);

const MIGRATION = resolve(import.meta.dirname, "../../prisma/migrations/0047_events/migration.sql");

/** Says of rows that were written past the triggers that nobody was told of them, as the migration does of what is older than it. */
export async function startEvents(): Promise<void> {
  const text = await readFile(MIGRATION, "utf8");
  await query(text.slice(text.indexOf("insert into sys_event_start")));
}

/** An event past any verb. `fact`: another number is another event. */
export const writeEvent = (memberId: bigint, fact: number) =>
  query(`select write_event('credits.exhausted', $1::int, $2, $3, '{"available": 0, "total": 0}')`, [
    fact,
    memberId,
    NOW,
  ]);

/** What was written of each member, in its order, and what has come of it: the first time that it was answered with success. */
export async function expectAllInOrder(ids: readonly string[]): Promise<void> {
  const all = await written();
  expect([...new Set(ids)].sort()).toEqual(all.map(({ event_no: no }) => no).sort());
  for (const customer of ["a", "b", "c"]) {
    const due = all.filter(({ customer_id: of }) => of === customer).map(({ event_no: no }) => no);
    expect([...new Set(ids)].filter((id) => due.includes(id))).toEqual(due);
  }
}

/** Every line counts what waits in it. */
export async function expectLinesToAgree(now: Date): Promise<void> {
  const broken = (await checkInvariants(now)).filter(({ id, offending }) => id === "E08" && offending !== 0);
  expect(broken).toEqual([]);
}
