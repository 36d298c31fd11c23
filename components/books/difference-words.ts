import type { DifferenceView } from "@/lib/contracts/differences.ts";

const FIELDS = ["state", "what", "from", "to"] as const;

/** The filters of the differences as they stand in the address; "": none. */
export type DifferenceFilterWords = Readonly<Record<(typeof FIELDS)[number], string>>;

/** What waits is shown first, unless the address asks for something else. */
export function differenceFilterIn(words: { get(name: string): string | null }): DifferenceFilterWords {
  const filter = Object.fromEntries(FIELDS.map((field) => [field, words.get(field) ?? ""])) as DifferenceFilterWords;
  return words.get("state") === null ? { ...filter, state: "open" } : filter;
}

export const KIND_WORDS = { TRADE: "付款", REFUND: "退款" } as const satisfies Record<DifferenceView["kind"], string>;

/** "+¥5.00": which side has more stands before the amount. */
export function signedYuan(amount: number): string {
  const sign = amount > 0 ? "+" : amount < 0 ? "−" : "";
  return `${sign}¥${Math.abs(amount).toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
