/** Issued bill links, and planted differences. */
import { randomBytes } from "node:crypto";
import type { Difference } from "./bill-rows.ts";

const LINKS_KEPT = 200;

export type Link = { sellerId: string; period: string; diesAt: number };

/** What the bills remember. */
export class BillDesk {
  readonly differences: Difference[] = [];
  #links = new Map<string, Link>();

  newLink(link: Link): string {
    const token = randomBytes(16).toString("hex");
    this.#links.set(token, link);
    const [oldest = ""] = this.#links.keys();
    if (this.#links.size > LINKS_KEPT) this.#links.delete(oldest);
    return token;
  }

  link(token: string): Link | undefined {
    return this.#links.get(token);
  }

  reset(): void {
    this.differences.length = 0;
    this.#links.clear();
  }
}
