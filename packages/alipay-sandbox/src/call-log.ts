/** The last calls that merchants made, for the console and for tests. */

export type LoggedCall = {
  at: number;
  traceId: string;
  api: "v2" | "v3";
  method: string;
  outTradeNo?: string;
  /** The code of the answer, or `302` for a page that opened the cashier. */
  code: string;
  subCode?: string;
  reason?: string;
  fault?: string;
};

const KEPT = 500;

export class CallLog {
  #calls: LoggedCall[] = [];

  add(call: LoggedCall): void {
    this.#calls.push(call);
    if (this.#calls.length > KEPT) this.#calls.shift();
  }

  /** Oldest first. */
  all(): LoggedCall[] {
    return this.#calls;
  }

  reset(): void {
    this.#calls = [];
  }
}
