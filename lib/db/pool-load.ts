import { openedPool } from "./pool.ts";

/** What the connections of this process do; none are opened by asking. */
export function poolLoad(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
  const open = openedPool();
  if (!open) return { busy: 0, idle: 0, waiting: 0 };
  return { busy: open.totalCount - open.idleCount, idle: open.idleCount, waiting: open.waitingCount };
}
