/** What the merchant does in Alipay's own console, past its application. */
import { randomUUID } from "node:crypto";
import { BadRequest } from "./bad-request.ts";
import type { Fields } from "./refusal.ts";
import type { Sandbox } from "./sandbox.ts";
import { refundedFen, type Refund } from "./trade.ts";

/**
 * Refunds a part of a trade, or what is left of it, under a number that the application has never heard of. It is told of it
 * as of its own refunds: by the switch `refundNotify`. Throws BadRequest for an unknown trade, and the Refusal of a refund.
 */
export function refundInConsole({ outTradeNo, amountFen, outRequestNo }: Fields, sandbox: Sandbox): Refund {
  const trade = sandbox.book.find({ outTradeNo: String(outTradeNo) });
  if (!trade) throw new BadRequest(`没有这笔交易：${String(outTradeNo)}`);
  const fen = amountFen ?? trade.request.amountFen - refundedFen(trade);
  if (typeof fen !== "number" || !Number.isSafeInteger(fen) || fen < 0) throw new BadRequest("amountFen 应为整数分");
  const number = outRequestNo === undefined ? `console-${randomUUID()}` : String(outRequestNo);
  return sandbox.book.refund(trade, { outRequestNo: number, amountFen: fen, reason: "商家在后台退款" }).refund;
}
