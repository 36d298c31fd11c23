/** npm run cron: for a host without Vercel Cron, calls the routes of vercel.json on their schedules. */
import vercel from "../vercel.json" with { type: "json" };
import { isDue, parseSchedule } from "./schedule.ts";
import { runScript } from "./script.ts";

export interface Scheduler {
  /** Begins no further run; what a route has begun it ends by itself. */
  stop(): Promise<void>;
}

interface Target {
  readonly appUrl: string;
  readonly secret: string;
}

const MINUTE_MS = 60_000;

/** Longer than any route may work; a route that hangs must not keep its schedule for ever. */
const RUN_LIMIT_MS = 5 * MINUTE_MS;

/** At the start of every minute, calls what is due and not still running from before. */
export function startScheduler(target: Target): Scheduler {
  const jobs = vercel.crons.map(({ path, schedule }) => ({ path, schedule: parseSchedule(schedule) }));
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  let timer: NodeJS.Timeout;

  const tick = () => {
    const now = new Date();
    for (const { path, schedule } of jobs)
      if (isDue(schedule, now) && !running.has(path))
        running.set(
          path,
          call(target, path, stopping.signal).finally(() => running.delete(path)),
        );
    wait();
  };
  const wait = () => {
    timer = setTimeout(tick, MINUTE_MS - (Date.now() % MINUTE_MS));
  };
  wait();
  return {
    stop: async () => {
      clearTimeout(timer);
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

/** One run. What fails is said and comes again with the next one: the routes claim their rows, so nothing is lost. */
async function call({ appUrl, secret }: Target, path: string, stopping: AbortSignal): Promise<void> {
  try {
    const response = await fetch(appUrl + path, {
      headers: { authorization: `Bearer ${secret}` },
      signal: AbortSignal.any([stopping, AbortSignal.timeout(RUN_LIMIT_MS)]),
    });
    if (!response.ok) console.error(`${path} 回答 ${response.status}：${(await response.text()).slice(0, 300)}`);
  } catch (error) {
    if (stopping.aborted) return;
    console.error(`${path} 没有回答：${error instanceof Error ? error.message : String(error)}`);
  }
}

async function main(): Promise<void> {
  const { APP_URL: appUrl, CRON_SECRET: secret } = process.env;
  if (!appUrl || !secret) throw new Error("定时任务需要环境变量 APP_URL 和 CRON_SECRET。");
  const scheduler = startScheduler({ appUrl: appUrl.replace(/\/$/, ""), secret });
  console.log(`定时任务已开始：${vercel.crons.map(({ path }) => path).join("、")}`);
  await new Promise<void>((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
  await scheduler.stop();
}

if (import.meta.main) await runScript(main);
