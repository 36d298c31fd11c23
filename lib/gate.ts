import pLimit, { type LimitFunction } from "p-limit";
import { AppError } from "./core/errors.ts";

/** What is at a gate now, and how much it has refused since the process began. */
export interface GateLoad {
  readonly name: string;
  readonly active: number;
  readonly waiting: number;
  readonly refused: number;
}

/**
 * Bounds how much of one kind of work this process does at once, and how much may wait for it (docs/rules.md R65). What
 * comes beyond is refused before it is begun, so that a flood costs neither memory nor the work that has begun.
 */
export class Gate {
  readonly #name: string;
  readonly #limit: LimitFunction;
  readonly #mostWaiting: number;
  #refused = 0;

  constructor(name: string, { atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
    this.#name = name;
    this.#limit = pLimit(atOnce);
    this.#mostWaiting = waiting;
  }

  /** Runs `work` when its turn comes. Throws BUSY (503) when as much waits as may: nothing of it was begun. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#limit.pendingCount < this.#mostWaiting) return this.#limit(work);
    this.#refused += 1;
    return Promise.reject(new AppError("BUSY", { detail: `the gate ${this.#name} is full`, retryAfter: 1 }));
  }

  get load(): GateLoad {
    const { activeCount: active, pendingCount: waiting } = this.#limit;
    return { name: this.#name, active, waiting, refused: this.#refused };
  }
}

/** One set per process, kept over hot reloads of development. */
const shared = globalThis as typeof globalThis & { zhangfangGates?: Readonly<Record<"notices" | "alipay", Gate>> };

export const GATES = (shared.zhangfangGates ??= {
  /**
   * Believed notices that are being settled: as many as the pool has connections (lib/db/pool.ts), where more would wait.
   * The last of 2,000 waits for 3 to 4 s; one that is refused waits for the next query or notice, a minute at least.
   */
  notices: new Gate("notices", { atOnce: 10, waiting: 2_000 }),
  /** Calls to Alipay under way. They wait for the wire, not for us; one that has no turn in time is not made. */
  alipay: new Gate("alipay", { atOnce: 32, waiting: 100 }),
});
