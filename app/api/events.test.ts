import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EventView } from "../../lib/contracts/events.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { aPaidOrder, NOW } from "../../lib/testing/builders.ts";
import { useDatabase } from "../../lib/testing/database.ts";
import { isGenuine, useReceivers } from "../../lib/testing/receiver.ts";
import { aCustomer, aServiceKey, type TestKey } from "../../lib/testing/service.ts";
import { listen, listeningOf } from "../../scripts/listen-command.ts";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
useDatabase();
const aReceiver = useReceivers();

let doors: Door[];
let key: TestKey;
let memberId: bigint;
beforeEach(async () => {
  doors ??= await findDoors();
  key = await aServiceKey({ scopes: ["read", "webhooks"] });
  ({ memberId } = await aCustomer({ customerId: "user_42" }));
});

const ask = async (name: string, more: Parameters<typeof knock>[1] = {}) => {
  const door = doors.find((one) => one.name === name)!;
  const { status, json } = await knock(door, { ...more, headers: { ...key.headers, ...more.headers } });
  return { status, body: json as unknown as Record<string, unknown> };
};

test("a back end sets an endpoint up, is told, looks at what was sent, and asks for it again", async () => {
  const receiver = await aReceiver();
  const wanted = { body: { url: receiver.url, types: ["order.paid"] }, headers: { "idempotency-key": "once-0001" } };
  const made = await ask("POST /api/v1/webhook-endpoints", wanted);
  expect(made).toMatchObject({
    status: 201,
    body: { status: "active", secret: expect.stringMatching(/^whsec_/) as string },
  });
  expect((await ask("POST /api/v1/webhook-endpoints", wanted)).body).toEqual(made.body);
  const other = { ...wanted, body: { url: `${receiver.url}/other` } };
  expect(await ask("POST /api/v1/webhook-endpoints", other)).toMatchObject({ status: 409 });
  const { body: list } = await ask("GET /api/v1/webhook-endpoints", { query: "limit=1" });
  expect(list).toMatchObject({ data: [{ url: receiver.url }], next: null });

  await aPaidOrder({ memberId, now: NOW });
  const { body: events } = await ask("GET /api/v1/events", { query: "type=order.paid" });
  const [paid] = events.data as EventView[];
  expect(paid).toMatchObject({ type: "order.paid", data: { customerId: "user_42" } });
  const { sendEvents } = await import("../../lib/events/send-events.ts");
  await sendEvents(new Date());
  expect(receiver.received.map(({ event }) => event)).toEqual([paid]);
  expect(isGenuine(receiver.received[0]!, String(made.body.secret), new Date())).toBe(true);

  const params = { endpointId: String(made.body.id) };
  const { body: sent } = await ask("GET /api/v1/webhook-endpoints/[endpointId]/deliveries", { params });
  const [delivery] = sent.data as { id: number; status: string }[];
  expect(delivery).toMatchObject({ status: "done", event: paid, tries: [{ status: 204 }] });
  const again = await ask("POST /api/v1/webhook-endpoints/deliveries/[deliveryId]/replay", {
    params: { deliveryId: String(delivery!.id) },
  });
  expect(again).toEqual({ status: 200, body: { replayed: 1 } });
  await sendEvents(new Date());
  expect(receiver.ids).toEqual([paid!.id, paid!.id]);
  expect(await ask("DELETE /api/v1/webhook-endpoints/[endpointId]", { params })).toMatchObject({ status: 200 });
  expect(await ask("POST /api/v1/webhook-endpoints/[endpointId]/test", { params })).toMatchObject({ status: 404 });
});

let shop: Server | undefined;
afterEach(() => {
  shop?.closeAllConnections();
  shop?.close();
});

/** The shop's address of events, by HTTP. */
async function openShop(): Promise<string> {
  const door = doors.find(({ name }) => name === "GET /api/v1/events")!;
  shop = createServer((request, response) => {
    const query = new URL(request.url!, "http://localhost").search.slice(1);
    const authorization = request.headers.authorization ?? "";
    void knock(door, { query, headers: { authorization } }).then(({ status, text }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(text);
    });
  }).listen(0, "127.0.0.1");
  await once(shop, "listening");
  return `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
}

test("npm run listen prints what is new, one a line, and posts it signed to a developer's machine", async () => {
  const receiver = await aReceiver();
  const origin = await openShop();
  const [, token] = key.headers.authorization.split(" ");
  const args = ["--url", origin, "--key", token!, "--forward", receiver.url];
  const listening = listeningOf(args, {});
  await aPaidOrder({ memberId, now: NOW });
  const ending = new AbortController();
  const lines: string[] = [];
  const done = listen(listening, (line) => lines.push(line), ending.signal).catch(() => undefined);
  // Once it listens, and not before.
  await vi.waitFor(() => expect(lines).toHaveLength(1), { timeout: 10_000 });
  await aPaidOrder({ memberId, now: NOW });
  await vi.waitFor(() => expect(lines).toHaveLength(5), { timeout: 10_000 });
  ending.abort();
  await done;
  expect(receiver.received.map(({ event }) => event.type)).toEqual([
    ...["order.created", "order.paid", "credits.granted", "order.delivered"],
  ]);
  expect(lines.at(-1)).toMatch(/^12:01:00 {2}order\.delivered +user_42 {2}evt_[0-9a-f]{32} {2}→ 204$/);
  expect(isGenuine(receiver.received[0]!, listening.secret, new Date())).toBe(true);
  expect(() => listeningOf([], {})).toThrow("--key");
});
