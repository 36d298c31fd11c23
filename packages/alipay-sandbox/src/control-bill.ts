/** Planted bill differences, for tests of a reconciliation. */
import { parseBeijing } from "./beijing-time.ts";
import type { Difference } from "./bill-rows.ts";
import { BadRequest } from "./bad-request.ts";
import type { Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";

/** As many rows are planted at once at most. */
const MOST_ROWS = 10_000;

/** Adds one; answers all. Throws BadRequest when a part is missing. */
export function plantDifference(input: Fields, { bills }: Sandbox): Difference[] {
  bills.differences.push(readDifference(input));
  return bills.differences;
}

const KINDS = ["missing", "extra", "wrong-amount", "late-refund", "coupon", "foreign", "odd"];

function readDifference(input: Fields): Difference {
  const { kind, outTradeNo, amountFen, count = 1, businessType } = input;
  if (!KINDS.includes(String(kind))) throw new BadRequest(`kind 应为 ${KINDS.join("、")} 之一`);
  if (typeof outTradeNo !== "string" || (outTradeNo === "" && kind !== "odd")) throw new BadRequest("应给 outTradeNo");
  if (kind === "missing" || kind === "late-refund") return { kind, outTradeNo };
  if (typeof amountFen !== "number" || !Number.isSafeInteger(amountFen))
    throw new BadRequest("应给 amountFen（整数分）");
  if (kind === "wrong-amount" || kind === "coupon") return { kind, outTradeNo, amountFen };
  const billDate = String(input["billDate"]);
  if (parseBeijing(`${billDate} 00:00:00`) === undefined) throw new BadRequest("应给 billDate（yyyy-MM-dd）");
  if (kind === "extra") return { kind, outTradeNo, amountFen, billDate };
  if (kind === "odd") {
    if (typeof businessType !== "string") throw new BadRequest("应给 businessType（业务类型一栏的字）");
    return { kind, outTradeNo, amountFen, billDate, businessType };
  }
  if (typeof count !== "number" || !Number.isInteger(count) || count < 1 || count > MOST_ROWS)
    throw new BadRequest(`count 应为 1 到 ${MOST_ROWS}`);
  return { kind: "foreign", outTradeNo, amountFen, billDate, count };
}
