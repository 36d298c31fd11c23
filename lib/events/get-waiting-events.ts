import { sumWaiting } from "./line-store.ts";

/** How many events wait to be sent to the endpoints that are on, and for how long, in ms, the oldest of them. One read. */
export async function getWaitingEvents(now: Date): Promise<{ waiting: number; oldestMs: number }> {
  const { waiting, since } = await sumWaiting();
  return { waiting, oldestMs: since === null ? 0 : Math.max(0, now.getTime() - since.getTime()) };
}
