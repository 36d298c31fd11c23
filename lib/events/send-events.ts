import { raiseLastingAlert } from "../accounts/parts.ts";
import { Budget, sumReports, type RunReport } from "../core/batch.ts";
import { WEBHOOK_MS } from "../core/lease.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { DATABASE_WAIT_MS, runDue, type DueRows, type Tried } from "../db/run-due.ts";
import { log } from "../log.ts";
import {
  advanceLine,
  bringForward,
  holdUpLine,
  noteFailure,
  noteSuccess,
  recordTry,
  releaseLines,
} from "./line-parts.ts";
import { claimLines, countDueLines, findActiveEndpoints, findHead, type DueLine, type Head } from "./line-store.ts";
import { messageOf } from "./message.ts";
import { postMessage, type Message, type Reply } from "./post-message.ts";
import { isBack, isOver, retryOf, secretsAt, type LineFacts } from "./rules.ts";
import { sequenceEvents } from "./sequence-events.ts";
import { eventView } from "./view.ts";

/** A worker goes on with a line that it holds for this long, and then lets others have a turn. */
const LINE_MS = WEBHOOK_MS;

/**
 * Cron: gives new events their place and sends what is due, each endpoint by itself: one that is slow keeps no other waiting
 * (docs/rules.md R146). Of one member an endpoint is sent one event after the other. At least once; the id says which it is.
 */
export async function sendEvents(now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  await sequenceEvents(now);
  const endpoints = await findActiveEndpoints();
  return sumReports(await Promise.all(endpoints.map(({ id }) => sendEventsTo(id, now, budget))));
}

/** What is due at one endpoint. `claimed`, `done` and `failed` count lines, not events. */
export async function sendEventsTo(endpointId: bigint, now: Date, budget: Budget = new Budget()): Promise<RunReport> {
  const reports: RunReport[] = [];
  // What was sent may have brought others forward, and a line whose time was up goes on.
  do reports.push(await runDue(linesOf(endpointId, now), now, budget));
  while (reports.at(-1)!.done > 0 && !budget.isUsed());
  return { ...sumReports(reports), left: reports.at(-1)!.left };
}

function linesOf(endpointId: bigint, now: Date): DueRows<DueLine> {
  return {
    name: "send-events",
    batch: 8,
    width: 4,
    outsideMs: LINE_MS + WEBHOOK_MS,
    claim: (leaseUntil, limit) => claimLines(endpointId, now, leaseUntil, limit),
    work: (line, leaseUntil) => workOn(line, leaseUntil, now),
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: () => after(now, DATABASE_WAIT_MS), release: releaseLines },
    countLeft: () => countDueLines(endpointId, now),
    about: ({ id }) => ({ lineId: String(id), endpointId: String(endpointId) }),
  };
}

/** Sends what waits in a line, one after the other, until something fails or the time is up. */
async function workOn(line: DueLine, leaseUntil: Date, now: Date): Promise<Tried> {
  const time = new Budget(LINE_MS);
  let facts: LineFacts = line;
  for (;;) {
    const head = await findHead(line);
    // The endpoint was switched off since.
    if (!head) return { outcome: "gone", nextAt: line.dueAt };
    const message = messageOf(head.url, eventView(head), secretsAt(head, now), now);
    const reply = await postMessage(message);
    if (reply.refusal !== null)
      return recordFailure({ ...line, leaseUntil }, head, message, reply, retryOf(facts, now), now);
    const pending = await recordSuccess({ ...line, leaseUntil }, head, message, reply, now);
    if (pending === null) return { outcome: "gone" };
    if (pending === 0) return { outcome: "done" };
    if (time.isUsed()) return { outcome: "done", nextAt: now };
    facts = { tries: 0, retryAt: null };
  }
}

type Line = DueLine & { readonly leaseUntil: Date };

function tryOf({ url, headers }: Message, { status, answer, refusal, durationMs }: Reply) {
  return { url, headers, status, answer, refusal, durationMs };
}

/** How many are left in the line; null: another worker has it, and will send this one again. */
async function recordSuccess(
  line: Line,
  head: Head,
  message: Message,
  reply: Reply,
  now: Date,
): Promise<number | null> {
  const commit = new Commit("recordSentEvent");
  const shorter = advanceLine(commit, line, head.id, now);
  recordTry(commit, head.id, tryOf(message, reply), now);
  noteSuccess(commit, line.endpointId, now);
  if (isBack(head.failingSince, now)) bringForward(commit, line.endpointId, line.id, now);
  const done = await commit.attempt();
  return done && done.one(shorter).pending;
}

async function recordFailure(
  line: Line,
  head: Head,
  message: Message,
  reply: Reply,
  retry: ReturnType<typeof retryOf>,
  now: Date,
): Promise<Tried> {
  const { endpointId } = line;
  const { eventNo, type, failingSince } = head;
  log.warn(
    { endpointId: String(endpointId), eventNo, type, status: reply.status, reason: reply.refusal },
    "an event was not taken",
  );
  const commit = new Commit("recordUnsentEvent");
  holdUpLine(commit, line, head.id, retry, now);
  recordTry(commit, head.id, tryOf(message, reply), now);
  noteFailure(commit, endpointId, isOver(failingSince, now), now);
  const about = { cause: String(endpointId), orderSn: null };
  const host = new URL(head.url).host;
  if (retry === null)
    raiseLastingAlert(
      commit,
      { ...about, kind: "EVENT_GIVEN_UP", detail: { host, eventNo, type, reason: reply.refusal } },
      now,
    );
  if (isOver(failingSince, now))
    raiseLastingAlert(
      commit,
      { ...about, kind: "ENDPOINT_OFF", detail: { host, since: failingSince!.toISOString(), reason: reply.refusal } },
      now,
    );
  // null: another worker has the line, and its result stands.
  if (!(await commit.attempt())) return { outcome: "gone" };
  return { outcome: "failed", isAnswered: reply.status !== null };
}
