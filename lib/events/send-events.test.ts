import { beforeEach, describe, expect, test, vi } from "vitest";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/time.ts";
import { aPaidOrder, at, contextAt, NOW } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { aMemberOf, expectAllInOrder, expectLinesToAgree, writeEvent, written } from "../testing/events.ts";
import { isGenuine, useReceivers, type Receiver } from "../testing/receiver.ts";
import { listDeliveries } from "./deliveries.ts";
import { addEndpoint, changeEndpoint } from "./endpoints.ts";
import { claimLines } from "./line-store.ts";
import { retryOf } from "./rules.ts";
import { sendEvents } from "./send-events.ts";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
useDatabase();
const aReceiver = useReceivers();

const admin = contextAt(NOW, "admin:1");
const now = at(60);
let receiver: Receiver;
let endpointId: bigint;
let secret: string;
let members: bigint[];

const add = async (to: Receiver) => {
  const added = await addEndpoint({ url: to.url }, null, admin);
  return { ...added, id: BigInt(added.id) };
};
/** Three members with four events each, mixed. */
const events = async () => {
  for (let i = 0; i < 12; i += 1) await writeEvent(members[i % 3]!, i);
};

beforeEach(async () => {
  receiver = await aReceiver();
  const added = await add(receiver);
  [endpointId, secret] = [added.id, added.secret];
  members = [await aMemberOf("a"), await aMemberOf("b"), await aMemberOf("c")];
  await query("delete from sys_event");
});

const states = async () =>
  Object.fromEntries(
    (
      await query<{ status: string; n: number }>(
        "select status, count(*)::int as n from sys_webhook_delivery group by 1",
      )
    ).map(({ status, n }) => [status, n]),
  );
const alerts = async () =>
  (await query<{ kind: string }>("select kind from sys_alert order by id")).map(({ kind }) => kind);
const endpoint = async () =>
  (
    await query<{ status: string; failing_since: Date | null }>(
      "select status, failing_since from sys_webhook_endpoint where id = $1",
      [endpointId],
    )
  )[0]!;
test("an event is posted as it is listed, signed by Standard Webhooks, and the answer is kept", async () => {
  receiver.answering = (_, response) => void response.writeHead(200, { "content-type": "text/plain" }).end("thanks\0");
  await aPaidOrder({ memberId: members[0]!, now: NOW });
  expect(await sendEvents(now)).toMatchObject({ claimed: 1, done: 1, failed: 0, left: 0 });
  await expectAllInOrder(receiver.ids);
  const [first] = receiver.received;
  expect(first!.event).toMatchObject({
    type: "order.created",
    timestamp: "2026-03-01T12:00:00.000+08:00",
    data: { customerId: "a" },
  });
  expect(isGenuine(first!, secret, now)).toBe(true);
  expect(first!.headers["webhook-id"]).toBe(first!.event.id);
  const { data } = await listDeliveries(endpointId, {});
  expect(data.at(-1)).toMatchObject({
    ...{ event: first!.event, status: "done", isReplay: false },
    tries: [
      {
        status: 200,
        answer: "thanks\uFFFD",
        refusal: null,
        url: receiver.url,
        headers: { "webhook-id": first!.event.id },
      },
    ],
  });
});

describe("a receiver that is down for a day", () => {
  test("gets everything afterwards, in the order of each member, as soon as it answers", async () => {
    await events();
    await receiver.stop();
    const hours = [0, 0.1, 0.7, 3, 8, 18, 23];
    for (const hour of hours) await sendEvents(after(now, hour * HOUR_MS));
    // Each member's first event was tried by the schedule, and those behind it waited.
    expect(await query("select tries, pending from sys_webhook_line")).toEqual(Array(3).fill({ tries: 6, pending: 4 }));
    expect(await count("sys_webhook_try")).toBe(18);
    expect(await endpoint()).toMatchObject({ status: "ACTIVE", failing_since: now });
    await receiver.start();
    // An hour before any retry is due, one event of another member comes, and brings the others forward.
    const back = after(now, 24 * HOUR_MS);
    const newcomer = await aMemberOf("d");
    await query("delete from sys_event where type = 'customer.created'");
    await writeEvent(newcomer, 99);
    await sendEvents(back);
    await expectAllInOrder(receiver.ids);
    expect(receiver.ids).toHaveLength(13);
    expect(await endpoint()).toMatchObject({ failing_since: null });
    expect(await states()).toEqual({ DONE: 13 });
    await expectLinesToAgree(now);
  });
});

test("a receiver that answers 500 to every third gets everything, in order, and a repeat with the same id", async () => {
  const accepted: string[] = [];
  receiver.answering = ({ event }, response, index) => {
    if (index % 3 !== 2) accepted.push(event.id);
    response.writeHead(index % 3 === 2 ? 500 : 200).end();
  };
  await events();
  for (let i = 0; i < 12; i += 1) await sendEvents(after(now, i * 6 * MINUTE_MS));
  await expectAllInOrder(accepted);
  expect(accepted).toHaveLength(12);
  expect(receiver.ids.length).toBeGreaterThan(15);
  expect(await states()).toEqual({ DONE: 12 });
});

test("a slow endpoint keeps no other waiting", async () => {
  const other = await aReceiver();
  await add(other);
  // Answers only once the other one has everything.
  const all = new Promise<void>((resolve) => {
    other.answering = (_, response) => {
      response.writeHead(200).end();
      if (other.received.length === 12) resolve();
    };
  });
  receiver.answering = async (_, response) => {
    await all;
    response.writeHead(200).end();
  };
  await events();
  expect(await sendEvents(now)).toMatchObject({ failed: 0, left: 0 });
  await expectAllInOrder(other.ids);
  await expectAllInOrder(receiver.ids);
});

