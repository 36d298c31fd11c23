import { CLOSING_ITEM_TEXTS, type ClosingAccount, type ClosingView } from "../contracts/closing.ts";
import type { Cell } from "../core/csv.ts";
import { beijingDay, type DayRange } from "../core/day-range.ts";
import { fenOf, yuanText } from "../core/money.ts";
import { monthsOf } from "./closing-rules.ts";
import { findClosingDays } from "./closing-store.ts";
import type { Column } from "./export-columns.ts";
import { getClosing } from "./get-closing.ts";

/** One line of a sheet as a file has it. */
interface Line {
  readonly month: string;
  readonly account: string;
  readonly title: string;
  readonly about: string;
  readonly count: number | null;
  /** In yuan. null: not known. */
  readonly amount: number | null;
  readonly closed: ClosingView["closed"];
}

/** The sheets of the months that a range touches and that have anything in them, one after the other. */
export async function* readClosings({ from, to }: DayRange, now: Date): AsyncGenerator<Line[], void> {
  const { firstDay } = await findClosingDays(from.slice(0, 7));
  if (firstDay === null) return;
  const today = beijingDay(now);
  for (const month of monthsOf(from > firstDay ? from : firstDay, to < today ? to : today)) {
    const { sheet, closed } = await getClosing(month, now);
    const lines = sheet.accounts.flatMap((account) => linesOf(account).map((line) => ({ ...line, month, closed })));
    if (lines.length > 0) yield lines;
  }
}

function linesOf({ sellerId, bill, ours, difference, items, remainder }: ClosingAccount) {
  const account = sellerId ?? "未知";
  const line = (title: string, amount: number | null, count: number | null = null, about = "") => ({
    ...{ account, title, about, count, amount },
  });
  return [
    line("支付宝：收款", bill.income),
    line("支付宝：退款", bill.refunded),
    line("支付宝：不逐笔核对的行", bill.setAside),
    line("支付宝：商家优惠", bill.discounts),
    line("支付宝：手续费", bill.fees),
    line("支付宝：实收净额", bill.net),
    line("账本：收款", ours.paid, ours.paymentCount),
    line("账本：退款", ours.refunded, ours.refundCount),
    line("差额：账单减账本", difference),
    ...items.map(({ kind, about, count, amount }) => line(`解释：${CLOSING_ITEM_TEXTS[kind]}`, amount, count, about)),
    line("没有解释的", remainder),
  ];
}

const more = (amount: number | null): Cell => (amount !== null && amount >= 0 ? yuanText(fenOf(amount)) : null);
const less = (amount: number | null): Cell => (amount !== null && amount < 0 ? yuanText(fenOf(-amount)) : null);

export const CLOSING_COLUMNS: readonly Column<Line>[] = [
  ["月份", ({ month }) => month],
  ["收款账户", ({ account }) => account],
  ["项目", ({ title }) => title],
  ["说明", ({ about }) => about],
  ["笔数", ({ count }) => count],
  // Two columns, so that no cell begins with a minus sign.
  ["金额（元）", ({ amount }) => more(amount)],
  ["负的金额（元）", ({ amount }) => less(amount)],
  ["结账", ({ closed }) => (closed ? `${closed.by} ${closed.time}` : "还没有结账")],
];
