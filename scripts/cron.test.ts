import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startScheduler, type Scheduler } from "./cron.ts";

interface Visit {
  readonly path: string;
  readonly authorization: string | undefined;
  answer(): void;
}

const EXPIRE = "/api/cron/expire-orders";
const QUERY = "/api/cron/query-payments";

let server: Server;
let scheduler: Scheduler;
let visits: Visit[];

beforeEach(async () => {
  visits = [];
  server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const { url, headers } = request;
    visits.push({ path: url!, authorization: headers.authorization, answer: () => response.end("{}") });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: new Date("2026-03-04T05:06:30Z") });
  const { port } = server.address() as AddressInfo;
  scheduler = startScheduler({ appUrl: `http://127.0.0.1:${port}`, secret: "the-secret" });
});

afterEach(async () => {
  await scheduler.stop();
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const countOf = (path: string) => visits.filter((visit) => visit.path === path).length;

/** Requests are real and take their time; the scheduler's clock stands still meanwhile. */
async function arrivalAt(path: string): Promise<Visit> {
  while (countOf(path) === 0) await new Promise((next) => setImmediate(next));
  return visits.find((visit) => visit.path === path)!;
}

async function passMinutesUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await vi.advanceTimersByTimeAsync(60_000);
    await new Promise((next) => setImmediate(next));
  }
}

it("calls at the start of the next minute, with the secret", async () => {
  await vi.advanceTimersByTimeAsync(29_000);
  expect(visits).toEqual([]);
  await vi.advanceTimersByTimeAsync(1_000);
  const { authorization } = await arrivalAt(EXPIRE);
  expect(authorization).toBe("Bearer the-secret");
  expect(countOf("/api/cron/complete-orders")).toBe(0);
});

it("does not call a route again while it is still at work, and calls it again afterwards", async () => {
  await vi.advanceTimersByTimeAsync(30_000);
  const slow = await arrivalAt(EXPIRE);
  const quick = await arrivalAt(QUERY);
  quick.answer();
  await passMinutesUntil(() => countOf(QUERY) > 1);
  expect(countOf(EXPIRE)).toBe(1);
  slow.answer();
  await passMinutesUntil(() => countOf(EXPIRE) > 1);
});
