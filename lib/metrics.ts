import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { CREATION_LIMIT_MS, NOTIFY_LIMIT_MS } from "./core/deadlines.ts";
import { poolLoad } from "./db/pool-load.ts";
import { GATES } from "./gate.ts";

/** Upper bounds, in ms; the limits of an order and of a notice are among them, so that their shares are exact. */
const BOUNDS_MS = [5, 10, 25, 50, 100, 250, 500, CREATION_LIMIT_MS, NOTIFY_LIMIT_MS, 10_000];
const SECONDS = BOUNDS_MS.map((ms) => ms / 1_000);

/** From a payment to its goods, in seconds: at once, after a retry (docs/rules.md R19), or hours later. */
const DELIVERY_SECONDS = [1, 2, 3, 5, 10, 30, 60, 300, 1_800, 7_200, 86_400];

const GATE_FIGURES = [
  ["active", "Pieces of work that are under way"],
  ["waiting", "Pieces of work that wait for their turn"],
  ["refused", "Pieces of work refused since the process began, because too many waited"],
] as const;

/** Gauges of what this process has under way, read when the metrics are asked for. */
function watchLoad(registers: Registry[]): void {
  for (const [figure, help] of GATE_FIGURES)
    new Gauge({
      name: `zhangfang_gate_${figure}`,
      help,
      labelNames: ["gate"],
      registers,
      collect() {
        for (const { load } of Object.values(GATES)) this.set({ gate: load.name }, load[figure]);
      },
    });
  new Gauge({
    name: "zhangfang_pool_connections",
    help: "Connections to the database, by state: busy, idle, or waiting for one",
    labelNames: ["state"],
    registers,
    collect() {
      for (const [state, many] of Object.entries(poolLoad())) this.set({ state }, many);
    },
  });
}

function makeMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  watchLoad(registers);
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `zhangfang_${name}`, help, labelNames, registers });
  return {
    registry,
    startedAt: new Date(),
    requests: new Histogram({
      name: "zhangfang_request_seconds",
      help: "Time from a request to its answer, by endpoint and class of status",
      labelNames: ["endpoint", "status"],
      buckets: SECONDS,
      registers,
    }),
    /** A notice counts once as forged, or as believed and then, when its content is committed, as settled. */
    notices: new Counter({
      name: "zhangfang_notices_total",
      help: "Notices that reached a stage: forged, believed or settled",
      labelNames: ["stage"],
      registers,
    }),
    alipayCalls: new Histogram({
      name: "zhangfang_alipay_call_seconds",
      help: "Time of a call to Alipay, by method and outcome (done, refused or unknown)",
      labelNames: ["method", "outcome"],
      buckets: SECONDS,
      registers,
    }),
    settlements: new Counter({
      name: "zhangfang_settlements_total",
      help: "What news of a trade came to, once it was committed: settle, already, stray, mismatch, unpaid, refund, orphan or foreign",
      labelNames: ["outcome"],
      registers,
    }),
    deliveries: new Histogram({
      name: "zhangfang_delivery_seconds",
      help: "Time from a payment to the delivery of its goods",
      buckets: DELIVERY_SECONDS,
      registers,
    }),
    // The gauges below are what the database says; they are set when the metrics are asked for.
    databaseUp: gauge(
      "database_up",
      "1 when the database answered this scrape; without it the gauges of orders are absent",
    ),
    orders: gauge("orders_24h", "Orders made in the last 24 hours, by outcome: open, paid, closed or lost", [
      "outcome",
    ]),
    payments: gauge("payments_24h", "Payments of the last 24 hours, by what told of them: notify, query or bill", [
      "source",
    ]),
    sales: gauge("sales_open", "1 while the shop sells, 0 while sales are stopped by hand"),
    alipayFailing: gauge("alipay_failing", "1 while any process finds that half of its calls to Alipay have no answer"),
    openAlerts: gauge("alerts_open", "Alerts that nobody has closed, by kind; kinds without one are absent", ["kind"]),
    jobAge: gauge("job_seconds_since_success", "Time since a job last succeeded, by job; absent before its first run", [
      "job",
    ]),
    jobLeft: gauge("job_rows_left", "Due rows that the last run of a job left behind, by job", ["job"]),
    eventsWaiting: gauge("events_waiting", "Events that wait to be sent to the endpoints that are on"),
    eventAge: gauge("event_seconds_oldest", "Time for which the oldest of them has waited; 0: none waits"),
    toDo: gauge("to_do", "What waits for a person or a retry: alerts, refund_reviews or deliveries", ["kind"]),
  };
}

/** One set per process, although the bundler may load this module more than once. */
const shared = globalThis as typeof globalThis & { zhangfangMetrics?: ReturnType<typeof makeMetrics> };

/** What this process counts of itself, and the gauges that a scrape fills from the database. */
export const metrics = (shared.zhangfangMetrics ??= makeMetrics());

/** Goods went out for a payment of `paidAt`. */
export function countDelivery(paidAt: Date, now: Date): void {
  metrics.deliveries.observe(Math.max(0, now.getTime() - paidAt.getTime()) / 1_000);
}

export type NoticeStage = "forged" | "believed" | "settled";

/** Notices of a stage since the process began. */
export async function noticesOf(stage: NoticeStage): Promise<number> {
  const { values } = await metrics.notices.get();
  return values.find(({ labels }) => labels.stage === stage)?.value ?? 0;
}

/** Requests of some endpoints that were answered with 2xx or 5xx; a 4xx did no work. */
export interface Timing {
  readonly count: number;
  readonly withinLimit: number;
  /** The smallest bucket, in ms, that holds 99 % of them; null: none were counted, or some took longer than every bucket. */
  readonly p99Ms: number | null;
}

/** `limitMs` is one of the bounds. */
export async function timingOf(endpoints: readonly string[], limitMs: number): Promise<Timing> {
  const { values } = await metrics.requests.get();
  const counted = values.filter(
    ({ labels }) => endpoints.includes(String(labels.endpoint)) && /^[25]/.test(String(labels.status)),
  );
  const upTo = (bound: number | "+Inf") => sum(counted.filter(({ labels }) => "le" in labels && labels.le === bound));
  const withinMs = (ms: number) => upTo(ms / 1_000);
  const count = upTo("+Inf");
  const p99Ms = count === 0 ? undefined : BOUNDS_MS.find((ms) => withinMs(ms) >= count * 0.99);
  return { count, withinLimit: withinMs(limitMs), p99Ms: p99Ms ?? null };
}

function sum(samples: readonly { readonly value: number }[]): number {
  return samples.reduce((total, { value }) => total + value, 0);
}
