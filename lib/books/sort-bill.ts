import { isOwnShape } from "../ids.ts";
import type { DayBill, SellerBill } from "./bring-bill.ts";
import { isOfRule } from "./difference-rules.ts";
import type { NewBillLine, SortedBill, SortedSeller } from "./parts.ts";
import type { BillOf } from "./rules.ts";
import { findForeignPrefixes } from "./difference-store.ts";
import { findKnownNumbers } from "./store.ts";

/**
 * Takes the lines of other applications out of a bill, because a merchant account may be shared. A line is foreign when its
 * order number has not the shape of ours, or begins as a rule says (docs/rules.md R120), and neither it nor its trade is known
 * to us. A number of our shape that is in no table and that no rule names stays, and is a difference.
 */
export async function sortBill({ paymentMethod }: BillOf, { lines, sellers }: DayBill): Promise<SortedBill> {
  const prefixes = await findForeignPrefixes();
  const strange = lines.filter(({ outTradeNo }) => !isOwnShape(outTradeNo) || isOfRule(outTradeNo, prefixes));
  const known = await findKnownNumbers(paymentMethod, strange);
  const foreign = new Set(strange.filter(({ outTradeNo, tradeNo }) => !known.has(outTradeNo) && !known.has(tradeNo)));
  const kept = lines.filter((line) => !foreign.has(line));
  return { lines: kept, sellers: sellers.map((seller) => sortedSeller(seller, kept, [...foreign])) };
}

function sortedSeller(seller: SellerBill, kept: readonly NewBillLine[], foreign: readonly NewBillLine[]): SortedSeller {
  const { sellerId, setAside, receivedFen } = seller;
  const own = kept.filter((line) => line.sellerId === sellerId);
  const others = foreign.filter((line) => line.sellerId === sellerId);
  return {
    ...{ sellerId, setAside, receivedFen },
    feeFen: [...own, ...others].reduce((sum, { feeFen }) => sum - feeFen, 0),
    trades: sumOf(own, "TRADE"),
    refunds: sumOf(own, "REFUND"),
    foreignTrades: sumOf(others, "TRADE"),
    foreignRefunds: sumOf(others, "REFUND"),
  };
}

function sumOf(lines: readonly NewBillLine[], kind: NewBillLine["kind"]): { count: number; fen: bigint } {
  const own = lines.filter((line) => line.kind === kind);
  return { count: own.length, fen: own.reduce((sum, line) => sum + BigInt(line.amountFen), 0n) };
}
