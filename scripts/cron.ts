/** npm run cron: for a host without Vercel Cron, calls the routes of vercel.json on their schedules. */
import { Cron } from "croner";
import { z } from "zod";
import { EnvError, readValues } from "../lib/env.ts";
import vercel from "../vercel.json" with { type: "json" };
import { isLocal } from "./doctor/configuration.ts";
import { wordsOf } from "./doctor/finding.ts";
import { runScript } from "./script.ts";

export interface Scheduler {
  /** Begins no further run; what a route has begun it ends by itself. */
  stop(): Promise<void>;
}

interface Target {
  /** Where the app answers. */
  readonly origin: string;
  readonly secret: string;
}

/** A line of vercel.json means what it means at Vercel. */
export const AS_AT_VERCEL = { mode: "5-part", timezone: "UTC" } as const;

/** Longer than any route may work; a route that hangs must not keep its schedule for ever. */
const RUN_LIMIT_MS = 5 * 60_000;
const PROBE_LIMIT_MS = 10_000;

/** What our own routes answer, and no proxy or login page does. */
const REPORT = z.object({
  code: z.literal(200),
  data: z.object({ claimed: z.number(), done: z.number(), failed: z.number() }),
});
const HEALTH = z.object({ code: z.literal(200), data: z.object({ status: z.literal("ok") }) });

/** Calls every route when it is due, unless it is still running from before. */
export function startScheduler(target: Target): Scheduler {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const jobs = vercel.crons.map(
    ({ path, schedule }) =>
      new Cron(schedule, { ...AS_AT_VERCEL, protect: true }, () => {
        const run = call(target, path, stopping.signal).finally(() => running.delete(run));
        running.add(run);
        return run;
      }),
  );
  return {
    stop: async () => {
      for (const job of jobs) job.stop();
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** One run. What fails is said and comes again with the next one: the routes claim their rows, so nothing is lost. */
async function call(target: Target, path: string, stopping: AbortSignal): Promise<void> {
  const problem = await knock(target, path, REPORT, AbortSignal.any([stopping, AbortSignal.timeout(RUN_LIMIT_MS)]));
  if (problem && !stopping.aborted) console.error(problem);
}

/** Asks one address of the app: null when it answers as the app does, else a sentence that says what happened instead. */
async function knock({ origin, secret }: Target, path: string, wanted: z.ZodType, signal: AbortSignal) {
  try {
    const headers = { authorization: `Bearer ${secret}` };
    // A redirect is not our app, and the secret must not be sent to its target.
    const response = await fetch(origin + path, { headers, redirect: "manual", signal });
    const text = await response.text();
    if (response.status === 200 && wanted.safeParse(jsonOf(text)).success) return null;
    const location = response.headers.get("location");
    const place = location ? `，要转到 ${location}` : "";
    const words = text.trim() ? `：${text.trim().slice(0, 300)}` : "";
    return `${path} 没有由账房回答，状态 ${response.status}${place}${words}`;
  } catch (error) {
    return `${path} 没有回答：${wordsOf(error)}`;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const address = z.url({ protocol: /^https?$/, error: "应为 http 或 https 的网址" }).transform((text, context) => {
  if (text.startsWith("http:") && !isLocal(text))
    context.addIssue({ code: "custom", message: "除本机地址外必须使用 https" });
  return new URL(text).origin;
});

/** Where `npm run cron` knocks. Throws EnvError with every problem. */
export function targetOf(source: Readonly<Record<string, string | undefined>>): Target {
  const { given, problems: unread } = readValues(source, ["CRON_SECRET"]);
  const name = given.CRON_URL === undefined ? "APP_URL" : "CRON_URL";
  const schema = z.object({ [name]: address, CRON_SECRET: z.string().min(32, "至少 32 个字符") });
  const parsed = schema.safeParse(given);
  const issues = (parsed.error?.issues ?? []).map(({ path, message }) => ({ variable: String(path[0]), message }));
  const problems = issues
    .filter(({ variable }) => !unread.has(variable))
    .map(({ variable, message }) => `${variable}：${given[variable] === undefined ? "没有设置" : message}`);
  problems.push(...unread.values());
  if (!parsed.success || problems.length > 0) throw new EnvError(problems);
  return { origin: parsed.data[name]!, secret: parsed.data.CRON_SECRET! };
}

async function main(): Promise<void> {
  const target = targetOf(process.env);
  const problem = await knock(target, "/api/health", HEALTH, AbortSignal.timeout(PROBE_LIMIT_MS));
  if (problem) console.error(`${target.origin} 现在还用不了，定时任务照常开始，每次失败都会说明：${problem}`);
  else console.log(`${target.origin} 上是账房。`);
  const scheduler = startScheduler(target);
  console.log(`定时任务已开始：${vercel.crons.map(({ path }) => path).join("、")}`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await scheduler.stop();
}

if (import.meta.main) await runScript(main);
