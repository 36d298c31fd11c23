import { yuanText, type Fen } from "../core/money.ts";
import { describeSum, takenWords } from "../delivery/goods/kinds.ts";
import type { Line } from "../delivery/rules.ts";
import type { NoticeFacts, NoticeKind } from "../notices/rules.ts";
import type { Quote } from "./rules.ts";

/** In words, what a refund that a person started takes of the goods; null: nothing. */
export function takenByDesk({ desk, held }: Quote): string | null {
  return desk?.part === 0 ? null : takenWords(held);
}

/** The lines of a quote's sum, and of what a refund takes that a person started. */
export function sumLines(quote: Quote): readonly Line[] {
  const sum = describeSum(quote);
  if (!quote.desk) return sum;
  // A person decides the amount, so the calculation is what it can be compared with.
  const compared = sum.map(({ label, value }) => ({ label: label === "计算" ? "未使用的折算" : label, value }));
  return [...compared, { label: "收回", value: takenByDesk(quote) ?? "不收回" }];
}

interface Told {
  /** The line of the order's history. */
  readonly event: "REFUNDED" | "PARTLY_REFUNDED" | "GOODS_TAKEN";
  readonly kind: NoticeKind;
  readonly facts: NoticeFacts;
  readonly taken: string | null;
}

/** What is said of a refund that a person started, once it is done; null: the buyer started it. */
export function toldOfDesk(quote: Quote, returnedFen: Fen): Told | null {
  const { desk, paidFen, amountFen } = quote;
  if (!desk) return null;
  const taken = takenByDesk(quote);
  if (amountFen === 0) return { event: "GOODS_TAKEN", kind: "GOODS_TAKEN", facts: { goods: taken }, taken };
  const gone = returnedFen + amountFen;
  const goods = taken === null ? "权益没有变化" : `收回了${spaced(taken)}${desk.part === null ? "" : "，其余照常使用"}`;
  const money = gone < paidFen ? `还有 ¥${yuanText(paidFen - gone)} 没有退` : "款项已经全部退回";
  const rest = `${goods}。这笔订单累计退回 ¥${yuanText(gone)}，${money}。`;
  return { event: gone < paidFen ? "PARTLY_REFUNDED" : "REFUNDED", kind: "REFUNDED", facts: { rest }, taken };
}

/** A number stands apart from the Chinese before it. */
function spaced(words: string): string {
  return /^\d/.test(words) ? ` ${words}` : words;
}

/** What the buyer is told when a person starts a refund. */
export function startedWords(quote: Quote): NoticeFacts {
  const taken = takenByDesk(quote);
  const goods = taken === null ? "权益照常使用" : `其间${spaced(taken)}暂时冻结`;
  return { by: quote.amountFen === 0 ? "desk-goods" : "desk", goods };
}
