/** Verified requests to pay, by the id in the cashier's address. The oldest are dropped; their pages say so. */
import type { Journal } from "./journal.ts";
import type { PayRequest } from "./trade.ts";

const KEPT = 2_000;

export class PayRequests {
  #journal: Journal;
  #byId = new Map<string, PayRequest>();
  #latest = new Map<string, PayRequest>();

  constructor(journal: Journal) {
    this.#journal = journal;
    for (const request of journal.loaded<PayRequest>("request").values()) this.#keep(request);
  }

  /** When the merchant first asked for this order number: relative timeouts count from there. */
  firstAskedAt(outTradeNo: string, now: number): number {
    return this.#latest.get(outTradeNo)?.askedAt ?? now;
  }

  /** The same order with the same content opens the same page again, with the addresses of the newest request. */
  open(request: PayRequest): PayRequest {
    const last = this.#latest.get(request.outTradeNo);
    const same = last?.context === request.context && last.product === request.product;
    const opened = same ? { ...request, id: last.id } : request;
    this.#keep(opened);
    this.#journal.write("request", opened.id, opened);
    return opened;
  }

  get(id: string): PayRequest | undefined {
    return this.#byId.get(id);
  }

  /** The newest ones, newest first. */
  recent(count: number): PayRequest[] {
    return [...this.#byId.values()].slice(-count).reverse();
  }

  reset(): void {
    this.#byId.clear();
    this.#latest.clear();
  }

  #keep(request: PayRequest): void {
    this.#byId.delete(request.id);
    this.#byId.set(request.id, request);
    this.#latest.set(request.outTradeNo, request);
    if (this.#byId.size <= KEPT) return;
    const [oldest] = this.#byId.values();
    if (!oldest) return;
    this.#byId.delete(oldest.id);
    if (this.#latest.get(oldest.outTradeNo) === oldest) this.#latest.delete(oldest.outTradeNo);
    this.#journal.forget("request", oldest.id);
  }
}
