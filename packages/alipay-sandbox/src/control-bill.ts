/** Planted bill differences, for tests of a reconciliation. */
import { parseBeijing } from "./beijing-time.ts";
import type { Difference } from "./bill-rows.ts";
import { BadRequest } from "./bad-request.ts";
import type { Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";

/** Adds one; answers all. Throws BadRequest when a part is missing. */
export function plantDifference(input: Fields, { bills }: Sandbox): Difference[] {
  bills.differences.push(readDifference(input));
  return bills.differences;
}

function readDifference({ kind, outTradeNo, amountFen, billDate }: Fields): Difference {
  if (typeof outTradeNo !== "string" || outTradeNo === "") throw new BadRequest("应给 outTradeNo");
  if (kind === "missing" || kind === "late-refund") return { kind, outTradeNo };
  if (kind !== "wrong-amount" && kind !== "extra") {
    throw new BadRequest("kind 应为 missing、extra、wrong-amount 或 late-refund");
  }
  if (typeof amountFen !== "number" || !Number.isSafeInteger(amountFen))
    throw new BadRequest("应给 amountFen（整数分）");
  if (kind === "wrong-amount") return { kind, outTradeNo, amountFen };
  if (parseBeijing(`${String(billDate)} 00:00:00`) === undefined) throw new BadRequest("应给 billDate（yyyy-MM-dd）");
  return { kind, outTradeNo, amountFen, billDate: String(billDate) };
}
