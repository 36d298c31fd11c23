import type { DifferenceView } from "@/lib/contracts/differences.ts";
import { yuan } from "../ui/money.tsx";

const FIELDS = ["state", "what", "from", "to"] as const;

/** The filters of the differences as they stand in the address; "": none. */
export type DifferenceFilterWords = Readonly<Record<(typeof FIELDS)[number], string>>;

/** What waits is shown first, unless the address asks for something else. */
export function differenceFilterIn(words: { get(name: string): string | null }): DifferenceFilterWords {
  const filter = Object.fromEntries(FIELDS.map((field) => [field, words.get(field) ?? ""])) as DifferenceFilterWords;
  return words.get("state") === null ? { ...filter, state: "open" } : filter;
}

export const KIND_WORDS = { TRADE: "付款", REFUND: "退款" } as const satisfies Record<DifferenceView["kind"], string>;

/** "−¥5.00": the sign stands before the currency. */
export function netYuan(amount: number): string {
  return amount < 0 ? `−${yuan(-amount)}` : yuan(amount);
}

/** The same with a plus before what is more: which side has more stands before the amount. */
export function signedYuan(amount: number): string {
  return amount > 0 ? `+${yuan(amount)}` : netYuan(amount);
}
