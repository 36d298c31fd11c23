import { describe, expect, test } from "vitest";
import type { EventView } from "../contracts/events.ts";
import { after, DAY_MS } from "../core/time.ts";
import { pool } from "../db/pool.ts";
import { aPaidOrder, at, NOW } from "../testing/builders.ts";
import { count, crossing, query, useDatabase } from "../testing/database.ts";
import { aMemberOf } from "../testing/events.ts";
import { deleteOldEvents } from "./delete-old-events.ts";
import { listEvents } from "./list-events.ts";
import { sequenceEvents } from "./sequence-events.ts";

useDatabase();

/** An event of a member, past any verb. */
const anEvent = (fact: number, memberId = 1) =>
  `select write_event('customer.created', ${fact}, ${memberId}, '${NOW.toISOString()}', '{"customerId": "${fact}"}')`;
const list = (after?: string, limit = 100) => listEvents({ after, limit }, at(60));
const numbers = (events: readonly EventView[]) => events.map(({ data }) => Number(data.customerId));

describe("a reader that goes on from the last event that it has seen", () => {
  test("misses none that is committed late with a smaller id", async () => {
    const late = await pool().connect();
    try {
      await late.query("begin");
      await late.query(anEvent(1));
      await query(anEvent(2));
      const first = await list();
      expect(numbers(first.data)).toEqual([2]);
      await late.query("commit");
      const next = await list(first.data.at(-1)!.id);
      expect(numbers(next.data)).toEqual([1]);
      // Control: by their ids the late one stands before what was read.
      const [seen] = await query<{ id: bigint }>("select id from sys_event where event_no = $1", [first.data[0]!.id]);
      expect(await count("sys_event", "id > $1", [seen!.id])).toBe(0);
    } finally {
      late.release();
    }
  });

  test("sees what was committed while it waited for whoever gives the places", async () => {
    const lock = "select pg_advisory_xact_lock(hashtext('sys_event'))";
    await query(anEvent(1));
    // The other one gives the first event its place and writes a second, which has none when it commits.
    const { data } = await crossing(lock, () => list(), `select sequence_events(500, now()); ${anEvent(2)}`);
    expect(numbers(data)).toEqual([1, 2]);
  });

  test("gets them page by page, all or of one type, and is told where it can not go on", async () => {
    await aPaidOrder({ memberId: await aMemberOf("c") });
    const pages: EventView[] = [];
    let after: string | undefined;
    do {
      const { data, next } = await list(after, 2);
      pages.push(...data);
      after = next ?? undefined;
    } while (after !== undefined);
    expect(pages.map(({ type }) => type)).toEqual([
      ...["customer.created", "order.created", "order.paid", "credits.granted", "order.delivered"],
    ]);
    const paid = await listEvents({ type: "order.paid", limit: 9 }, at(60));
    expect(paid).toEqual({ data: [pages[2]], next: null });
    expect(pages[2]).toMatchObject({
      id: expect.stringMatching(/^evt_[0-9a-f]{32}$/) as string,
      timestamp: "2026-03-01T12:01:00.000+08:00",
    });
    await expect(list("evt_gone")).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  });
});

test("two who give places at once give each place once, in the order of the ids", async () => {
  for (let i = 1; i <= 30; i += 1) await query(anEvent(i));
  await Promise.all([1, 2, 3].map(() => sequenceEvents(at(60))));
  const rows = await query<{ id: bigint }>("select id from sys_event order by position");
  expect(rows.map(({ id }) => Number(id))).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
});

test("events are deleted after three months, and one that is still to be sent is not", async () => {
  const endpoint = (status: string) =>
    query<{ id: bigint }>(
      "insert into sys_webhook_endpoint (url, secret, created_by, status, off_reason) values ('https://a.example', 'x', 'x', $1, $2) returning id",
      [status, status === "OFF" ? "BY_HAND" : null],
    );
  await query(anEvent(1));
  await sequenceEvents(NOW);
  const [{ id: on } = { id: 0n }] = await endpoint("ACTIVE");
  await endpoint("OFF");
  await query(anEvent(2));
  await query(anEvent(3, 2));
  await sequenceEvents(NOW);
  await query(
    "update sys_webhook_delivery set status = 'DONE', finish_time = now() where endpoint_id = $1 and member_id = 1",
    [on],
  );
  await query("update sys_webhook_line set pending = 0, next_try_at = null where endpoint_id = $1 and member_id = 1", [
    on,
  ]);
  expect(await deleteOldEvents(after(NOW, 90 * DAY_MS - 1))).toMatchObject({ done: 0 });
  expect(await deleteOldEvents(after(NOW, 90 * DAY_MS))).toMatchObject({ done: 2, left: 0 });
  expect(await query("select data ->> 'customerId' as fact from sys_event")).toEqual([{ fact: "3" }]);
  // What waited at the endpoint that is off is forgotten with its event, also by its line.
  const lines = await query(
    "select endpoint_id = $1 as is_on, member_id, pending from sys_webhook_line order by member_id, endpoint_id",
    [on],
  );
  expect(lines).toEqual([
    ...[
      { is_on: true, member_id: 1n, pending: 0 },
      { is_on: false, member_id: 1n, pending: 0 },
    ],
    ...[
      { is_on: true, member_id: 2n, pending: 1 },
      { is_on: false, member_id: 2n, pending: 1 },
    ],
  ]);
});
