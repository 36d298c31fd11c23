import type { BillLineView, DifferenceDay, DifferenceView, ForeignRuleView } from "../contracts/differences.ts";
import { yuanNumber } from "../core/money.ts";
import type { StoredLine } from "./bill-line-store.ts";
import { actsOn, isForeignable } from "./difference-rules.ts";
import type { StoredDifference, StoredRule, sumDifferences } from "./difference-store.ts";

const yuanOrNull = (fen: bigint | null) => (fen === null ? null : yuanNumber(Number(fen)));

export function differenceView(stored: StoredDifference): DifferenceView {
  const { id, day, what, kind, sellerId, tradeNo, outTradeNo, outRequestNo, orderSn, status } = stored;
  const { closedTime, closerName, reason } = stored;
  return {
    ...{ id: Number(id), day, what, kind, sellerId: sellerId || null },
    ...{ tradeNo, outTradeNo, outRequestNo, orderSn, status },
    billAmount: yuanOrNull(stored.billFen),
    ourAmount: yuanOrNull(stored.ourFen),
    amount: yuanNumber(Number(stored.amountFen)),
    closed: closedTime && { by: closerName, time: closedTime.toISOString(), reason: reason ?? "" },
    createTime: stored.createTime.toISOString(),
    acts: actsOn(stored),
    canBeForeign: isForeignable(stored),
  };
}

export function foreignRuleView({ id, prefix, reason, makerName, createTime }: StoredRule): ForeignRuleView {
  return { id: Number(id), prefix, reason, by: makerName, createTime: createTime.toISOString() };
}

/** The totals of each day, open and closed apart. */
export function dayTotals(sums: Awaited<ReturnType<typeof sumDifferences>>): DifferenceDay[] {
  const days = Map.groupBy(sums, ({ day }) => day);
  const total = (own: typeof sums) => ({
    count: own.reduce((sum, { count }) => sum + count, 0),
    amount: yuanNumber(own.reduce((sum, { fen }) => sum + fen, 0)),
  });
  return Array.from(days, ([day, own]) => ({
    day,
    open: total(own.filter(({ status }) => status === "OPEN")),
    closed: total(own.filter(({ status }) => status !== "OPEN")),
  }));
}

export function billLineView(line: StoredLine): BillLineView {
  const { day, lineNo, kind, tradeNo, outTradeNo, outRequestNo, sellerId, orderSn } = line;
  const { differenceId, what, status } = line;
  const isCompared = line.dayStatus === "RECONCILED";
  return {
    ...{ day, lineNo, kind, tradeNo, outTradeNo, outRequestNo, sellerId: sellerId || null, orderSn },
    amount: yuanNumber(Number(line.amountFen)),
    time: line.finishTime.toISOString(),
    state: differenceId !== null ? "DIFFERS" : isCompared ? "MATCHED" : "UNCOMPARED",
    difference: differenceId !== null && what && status ? { id: Number(differenceId), what, status } : null,
  };
}
