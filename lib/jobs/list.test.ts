import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import { Cron } from "croner";
import { expect, test } from "vitest";
import vercel from "../../vercel.json" with { type: "json" };
import { endpoints } from "../contracts/api.ts";
import { AS_AT_VERCEL } from "../../scripts/cron.ts";
import { JOB_NAMES, JOBS } from "./list.ts";

const ROUTES = resolve(import.meta.dirname, "../../app/api/cron");

test("every job has its route, its line in vercel.json and its line in the API, and nothing else has", async () => {
  const listed = JOB_NAMES.map((name) => ({ path: `/api/cron/${name}`, schedule: JOBS[name].schedule }));
  expect(vercel.crons).toEqual(listed);
  expect((await readdir(ROUTES)).sort()).toEqual([...JOB_NAMES].sort());
  const described = Object.keys(endpoints).filter((name) => name.startsWith("GET /api/cron/"));
  expect(described.sort()).toEqual(listed.map(({ path }) => `GET ${path}`).sort());
});

/** What a function may run on every plan of Vercel that has crons each minute, in s. */
const VERCEL_LIMIT_S = 300;

test.each(JOB_NAMES)("the route of %s says how long it may run", async (name) => {
  const { maxDuration } = (await import(resolve(ROUTES, name, "route.ts"))) as { maxDuration: unknown };
  expect(maxDuration).toBe(name === "reconcile" ? VERCEL_LIMIT_S : 120);
});

test.each(JOB_NAMES)("the interval of %s is what its schedule says", (name) => {
  const { schedule, everyMs } = JOBS[name];
  const runs = new Cron(schedule, { ...AS_AT_VERCEL, paused: true }).nextRuns(25);
  const gaps = runs.slice(1).map((run, i) => run.getTime() - runs[i]!.getTime());
  expect(new Set(gaps)).toEqual(new Set([everyMs]));
});

test("people know every job by a name of its own", () => {
  const titles = JOB_NAMES.map((name) => JOBS[name].title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const title of titles) expect(title).toMatch(/^[\u4e00-\u9fff]{2,}$/);
});
