import { setTimeout as sleep } from "node:timers/promises";

/**
 * Polls until `holds` returns true or the timeout ends; an exception counts as false. Returns whether it became true.
 */
export async function until(holds: () => Promise<boolean> | boolean, timeoutMs: number): Promise<boolean> {
  for (const end = Date.now() + timeoutMs; ; await sleep(20)) {
    if (
      await Promise.resolve()
        .then(holds)
        .catch(() => false)
    )
      return true;
    if (Date.now() > end) return false;
  }
}
