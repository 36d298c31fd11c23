import type { Bill, BillLine } from "../channels/channel.ts";
import { isOwnShape } from "../ids.ts";
import type { SortedBill } from "./parts.ts";
import type { BillOf } from "./rules.ts";
import { findKnownNumbers } from "./store.ts";

/**
 * Takes the lines of other applications out of a bill, because a merchant account may be shared. A line is foreign when its
 * order number has not the shape of ours and neither it nor its trade is known to us. A number of our shape that is in no table
 * stays, and is a difference.
 */
export async function sortBill({ paymentMethod }: BillOf, { lines, setAside }: Bill): Promise<SortedBill> {
  const strange = lines.filter(({ outTradeNo }) => !isOwnShape(outTradeNo));
  const known = await findKnownNumbers(paymentMethod, strange);
  const isForeign = ({ outTradeNo, tradeNo }: BillLine) =>
    !isOwnShape(outTradeNo) && !known.has(outTradeNo) && !known.has(tradeNo);
  const foreign = lines.filter(isForeign);
  const fen = foreign.reduce((sum, { kind, amountFen }) => sum + BigInt(kind === "TRADE" ? amountFen : -amountFen), 0n);
  return { lines: lines.filter((line) => !isForeign(line)), foreign: { count: foreign.length, fen }, setAside };
}
