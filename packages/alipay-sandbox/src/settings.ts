/** The environment, read once. */
import { env } from "node:process";
import { parseBeijing } from "./beijing-time.ts";
import type { ClockSetting } from "./clock.ts";

export type Settings = { port: number; dataFolder: string | undefined; clock: ClockSetting };

/** Throws an Error with one plain sentence when a value cannot be understood. */
export function readSettings(): Settings {
  const port = Number(env["SANDBOX_PORT"] ?? 3100);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`SANDBOX_PORT 应为 0–65535 的整数，现在是 "${env["SANDBOX_PORT"]}"`);
  }
  return { port, dataFolder: env["SANDBOX_DATA"] || undefined, clock: readClock(env["SANDBOX_CLOCK"] ?? "real") };
}

/** `real`, `frozen`, `frozen 2026-01-02 03:04:05`, `times 60`. */
export function readClock(text: string): ClockSetting {
  const times = /^times[ =]*(\d+(?:\.\d+)?)$/.exec(text);
  if (times) return { mode: "times", times: Number(times[1]) };
  const at = /^frozen (.+)$/.exec(text);
  const instant = at ? parseBeijing(at[1]) : undefined;
  if (instant !== undefined) return { mode: "frozen", at: instant };
  if (text === "real" || text === "frozen") return { mode: text };
  throw new Error(`SANDBOX_CLOCK 应为 real、frozen、"frozen 2026-01-02 03:04:05" 或 "times 60"，现在是 "${text}"`);
}