describe("of several workers", () => {
  test("one that was killed holds its lines until its lease ends", async () => {
    await events();
    await sendEvents(after(now, -1)).catch(() => undefined);
    receiver.received.length = 0;
    for (let i = 20; i < 23; i += 1) await writeEvent(members[i % 3]!, i);
    await query("select sequence_events(500, $1)", [now]);
    const leaseUntil = at(62);
    expect(await claimLines(endpointId, now, leaseUntil, 10)).toHaveLength(3);
    expect(await sendEvents(at(61))).toMatchObject({ claimed: 0 });
    expect(receiver.ids).toEqual([]);
    expect(await sendEvents(leaseUntil)).toMatchObject({ done: 3 });
    expect(receiver.ids).toHaveLength(3);
  });

  test("two at once send each event once, in order", async () => {
    await events();
    await Promise.all([sendEvents(now), sendEvents(now), sendEvents(now)]);
    expect(receiver.ids).toHaveLength(12);
    await expectAllInOrder(receiver.ids);
    await expectLinesToAgree(now);
  });

  test("one whose lease went to another leaves the result to that one", async () => {
    await writeEvent(members[0]!, 1);
    // While it waits for the answer, its lease ends and another worker takes the line.
    receiver.answering = async (_, response) => {
      await query("update sys_webhook_line set lease_until = $1", [at(90)]);
      response.writeHead(200).end();
    };
    expect(await sendEvents(now)).toMatchObject({ claimed: 0, done: 0 });
    expect(await states()).toEqual({ PENDING: 1 });
    receiver.answering = (_, response) => void response.writeHead(200).end();
    expect(await sendEvents(at(90))).toMatchObject({ done: 1 });
    expect(new Set(receiver.ids).size).toBe(1);
  });
});

describe("an event that is not taken", () => {
  test("is tried ten times by the schedule, then given up and told, and the next has its turn", async () => {
    await writeEvent(members[0]!, 1);
    await writeEvent(members[0]!, 2);
    const [poison] = await written();
    receiver.answering = ({ event }, response) =>
      void response.writeHead(event.id === poison!.event_no ? 400 : 200).end("no");
    const tried: number[] = [];
    let due: Date | null = now;
    while (due && tried.length < 20) {
      tried.push((due.getTime() - now.getTime()) / SECOND_MS);
      await sendEvents(due);
      const [line] = await query<{ next_try_at: Date | null }>("select next_try_at from sys_webhook_line");
      due = line!.next_try_at;
    }
    const waits = tried.slice(1).map((seconds, i) => seconds - tried[i]!);
    // The last one is the other event's turn.
    expect(waits).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 0]);
    expect(await states()).toEqual({ GIVEN_UP: 1, DONE: 1 });
    expect(receiver.ids.filter((id) => id === poison!.event_no)).toHaveLength(10);
    expect(await alerts()).toEqual(["EVENT_GIVEN_UP"]);
    await expectLinesToAgree(now);
  });

  test("is not tried sooner because others are taken, and a try before its time does not count", async () => {
    await writeEvent(members[0]!, 1);
    const [poison] = await written();
    receiver.answering = ({ event }, response) =>
      void response.writeHead(event.id === poison!.event_no ? 400 : 200).end();
    await sendEvents(now);
    await writeEvent(members[1]!, 2);
    await sendEvents(after(now, SECOND_MS));
    expect(receiver.ids.filter((id) => id === poison!.event_no)).toHaveLength(1);
    // After ten minutes without anything else, the endpoint is back with its next success.
    await sendEvents(after(now, 6 * SECOND_MS));
    await writeEvent(members[2]!, 3);
    await sendEvents(after(now, 2 * MINUTE_MS));
    expect(receiver.ids.filter((id) => id === poison!.event_no)).toHaveLength(3);
    expect(await query("select tries, retry_at from sys_webhook_line where pending > 0")).toEqual([
      { tries: 2, retry_at: after(now, 6 * SECOND_MS + 5 * MINUTE_MS) },
    ]);
    expect(retryOf({ tries: 2, retryAt: at(9) }, at(8))).toEqual({ tries: 2, retryAt: at(9) });
  });
});

test("an endpoint is switched off after five days without a success, told, and goes on where it was", async () => {
  await writeEvent(members[0]!, 1);
  await receiver.stop();
  await sendEvents(now);
  await writeEvent(members[1]!, 2);
  await sendEvents(after(now, 5 * DAY_MS - 1));
  expect(await endpoint()).toMatchObject({ status: "ACTIVE" });
  await writeEvent(members[2]!, 3);
  await sendEvents(after(now, 5 * DAY_MS));
  expect(await endpoint()).toMatchObject({ status: "OFF" });
  expect(await alerts()).toContain("ENDPOINT_OFF");
  await receiver.start();
  await writeEvent(members[0]!, 4);
  expect(await sendEvents(after(now, 6 * DAY_MS))).toMatchObject({ claimed: 0 });
  const later = after(now, 9 * DAY_MS);
  await changeEndpoint(endpointId, { status: "active" }, contextAt(later, "admin:1"));
  await sendEvents(later);
  await expectAllInOrder(receiver.ids);
});
