import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import * as deadlines from "./deadlines.ts";
import { spanText } from "./time.ts";

const ROOT = resolve(import.meta.dirname, "../..");

test.each([
  [7 * 86_400_000, "7 天"],
  [86_400_000, "1 天"],
  [36 * 3_600_000, "36 小时"],
  [30 * 60_000, "30 分钟"],
  [90_000, "90 秒"],
])("%i ms is %s", (ms, text) => {
  expect(spanText(ms)).toBe(text);
});

test.each([0, -1_000, 1_500])("%i ms is no span that people are told of", (ms) => {
  expect(() => spanText(ms)).toThrow("whole seconds");
});

test("a deadline that people are told of is as long as it was agreed", () => {
  const told = Object.entries(deadlines).map(([name, ms]) => `${name} ${spanText(ms)}`);
  expect(told.sort()).toEqual([
    "ASK_EVERY_MS 3 秒",
    "CHECKOUT_LIFE_MS 1 天",
    "CONFIRM_LINK_MS 1 天",
    "CREATION_LIMIT_MS 1 秒",
    "INVOICE_WINDOW_MS 365 天",
    "NOTIFY_LIMIT_MS 3 秒",
    "PORTAL_LIFE_MS 1 小时",
    "PORTAL_LINK_MS 5 分钟",
    "QUESTION_LATE_MS 10 分钟",
    "REFUND_LATE_MS 1 天",
    "REFUND_WINDOW_MS 7 天",
    "REPEAT_WINDOW_MS 30 天",
    "REQUEST_KEPT_MS 7 天",
    "RESET_LINK_MS 30 分钟",
    "SESSION_IDLE_MS 7 天",
    "SESSION_LIFE_MS 90 天",
  ]);
});

/** The deadlines as somebody might type them beside their constants. */
const TYPED = /(?<![\d.])(7|30) ?天|(?<![\d.])(10|30) ?分钟|七天|三十天|十分钟|三秒/;

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(resolve(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => resolve(entry.parentPath, entry.name))
    .filter((file) => !/\/(generated|testing)\/|core\/(deadlines|time)\.ts$/.test(file));
}

test("no sentence types a deadline instead of taking it from its constant", async () => {
  const files = (await Promise.all(["lib", "components", "app"].map(sourcesIn))).flat();
  expect(files.length).toBeGreaterThan(200);
  const typed: string[] = [];
  for (const file of files) {
    const line = (await readFile(file, "utf8")).split("\n").find((text) => TYPED.test(text));
    if (line !== undefined) typed.push(`${file}: ${line.trim()}`);
  }
  expect(typed).toEqual([]);
});

test.each(["付款后七天内可申请退款", "超过 30 分钟未付款", "到期十分钟", "30天内"])("control: %s is found", (text) => {
  expect(text).toMatch(TYPED);
});
