/** The sandbox's only clock: real, frozen, or running N times as fast. Timers use it too. */

export type ClockMode = "real" | "frozen" | "times";
export type ClockSetting = { mode: ClockMode; times?: number; at?: number };
export type ClockState = { mode: ClockMode; times: number; now: number };

type Alarm = { at: number; ring: () => void };

/** setTimeout overflows beyond this; longer timeouts are split. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class Clock {
  #mode: ClockMode = "real";
  #times = 1;
  #base = Date.now();
  #realBase = Date.now();
  /** Earliest first; those of one instant in the order of asking. */
  #alarms: Alarm[] = [];
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  constructor(setting: ClockSetting = { mode: "real" }) {
    this.set(setting);
  }

  /** Epoch milliseconds as the sandbox sees them. */
  now(): number {
    return Math.floor(this.#base + (Date.now() - this.#realBase) * this.#times);
  }

  state(): ClockState {
    return { mode: this.#mode, times: this.#times, now: this.now() };
  }

  /**
   * Changes the pace, jumps to `at`, and then moves by `advanceMs`. Timers that became due run before this returns,
   * earliest first. `real` without `at` returns to the wall clock.
   */
  set(setting: { mode?: ClockMode; times?: number; at?: number; advanceMs?: number }): void {
    const mode = setting.mode ?? this.#mode;
    const backToWall = setting.mode === "real" && setting.at === undefined;
    const now = backToWall ? Date.now() : (setting.at ?? this.now());
    this.#mode = mode;
    this.#times = mode === "frozen" ? 0 : mode === "real" ? 1 : (setting.times ?? (this.#times || 1));
    this.#base = now + (setting.advanceMs ?? 0);
    this.#realBase = Date.now();
    this.ringDue();
  }

  /** Calls `ring` once the clock reaches `at`; returns the way to cancel it. */
  alarm(at: number, ring: () => void): () => void {
    const alarm = { at, ring };
    this.#alarms.splice(this.#firstAfter(at), 0, alarm);
    if (at < this.#armedFor) this.#arm(at);
    return () => this.#cancel(alarm);
  }

  /** Runs all due timers; returns whether there were any. */
  ringDue(): boolean {
    const due = this.#alarms.splice(0, this.#firstAfter(this.now()));
    for (const alarm of due) alarm.ring();
    this.#armNext();
    return due.length > 0;
  }

  /** Cancels all timers, so that the process can exit. */
  stop(): void {
    this.#alarms = [];
    this.#armNext();
  }

  /** The index of the first alarm that is later than `at`. */
  #firstAfter(at: number): number {
    let [low, high] = [0, this.#alarms.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#alarms[middle]?.at ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #cancel(alarm: Alarm): void {
    for (let index = this.#firstAfter(alarm.at) - 1; this.#alarms[index]?.at === alarm.at; index--) {
      if (this.#alarms[index] === alarm) return void this.#alarms.splice(index, 1);
    }
  }

  #armNext(): void {
    this.#arm(this.#alarms[0]?.at ?? Infinity);
  }

  #arm(at: number): void {
    clearTimeout(this.#timer);
    this.#armedFor = at;
    if (at === Infinity) return;
    const left = Math.max(0, at - this.now());
    if (left > 0 && this.#times === 0) return;
    const wait = left === 0 ? 0 : Math.ceil(left / this.#times);
    this.#timer = setTimeout(() => this.ringDue(), Math.min(wait, LONGEST_TIMER_MS));
  }
}
