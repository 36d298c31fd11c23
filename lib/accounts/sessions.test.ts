import { describe, expect, test } from "vitest";
import { Budget } from "../core/batch.ts";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "../core/deadlines.ts";
import { after, DAY_MS } from "../core/time.ts";
import { aMember, NOW } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { deleteOldSessions } from "./delete-old-sessions.ts";
import { deviceWords, sessionEnd, SESSION_KEPT_MS } from "./rules.ts";
import { startSession } from "./start-session.ts";

useDatabase();

const browser = { userAgent: "", sessionId: null };

test.each([
  ["right after signing in", 0, SESSION_IDLE_MS],
  ["when it is used", 3 * DAY_MS, 3 * DAY_MS + SESSION_IDLE_MS],
  ["a week before its last day", SESSION_LIFE_MS - SESSION_IDLE_MS, SESSION_LIFE_MS],
  ["on its last day", SESSION_LIFE_MS - 1, SESSION_LIFE_MS],
])("a session ends a week later, and on its ninetieth day at the latest: %s", (_, used, end) => {
  expect(sessionEnd(NOW, after(NOW, used))).toEqual(after(NOW, end));
});

describe("a device in words", () => {
  const WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)";

  test.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/143.0.0.0 Safari/537.36`, "Windows 电脑 · Chrome"],
    [`Mozilla/5.0 (Windows NT 10.0) ${WEBKIT} Chrome/143.0 Safari/537.36 Edg/143.0`, "Windows 电脑 · Edge"],
    [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/18.0 Safari/605.1.15`, "Mac 电脑 · Safari"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Linux 电脑 · Firefox"],
    [`Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${WEBKIT} MicroMessenger/8.0.50`, "iPhone · 微信"],
    [`Mozilla/5.0 (Linux; Android 15; Pixel 9) ${WEBKIT} Chrome/143.0 Mobile Safari/537.36`, "Android 设备 · Chrome"],
    [`Mozilla/5.0 (Phone; OpenHarmony 5.0) ${WEBKIT} Chrome/132.0 Safari/537.36`, "鸿蒙设备 · Chrome"],
    ["curl/8.5.0", "未知设备"],
    ["", "未知设备"],
  ])("%s", (userAgent, words) => expect(deviceWords(userAgent)).toBe(words));
});

test("what a browser says of itself is cut, however long it is", async () => {
  await startSession(await aMember(), { ...browser, userAgent: "x".repeat(10_000) }, NOW);
  expect(await query("select length(user_agent) as n from ums_member_session")).toEqual([{ n: 300 }]);
});

test("a session that has been over for 30 days leaves the table, a thousand of them in bounded steps", async () => {
  const memberId = await aMember();
  await startSession(memberId, browser, NOW);
  await query(
    `insert into ums_member_session (id, member_id, user_agent, create_time, last_seen_time, expire_time)
     select gen_random_uuid()::text, $1, '', $2, $2, $3 from generate_series(1, 1000)`,
    [memberId, after(NOW, -SESSION_IDLE_MS), after(NOW, -1)],
  );
  const over = after(NOW, SESSION_KEPT_MS);
  expect(await deleteOldSessions(after(over, -2))).toMatchObject({ done: 0, left: 0 });
  expect(await deleteOldSessions(over, new Budget(0))).toEqual({ claimed: 500, done: 500, failed: 0, left: 500 });
  expect(await deleteOldSessions(over)).toMatchObject({ done: 500, left: 0 });
  expect(await count("ums_member_session")).toBe(1);
});
