/** A statement of all movements, to check conservation of money. Amounts in fen. */
import { BUYERS, type Purses } from "./purses.ts";
import type { TradeBook } from "./trade-book.ts";
import { merchantOfTrade, paidOnce, type Trade } from "./trade.ts";

export type Movement = {
  at: number;
  kind: "pay" | "refund";
  outTradeNo: string;
  tradeNo: string;
  outRequestNo?: string;
  from: string;
  to: string;
  fen: number;
};

export type Statement = {
  movements: Movement[];
  paidFen: number;
  refundedFen: number;
  /** What the merchants have kept: paid minus refunded. */
  keptFen: number;
  balances: Record<string, number>;
};

/** Every movement of money, in the order in which it happened. */
export function statement({ book, purses }: { book: TradeBook; purses: Purses }): Statement {
  const movements = book
    .all()
    .flatMap(movementsOf)
    .sort((a, b) => a.at - b.at);
  const sum = (kind: Movement["kind"]): number =>
    movements.reduce((total, one) => total + (one.kind === kind ? one.fen : 0), 0);
  const owners = [...purses.sellers(), ...BUYERS.map((buyer) => buyer.id)];
  const balances = Object.fromEntries(owners.map((owner) => [owner, purses.balance(owner)]));
  const [paidFen, refundedFen] = [sum("pay"), sum("refund")];
  return { movements, paidFen, refundedFen, keptFen: paidFen - refundedFen, balances };
}

function movementsOf(trade: Trade): Movement[] {
  if (!paidOnce(trade)) return [];
  const { sellerId } = merchantOfTrade(trade);
  const ids = { outTradeNo: trade.request.outTradeNo, tradeNo: trade.tradeNo };
  const paid = {
    at: trade.paidAt,
    kind: "pay",
    ...ids,
    from: trade.buyerId,
    to: sellerId,
    fen: trade.request.amountFen,
  } as const;
  const refunds = trade.refunds.flatMap(({ doneAt, outRequestNo, amountFen }): Movement[] => {
    if (doneAt === undefined) return [];
    return [{ at: doneAt, kind: "refund", ...ids, outRequestNo, from: sellerId, to: trade.buyerId, fen: amountFen }];
  });
  return [paid, ...refunds];
}
