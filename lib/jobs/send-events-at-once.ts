import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS, SECOND_MS } from "../core/time.ts";
import { onCommit } from "../core/wake.ts";
import { listActiveEndpoints } from "../events/list-active-endpoints.ts";
import { FIRST_RETRY_MS } from "../events/rules.ts";
import { sendEventsTo } from "../events/send-events.ts";
import { sequenceEvents } from "../events/sequence-events.ts";
import { log } from "../log.ts";

/** Between two looks: what is committed meanwhile is one look. Where nobody is told of events, there is no hurry to find that out again. */
const PAUSE_MS = 50;
const IDLE_PAUSE_MS = 5 * SECOND_MS;

/**
 * From now on this process sends the events of what it has committed as soon as it has. Where it is killed in between, or a
 * receiver does not answer, the next cron call finds them: the rows are the queue, and this only rings the bell. Each endpoint
 * has a bell of its own, so that one that is slow keeps no other waiting.
 */
export function sendEventsAtOnce(): void {
  const endpoints = new Map<bigint, () => void>();
  const ringOf = (id: bigint) => {
    const known = endpoints.get(id);
    if (known) return known;
    const ring: () => void = bellOf(async () => {
      const { failed } = await sendEventsTo(id, new Date());
      // The first retry comes sooner than the next cron call.
      if (failed > 0) setTimeout(ring, FIRST_RETRY_MS + PAUSE_MS).unref();
      return PAUSE_MS;
    });
    endpoints.set(id, ring);
    return ring;
  };
  onCommit(
    bellOf(async () => {
      const active = await listActiveEndpoints();
      if (active.length === 0) return IDLE_PAUSE_MS;
      await sequenceEvents(new Date());
      for (const { id } of active) ringOf(id)();
      return PAUSE_MS;
    }),
  );
}

/** Rung while it works, it works again afterwards. `work` says for how long it rests before. */
function bellOf(work: () => Promise<number>): () => void {
  let isWorking = false;
  let isMore = false;
  const go = async () => {
    isWorking = true;
    do {
      isMore = false;
      let pauseMs = MINUTE_MS;
      try {
        pauseMs = await work();
      } catch (error) {
        log.error({ error }, "events are left to the cron");
      }
      if (pauseMs > 0) await sleep(pauseMs, undefined, { ref: false });
    } while (isMore);
    isWorking = false;
  };
  return () => {
    isMore = true;
    if (!isWorking) void go();
  };
}
