import { afterEach, expect, test, vi } from "vitest";
import { onCommit } from "../core/wake.ts";
import { addEndpoint } from "../events/endpoints.ts";
import { aPaidOrder, contextAt } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { useReceivers } from "../testing/receiver.ts";
import { sendEventsAtOnce } from "./send-events-at-once.ts";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
useDatabase();
const aReceiver = useReceivers();
afterEach(() => onCommit(() => undefined));

test("events leave with the commit that they are of, without a cron call", async () => {
  const receiver = await aReceiver();
  sendEventsAtOnce();
  await addEndpoint({ url: receiver.url, types: ["order.paid"] }, null, contextAt(new Date(), "admin:1"));
  await aPaidOrder({ now: new Date() });
  await vi.waitFor(() => expect(receiver.received.map(({ event }) => event.type)).toEqual(["order.paid"]), {
    timeout: 5_000,
  });
});
