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

/** As yuan(), with a plus before what is more. */
export function signedYuan(amount: number): string {
  return amount > 0 ? `+${yuan(amount)}` : yuan(amount);
}

/** Which side has more, in words; the amount beside them has no sign. */
export function moreOrLess(difference: number): string {
  if (difference === 0) return "账单与账本相等";
  return difference > 0 ? "账单比账本多" : "账单比账本少";
}
