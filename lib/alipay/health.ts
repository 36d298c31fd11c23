import { MINUTE_MS, SECOND_MS } from "../core/time.ts";
import type { CallHealth } from "../core/trade.ts";

/** The calls that count: of the last two minutes, and no more than the last 200. */
const WINDOW_MS = 2 * MINUTE_MS;
const MOST_CALLS = 200;
/** Fewer calls say nothing about a rate. */
const LEAST_CALLS = 5;
/** How often a lasting failure is told. */
const TELL_EVERY_MS = 30 * SECOND_MS;

type Listener = (health: CallHealth, now: Date) => void;

/** Whether Alipay answers this process: half of its last calls without an answer is a failure (docs/rules.md R67). */
export class CallWindow {
  #calls: { readonly at: number; readonly isAnswered: boolean }[] = [];
  #toldAt: number | null = null;
  #listener: Listener = () => undefined;

  /** Who hears of a failure, every 30 s while it lasts, and once of its end. */
  listen(listener: Listener): void {
    this.#listener = listener;
  }

  record(isAnswered: boolean, now: Date): void {
    const at = now.getTime();
    this.#calls = [...this.#calls.filter((call) => call.at > at - WINDOW_MS), { at, isAnswered }].slice(-MOST_CALLS);
    const health = this.#health();
    if (health.isFailing && (this.#toldAt === null || at - this.#toldAt >= TELL_EVERY_MS)) {
      this.#toldAt = at;
      this.#listener(health, now);
    } else if (!health.isFailing && isAnswered && this.#toldAt !== null) {
      this.#toldAt = null;
      this.#listener(health, now);
    }
  }

  #health(): CallHealth {
    const calls = this.#calls.length;
    const unanswered = this.#calls.filter(({ isAnswered }) => !isAnswered).length;
    return { calls, unanswered, isFailing: calls >= LEAST_CALLS && unanswered * 2 >= calls };
  }
}

/** One per process, although the bundler may load this module more than once. */
const shared = globalThis as typeof globalThis & { zhangfangCallWindow?: CallWindow };

export const callWindow = (shared.zhangfangCallWindow ??= new CallWindow());
