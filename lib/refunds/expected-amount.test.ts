import { expect, test } from "vitest";
import type { RefundQuoteView } from "../contracts/refunds.ts";
import type { AppError } from "../core/errors.ts";
import { after, DAY_MS } from "../core/time.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { aPaidOrder, aPlan, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { quoteRefund } from "./quote-refund.ts";
import { requestRefund } from "./request-refund.ts";

useDatabase();

const ask = ({ memberId, orderSn }: TestOrder, expectedAmount: number, now: Date, requestKey: string | null = null) =>
  requestRefund(
    memberId,
    { orderSn, reason: "不需要了", expectedAmount, requestKey },
    contextAt(now, `member:${memberId}`),
  );

/** What a refused request says now, and that it has changed nothing. */
async function refusedWith(order: TestOrder, expectedAmount: number, now: Date): Promise<RefundQuoteView> {
  const refusal: unknown = await ask(order, expectedAmount, now).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "REFUND_AMOUNT_CHANGED" });
  expect(await query("select status from oms_order")).toEqual([{ status: "PAID" }]);
  expect(await count("oms_refund_records")).toBe(0);
  expect(await count("ums_credit_lot", "frozen > 0")).toBe(0);
  return (refusal as AppError).facts.data as RefundQuoteView;
}

test("credits that were spent since the quote: nothing is held, and the new quote is the answer", async () => {
  const order = await aPaidOrder();
  const { refundAmount } = await quoteRefund(order.memberId, order.orderSn, at(2));
  const { memberId } = order;
  await consumeCredits(memberId, { amount: 60, bizId: "job", reason: "画图" }, contextAt(at(3), `member:${memberId}`));
  const quote = await refusedWith(order, refundAmount, at(4));
  expect(quote).toEqual(await quoteRefund(memberId, order.orderSn, at(4)));
  expect(await ask(order, quote.refundAmount, at(4))).toMatchObject({ refundAmount: quote.refundAmount });
});

test("a day of a plan that has passed since the quote", async () => {
  const order = await aPaidOrder({ wanted: await aPlan() });
  const { refundAmount } = await quoteRefund(order.memberId, order.orderSn, at(2));
  const quote = await refusedWith(order, refundAmount, after(at(2), DAY_MS));
  expect(quote.refundAmount).toBeLessThan(refundAmount);
});

test("the expected sum is part of the request: its key does not serve another one", async () => {
  const order = await aPaidOrder();
  await ask(order, 9.9, at(2), "one-opening-of-the-dialog");
  expect(await ask(order, 9.9, at(3), "one-opening-of-the-dialog")).toMatchObject({ refundAmount: 9.9 });
  await expect(ask(order, 1, at(3), "one-opening-of-the-dialog")).rejects.toMatchObject({
    code: "IDEMPOTENCY_KEY_REUSED",
  });
});
