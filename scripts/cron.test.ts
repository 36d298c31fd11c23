import { Cron } from "croner";
import { readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, test, vi } from "vitest";
import vercel from "../vercel.json" with { type: "json" };
import { AS_AT_VERCEL, startScheduler, targetOf, type Scheduler } from "./cron.ts";

interface Visit {
  readonly path: string;
  readonly authorization: string | undefined;
  answer(status?: number, text?: string, headers?: Record<string, string>): void;
}

const EXPIRE = "/api/cron/expire-orders";
const QUERY = "/api/cron/query-payments";
const REPORT = JSON.stringify({ code: 200, message: "ok", data: { claimed: 3, done: 2, failed: 1 } });

describe("the scheduler", () => {
  let server: Server;
  let scheduler: Scheduler;
  let visits: Visit[];
  let said: string[];

  beforeEach(async () => {
    visits = [];
    said = [];
    vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
    server = createServer((request: IncomingMessage, response: ServerResponse) => {
      const { url, headers } = request;
      const answer: Visit["answer"] = (status = 200, text = REPORT, more = {}) =>
        response.writeHead(status, more).end(text);
      visits.push({ path: url!, authorization: headers.authorization, answer });
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: new Date("2026-03-04T05:06:30Z") });
    const { port } = server.address() as AddressInfo;
    scheduler = startScheduler({ origin: `http://127.0.0.1:${port}`, secret: "the-secret" });
  });

  afterEach(async () => {
    await scheduler.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const countOf = (path: string) => visits.filter((visit) => visit.path === path).length;

  /** Requests are real and take their time; the scheduler's clock stands still meanwhile. */
  async function until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((next) => setImmediate(next));
  }

  async function arrivalAt(path: string): Promise<Visit> {
    await until(() => countOf(path) > 0);
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
    expect(said).toEqual([]);
  });

  const login = { location: "https://login.example.com/?next=cron" };
  it.each([
    ["a redirect", 307, "", login, `状态 307，要转到 ${login.location}`],
    ["a login page", 200, "<html>请登录</html>", {}, "状态 200：<html>请登录</html>"],
    ["another service's JSON", 200, `{"ok":true}`, {}, `状态 200：{"ok":true}`],
    ["our own refusal", 401, `{"code":401,"error":"BAD_SECRET"}`, {}, `状态 401：{"code":401,"error":"BAD_SECRET"}`],
  ])(
    "says when %s comes instead of the report, and does not follow it",
    async (_what, status, text, headers, words) => {
      await vi.advanceTimersByTimeAsync(30_000);
      (await arrivalAt(EXPIRE)).answer(status, text, headers);
      await until(() => said.length > 0);
      expect(said).toEqual([`${EXPIRE} 没有由账房回答，${words}`]);
    },
  );

  it("says when nobody answers", async () => {
    await new Promise((done) => server.close(done));
    await vi.advanceTimersByTimeAsync(30_000);
    await until(() => said.some((line) => line.startsWith(EXPIRE)));
    expect(said.join("\n")).toMatch(new RegExp(`${EXPIRE} 没有回答：.*ECONNREFUSED`));
  });
});

describe("a line of vercel.json", () => {
  it("is read in UTC, as at Vercel: 02:30 there is 10:30 in Beijing", () => {
    const next = new Cron("30 2 * * *", AS_AT_VERCEL).nextRun(new Date("2026-03-04T02:30:00+08:00"));
    expect(next).toEqual(new Date("2026-03-04T10:30:00+08:00"));
  });

  it.each(["* * * *", "* * * * * *", "60 * * * *", "a * * * *"])("%s is none", (line) => {
    expect(() => new Cron(line, AS_AT_VERCEL)).toThrow();
  });

  it("stands there for every cron route, and for nothing else", async () => {
    const routes = await readdir(resolve(import.meta.dirname, "../app/api/cron"));
    const paths = vercel.crons.map(({ path }) => path);
    expect(paths.toSorted()).toEqual(routes.map((name) => `/api/cron/${name}`).toSorted());
  });
});

describe("where it knocks", () => {
  const CRON_SECRET = "a-secret-of-at-least-thirty-two-characters";
  const APP_URL = "https://shop.example.com/";

  test.each([
    ["at APP_URL", { APP_URL }, "https://shop.example.com"],
    ["at CRON_URL instead", { APP_URL, CRON_URL: "http://127.0.0.1:3000" }, "http://127.0.0.1:3000"],
    ["at CRON_URL alone", { CRON_URL: "https://inside.example.com" }, "https://inside.example.com"],
    ["at APP_URL when CRON_URL is empty", { APP_URL, CRON_URL: "" }, "https://shop.example.com"],
  ])("%s", (_where, given, origin) => {
    expect(targetOf({ ...given, CRON_SECRET })).toEqual({ origin, secret: CRON_SECRET });
  });

  test.each([
    ["nothing", {}, "  - APP_URL：没有设置\n  - CRON_SECRET：没有设置"],
    [
      "a plain address elsewhere",
      { APP_URL, CRON_URL: "http://inside.example.com", CRON_SECRET },
      "CRON_URL：除本机地址外必须使用 https",
    ],
    ["another protocol", { APP_URL: "ftp://shop.example.com", CRON_SECRET }, "APP_URL：应为 http 或 https 的网址"],
    [
      "a secret in a file that is not there",
      { APP_URL, CRON_SECRET_FILE: "/nonexistent" },
      "  - CRON_SECRET_FILE：读不到 /nonexistent（ENOENT）",
    ],
    ["a short secret", { APP_URL, CRON_SECRET: "short" }, "CRON_SECRET：至少 32 个字符"],
  ])("is refused for %s", (_what, given, words) => {
    expect(() => targetOf(given)).toThrow(words);
  });
});
