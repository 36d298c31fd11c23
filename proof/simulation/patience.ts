import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `holds`, at most so long. What throws does not hold yet. True when it came to hold. */
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
