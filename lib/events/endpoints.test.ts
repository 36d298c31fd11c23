import { beforeEach, describe, expect, test, vi } from "vitest";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import { at, contextAt, NOW } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { aMemberOf, expectAllInOrder, expectLinesToAgree, writeEvent } from "../testing/events.ts";
import { isGenuine, useReceivers, type Receiver } from "../testing/receiver.ts";
import { listDeliveries, replayDelivery, replayRange, testEndpoint } from "./deliveries.ts";
import { addEndpoint, changeEndpoint, dropEndpoint, listWebhooks, rotateSecret, saveLowCredits } from "./endpoints.ts";
import { MOST_ENDPOINTS } from "./rules.ts";
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

beforeEach(async () => {
  receiver = await aReceiver();
  const added = await addEndpoint({ url: receiver.url }, null, admin);
  [endpointId, secret] = [BigInt(added.id), added.secret];
  members = [await aMemberOf("a"), await aMemberOf("b"), await aMemberOf("c")];
  await query("delete from sys_event");
});

/** Three members with four events each, mixed. */
const events = async () => {
  for (let i = 0; i < 12; i += 1) await writeEvent(members[i % 3]!, i);
};

describe("an endpoint", () => {
  test("is added, changed and shown without its secret, and each act is in the audit log", async () => {
    await changeEndpoint(
      endpointId,
      { types: ["order.paid", "order.paid"], status: "off", description: "后端" },
      admin,
    );
    await saveLowCredits(30, admin);
    const { endpoints, lowCredits } = await listWebhooks(now);
    expect(endpoints).toMatchObject([
      { status: "off", offReason: "by_hand", types: ["order.paid"], description: "后端" },
    ]);
    expect(JSON.stringify(endpoints)).not.toContain("whsec");
    expect(lowCredits).toBe(30);
    const acts = await query<{ action: string; detail: object }>(
      "select action, detail from sys_audit_log order by id",
    );
    expect(acts.map(({ action }) => action)).toEqual(["ENDPOINT_ADDED", "ENDPOINT_CHANGED", "LOW_CREDITS_SET"]);
    expect(JSON.stringify(acts)).not.toContain("whsec");
  });

  test("is refused where nobody is sent to, and where there are as many as may be", async () => {
    for (const url of ["ftp://a.example", "https://a:b@a.example", "not an address"])
      await expect(addEndpoint({ url }, null, admin)).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    for (let i = 1; i < MOST_ENDPOINTS; i += 1) await addEndpoint({ url: receiver.url }, null, admin);
    await expect(addEndpoint({ url: receiver.url }, null, admin)).rejects.toMatchObject({ code: "ENDPOINTS_FULL" });
  });

  test("gets the types that it names, also of what is sent again", async () => {
    await changeEndpoint(endpointId, { types: ["order.paid"] }, admin);
    await events();
    await sendEvents(now);
    const range = { from: NOW.toISOString(), to: at(1).toISOString() };
    expect(await replayRange(endpointId, range, admin)).toEqual({ replayed: 0 });
    expect(receiver.ids).toEqual([]);
  });
});

test("after a rotation both secrets sign for a day", async () => {
  const { secret: fresh } = await rotateSecret(endpointId, contextAt(now, "admin:1"));
  const signers = async (fact: number, when: Date) => {
    await writeEvent(members[0]!, fact);
    await sendEvents(when);
    const last = receiver.received.at(-1)!;
    return [secret, fresh].filter((one) => isGenuine(last, one, when));
  };
  expect(await signers(1, now)).toEqual([secret, fresh]);
  expect(await signers(2, after(now, DAY_MS))).toEqual([fresh]);
});

test("A101 a message that was forged, changed or is old is not believed", async () => {
  await writeEvent(members[0]!, 1);
  await sendEvents(now);
  const [message] = receiver.received;
  const forged = (headers: Record<string, string>, body = message!.body) =>
    isGenuine({ headers: { ...message!.headers, ...headers }, body }, secret, now);
  expect(forged({})).toBe(true);
  expect(forged({}, message!.body.replace("a", "b"))).toBe(false);
  expect(forged({ "webhook-id": "evt_other" })).toBe(false);
  expect(forged({ "webhook-timestamp": String(Math.floor(now.getTime() / 1_000) + 1) })).toBe(false);
  expect(isGenuine(message!, secret, after(now, 6 * MINUTE_MS))).toBe(false);
});

describe("sent again", () => {
  test("are one event, and those of a time, behind what waits, with the same ids", async () => {
    await events();
    await sendEvents(now);
    const [last] = (await listDeliveries(endpointId, { limit: 1 })).data;
    expect(await replayDelivery(BigInt(last!.id), admin)).toEqual({ replayed: 1 });
    await expect(replayDelivery(BigInt(last!.id + 1), admin)).rejects.toMatchObject({ code: "DELIVERY_PENDING" });
    await sendEvents(now);
    expect(receiver.ids.slice(12)).toEqual([last!.event.id]);
    const range = { from: NOW.toISOString(), to: at(1).toISOString() };
    expect(await replayRange(endpointId, range, admin)).toEqual({ replayed: 12 });
    expect(await replayRange(endpointId, { ...range, from: at(0.5).toISOString() }, admin)).toEqual({ replayed: 0 });
    await sendEvents(now);
    expect(receiver.ids).toHaveLength(25);
    expect(new Set(receiver.ids).size).toBe(12);
    await expectAllInOrder(receiver.ids.slice(13));
    await expectLinesToAgree(now);
  });
});

test("a test message is sent at once, signed, and its answer is shown", async () => {
  receiver.answering = (_, response) => void response.writeHead(418).end("teapot");
  const result = await testEndpoint(endpointId, contextAt(now, "admin:1"));
  expect(result).toMatchObject({ status: 418, answer: "teapot", refusal: "答复 418" });
  expect(isGenuine(receiver.received[0]!, secret, now)).toBe(true);
  expect(receiver.received[0]!.event).toMatchObject({ type: "endpoint.test" });
  expect(await count("sys_webhook_try")).toBe(0);
});

test("an endpoint that was removed is sent nothing and knows no secret", async () => {
  await events();
  await dropEndpoint(endpointId, admin);
  expect(await sendEvents(now)).toMatchObject({ claimed: 0 });
  expect(receiver.ids).toEqual([]);
  expect(await query("select secret from sys_webhook_endpoint")).toEqual([{ secret: "" }]);
  await expect(testEndpoint(endpointId, admin)).rejects.toMatchObject({ code: "NOT_FOUND" });
});
