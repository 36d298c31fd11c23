import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ZhangfangError } from "./errors.ts";
import { transport, type Call } from "./transport.ts";

// The other side is a real server that answers as its script says, one step for each try.

type Step = (response: ServerResponse, request: IncomingMessage) => void;

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
}

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serverOf(...script: Step[]): Promise<{ baseUrl: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method!, url: request.url!, headers: request.headers });
    (script[seen.length - 1] ?? script.at(-1)!)(response, request);
  });
  open.push(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
const good = answer(200, { fine: true });
const busy = answer(503, { status: 503, code: "BUSY", title: "忙", detail: "请稍后再试" });
const hangUp: Step = (response) => response.destroy();

const call = (changes: Partial<Call> = {}): Call => ({
  method: "POST",
  path: "orders/1/refunds",
  body: {},
  idempotencyKey: "once",
  ...changes,
});
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as ZhangfangError,
  );

describe("a call", () => {
  test("carries the key, and what it asks", async () => {
    const { baseUrl, seen } = await serverOf(good);
    const send = transport({ baseUrl, key: "zk_secret" });
    expect(await send({ method: "GET", path: "events", query: { after: "3", limit: undefined } })).toEqual({
      fine: true,
    });
    expect(seen).toMatchObject([
      { method: "GET", url: "/api/v1/events?after=3", headers: { authorization: "Bearer zk_secret" } },
    ]);
    expect(seen[0]!.headers["idempotency-key"]).toBeUndefined();
  });

  test("is tried again under the same Idempotency-Key where it may have been lost", async () => {
    const { baseUrl, seen } = await serverOf(hangUp, busy, good);
    expect(await transport({ baseUrl, key: "k" })(call())).toEqual({ fine: true });
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["once", "once", "once"]);
  });

  test("waits as long as it is told to", async () => {
    const { baseUrl } = await serverOf(answer(429, { code: "RATE_LIMITED" }, { "retry-after": "1" }), good);
    const began = performance.now();
    await transport({ baseUrl, key: "k" })(call());
    expect(performance.now() - began).toBeGreaterThan(990);
  });

  test("does not wait for a minute", async () => {
    const limited = answer(
      429,
      { code: "RATE_LIMITED", detail: "太频繁" },
      { "retry-after": "60", "x-request-id": "r-1" },
    );
    const { baseUrl, seen } = await serverOf(limited);
    const error = await failureOf(transport({ baseUrl, key: "k" })(call()));
    expect([error, seen.length]).toMatchObject([
      { code: "RATE_LIMITED", status: 429, retryAfterSeconds: 60, requestId: "r-1", message: "太频繁" },
      1,
    ]);
  });

  test("is given up after four tries", async () => {
    const { baseUrl, seen } = await serverOf(busy);
    expect([await failureOf(transport({ baseUrl, key: "k" })(call())), seen.length]).toMatchObject([
      { code: "BUSY" },
      4,
    ]);
  });

  test.each([
    [
      "a refusal",
      call(),
      answer(409, { code: "INSUFFICIENT_CREDITS", detail: "积分余额不足" }),
      "INSUFFICIENT_CREDITS",
    ],
    ["a change that may have happened", call({ method: "PATCH" }), hangUp, "NETWORK"],
    ["what each try would do anew", call({ isOneTry: true }), hangUp, "NETWORK"],
    [
      "a page that is no answer of 账房",
      call(),
      (r: ServerResponse) => void r.writeHead(200).end("<html>"),
      "BAD_ANSWER",
    ],
    ["an error without a problem", call(), answer(500, {}), "BAD_ANSWER"],
  ] as const)("is tried once: %s", async (_what, asked, step, code) => {
    const { baseUrl, seen } = await serverOf(step as Step);
    const error = await failureOf(transport({ baseUrl, key: "k" })(asked));
    expect([error?.code, error instanceof ZhangfangError, seen.length]).toEqual([code, true, 1]);
  });

  test("never follows a redirect, which would take the key along", async () => {
    const elsewhere = await serverOf(good);
    const { baseUrl, seen } = await serverOf((response) =>
      response.writeHead(302, { location: elsewhere.baseUrl }).end(),
    );
    expect(await failureOf(transport({ baseUrl, key: "k" })(call()))).toMatchObject({
      code: "BAD_ANSWER",
      status: 302,
    });
    expect([seen.length, elsewhere.seen.length]).toEqual([1, 0]);
  });

  test("ends where there is no answer in time", async () => {
    const { baseUrl } = await serverOf(() => {});
    const error = await failureOf(transport({ baseUrl, key: "k", timeoutMs: 50 })(call({ method: "DELETE" })));
    expect(error?.code).toBe("TIMEOUT");
  });
});
