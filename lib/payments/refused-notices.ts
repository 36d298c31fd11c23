import { openRefusedNotices } from "../accounts/keep-alerts.ts";
import { SECOND_MS } from "../core/time.ts";
import { ownNumberIn } from "../ids.ts";
import { log } from "../log.ts";
import { isRefusedInARow } from "./silence-rules.ts";
import { countOwnNumbers, wasNoticeKeptSince } from "./silence-store.ts";

/** As many numbers are remembered: strangers may invent some, and push out others. */
const REMEMBERED = 50;
/** So often the database is asked about them. */
const ASK_EVERY_MS = 30 * SECOND_MS;

/**
 * The notices that this process has refused since it last believed one, by the order numbers in them. A number of an order cannot
 * be guessed, so a stranger who sends forgeries is told of nowhere (docs/rules.md R128).
 */
class RefusedNotices {
  #numbers = new Map<string, Date>();
  #askedAt = -Infinity;

  /** A notice was refused, for that reason. Returns what waits to be told, at most every ASK_EVERY_MS. */
  refuse(body: string, now: Date): { numbers: string[]; since: Date } | null {
    const number = ownNumberIn(body);
    if (number === null || this.#numbers.has(number)) return this.#due(now);
    this.#numbers.set(number, now);
    if (this.#numbers.size > REMEMBERED) this.#numbers.delete([...this.#numbers.keys()][0]!);
    return this.#due(now);
  }

  believe(): void {
    this.#numbers.clear();
  }

  #due(now: Date) {
    if (!isRefusedInARow(this.#numbers.size) || now.getTime() - this.#askedAt < ASK_EVERY_MS) return null;
    this.#askedAt = now.getTime();
    return { numbers: [...this.#numbers.keys()], since: [...this.#numbers.values()][0]! };
  }
}

/** One per process, although the bundler may load this module more than once. */
const shared = globalThis as typeof globalThis & { zhangfangRefusedNotices?: RefusedNotices };

export const refusedNotices = (shared.zhangfangRefusedNotices ??= new RefusedNotices());

/** Counts a refused notice, and raises an alert where orders of ours are refused in a row. Never throws. */
export async function countRefusedNotice(body: string, reason: string, now: Date): Promise<void> {
  const due = refusedNotices.refuse(body, now);
  if (!due) return;
  try {
    const refused = await countOwnNumbers(due.numbers);
    if (!isRefusedInARow(refused) || (await wasNoticeKeptSince(due.since))) return;
    await openRefusedNotices({ since: due.since.toISOString(), refused, reason }, now);
  } catch (error) {
    log.error({ error }, "refused notices were not told");
  }
}
