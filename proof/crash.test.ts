import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useDatabase } from "../lib/testing/database.ts";
import { setAlipayClock, useSandbox } from "../lib/testing/gateway.ts";
import { expectCoherence } from "../lib/testing/refunds.ts";
import { configuration } from "../scripts/environment.mjs";
import { startInstance, type Instance } from "./instance.ts";
import { OPERATIONS, type Prepared } from "./operations.ts";
import { letTimePass, type Call } from "./subjects.ts";
import points from "./crash-points.json" with { type: "json" };

useSandbox();
useDatabase();

let folder: string;
let instance: Instance;
let steps: string;
let kill: string;

beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-crash-"));
  [steps, kill] = [resolve(folder, "steps"), resolve(folder, "kill")];
  instance = await start();
});
beforeEach(() => setAlipayClock(new Date()));
afterAll(async () => {
  await instance.kill();
  await rm(folder, { recursive: true });
});

function start(): Promise<Instance> {
  return startInstance({ env: { ...configuration(), PROOF_STEPS: steps, PROOF_KILL: kill }, preload: ["steps.ts"] });
}

/** The HTTP status, or "gone" when the process died. */
async function send({ path, method = "GET", headers = {}, body }: Call): Promise<number | "gone"> {
  const isForm = typeof body === "string";
  const type = isForm ? "application/x-www-form-urlencoded" : "application/json";
  const init = {
    method,
    headers: { ...headers, ...(body ? { "content-type": type } : {}) },
    ...(body ? { body: isForm ? body : JSON.stringify(body) } : {}),
  };
  const response = await fetch(instance.url + path, init).catch(() => null);
  return response?.status ?? "gone";
}

async function stepsOf({ call }: Prepared): Promise<string[]> {
  await rm(steps, { force: true });
  expect(await send(call)).toBe(200);
  return (await readFile(steps, "utf8")).trim().split("\n");
}

const CRONS = ["expire-orders", "query-payments", "retry-deliveries", "settle-refunds"];

/** What jobs and caller do after the kill. */
async function recover({ call }: Prepared): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await letTimePass();
    for (const name of CRONS) {
      const headers = { authorization: `Bearer ${process.env.CRON_SECRET}` };
      expect(await send({ path: `/api/cron/${name}`, headers })).toBe(200);
    }
  }
  // The repeat succeeds, or is refused because a job has finished it.
  expect([200, 409]).toContain(await send(call));
}

/** Where a run of a job is noted down: the same for every job, so that one is killed there in the short form. */
const NOTES = /(started|succeeded)_job/;
const NOTED = "expire an order";

/**
 * In the short form a process dies after each step only: before a step everything stands as it stood after the one
 * before it, in the database and at Alipay.
 */
function isKilled(name: string, point: string): boolean {
  if (process.env.TEST_ALL) return true;
  return point.startsWith("after ") && (name === NOTED || !NOTES.test(point));
}

describe.each(Object.entries(OPERATIONS))("%s", (name, operation) => {
  const listed = (points as Record<string, string[]>)[name] ?? [];
  const killed = listed.filter((point) => isKilled(name, point));

  test("has the listed steps", async () => {
    const prepared = await operation.prepare();
    expect(await stepsOf(prepared)).toEqual(listed);
    await prepared.settled();
  });

  test.each(killed)("killed %s, loses nothing and doubles nothing", async (point) => {
    const prepared = await operation.prepare();
    await rm(steps, { force: true });
    await writeFile(kill, point);
    expect(await send(prepared.call)).toBe("gone");
    await instance.ended;
    await rm(kill);
    instance = await start();
    await recover(prepared);
    await prepared.settled();
    await expectCoherence(new Date());
  });
});
