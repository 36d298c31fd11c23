import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { EventView } from "../lib/contracts/events.ts";
import { signedHeaders } from "../lib/events/sign.ts";

/** What the command needs to know. */
export interface Listening {
  /** Where the shop answers. */
  readonly origin: string;
  /** A service key that may read. */
  readonly key: string;
  /** Where events are posted to; null: they are only printed. */
  readonly forward: string | null;
  readonly secret: string;
  /** Also what has happened before. */
  readonly isFromStart: boolean;
}

const USAGE = `用法：npm run listen -- --key zfk_… [--forward http://127.0.0.1:4000/hook]
  --key      有 read 权限的服务密钥；也可以放在环境变量 SERVICE_KEY 里
  --forward  每个事件签好名，发到这里
  --secret   签名用的密钥（whsec_…）；不给就新做一个，打印出来
  --url      账房的地址，默认 http://localhost:3000
  --all      从保留的第一个事件开始，而不是从现在`;

/** Reads the command line. Throws with the usage where it does not say enough. */
export function listeningOf(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Listening {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { key: text, forward: text, secret: text, url: text, all: { type: "boolean" } },
  });
  const key = values.key ?? environment.SERVICE_KEY;
  if (!key) throw new Error(USAGE);
  const secret = values.secret ?? `whsec_${randomBytes(32).toString("base64")}`;
  const origin = new URL(values.url ?? "http://localhost:3000").origin;
  return { origin, key, forward: values.forward ?? null, secret, isFromStart: values.all === true };
}

const EVERY_MS = 1_000;
const PAGE = 100;
const ANSWER_MS = 15_000;

/** Prints every event as it comes, one a line, and posts it, until `signal` ends it. One try each: this is for a developer's machine. */
export async function listen(listening: Listening, print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { forward, secret, isFromStart } = listening;
  let last = isFromStart ? null : await lastEvent(listening, signal);
  print(forward === null ? "等待事件" : `等待事件，转发到 ${forward}，签名密钥 ${secret}`);
  while (!signal.aborted) {
    const { data, next } = await eventsAfter(listening, last, signal);
    for (const event of data) print(`${lineOf(event)}${await passOn(event, listening, signal)}`);
    last = data.at(-1)?.id ?? last;
    if (next === null) await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}

interface Events {
  readonly data: readonly EventView[];
  readonly next: string | null;
}

async function eventsAfter({ origin, key }: Listening, last: string | null, signal: AbortSignal): Promise<Events> {
  const query = new URLSearchParams({ limit: String(PAGE), ...(last ? { after: last } : {}) });
  const response = await fetch(`${origin}/api/v1/events?${query}`, {
    headers: { authorization: `Bearer ${key}` },
    signal,
  });
  if (response.ok) return (await response.json()) as Events;
  const { title, detail } = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
  throw new Error(`${origin} 答复 ${response.status}：${detail ?? title ?? ""}`);
}

/** The last event that there is. */
async function lastEvent(listening: Listening, signal: AbortSignal): Promise<string | null> {
  let last: string | null = null;
  for (;;) {
    const { data, next } = await eventsAfter(listening, last, signal);
    last = data.at(-1)?.id ?? last;
    if (next === null) return last;
  }
}

function lineOf({ id, type, timestamp, data }: EventView): string {
  const customer = typeof data.customerId === "string" ? data.customerId : "—";
  return `${timestamp.slice(11, 19)}  ${type.padEnd(22)}  ${customer}  ${id}`;
}

async function passOn(event: EventView, { forward, secret }: Listening, signal: AbortSignal): Promise<string> {
  if (forward === null) return "";
  const body = JSON.stringify(event);
  const headers = {
    "content-type": "application/json",
    ...signedHeaders({ id: event.id, body }, [secret], new Date()),
  };
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
    const { status } = await fetch(forward, { method: "POST", headers, body, redirect: "manual", signal: limit });
    return `  → ${status}`;
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return `  → 没有送到（${cause?.code ?? name}）`;
  }
}
