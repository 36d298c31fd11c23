import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { childEnv } from "../scripts/environment.mjs";
import { CANARIES } from "./simulation/canaries.ts";
import type { Violation } from "./simulation/findings.ts";

/** Each run starts a database, an Alipay and two instances; a busy machine takes its time. */
const TIMEOUT_MS = 300_000;
const SECONDS = "12";

/** Seeds that found a bug. Each bug has its own test, so that they are run again in the long form only. */
const REGRESSIONS = process.env.TEST_ALL ? [5, 20261125] : [];

/** It waits for a delivery that never comes, four times as long as the others: in the long form only. */
const SLOW_CANARY = "no-lease";
const canaries = Object.entries(CANARIES).filter(([name]) => process.env.TEST_ALL || name !== SLOW_CANARY);

let child: ChildProcess | undefined;
afterEach(() => void child?.kill()); // Of a run that took too long; it takes its world with it.

/** The last line of the report. */
interface Figures extends Readonly<Record<string, unknown>> {
  readonly paid: number;
  readonly safetyChecks: number;
  readonly violated: readonly Violation[];
}

async function simulate(...args: string[]): Promise<Figures> {
  const files = ["--import", resolve(import.meta.dirname, "alias.ts"), resolve(import.meta.dirname, "simulate.ts")];
  child = spawn(process.execPath, [...files, ...args], { env: childEnv(), stdio: ["ignore", "pipe", "inherit"] });
  const report = await text(child.stdout!);
  const last = report.trim().split("\n").at(-1)!;
  // A failure prints figures, violations and the command to repeat it.
  if (!last.startsWith("{") || args.includes("--seconds")) console.info(report.slice(0, report.lastIndexOf(last)));
  return JSON.parse(last) as Figures;
}

test.each([randomInt(2 ** 31), ...REGRESSIONS])(
  "seed %i: under everything at once nothing is lost, doubled or promised in vain",
  async (seed) => {
    const figures = await simulate("--seed", String(seed), "--seconds", SECONDS);
    expect(figures.violated).toEqual([]);
    expect(Math.min(figures.paid, figures.safetyChecks)).toBeGreaterThan(0);
  },
  TIMEOUT_MS,
);

test.each(canaries)(
  "the canary %s is caught",
  async (name, { caughtBy }) => {
    const { violated } = await simulate("--seed", String(randomInt(2 ** 31)), "--canary", name);
    expect(violated.map(({ check }) => check)).toContain(caughtBy);
  },
  TIMEOUT_MS,
);
