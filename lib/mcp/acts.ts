import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { endpoints, type AnswerOf } from "../contracts/api.ts";
import { yuanText } from "../core/money.ts";
import type { Ask, Question } from "./ask.ts";
import { notDone, resultOf } from "./results.ts";

/** Something that a tool is about to do. */
export interface Act {
  /** For a person. */
  readonly sentence: string;
  /** The amount, which a client without a person to ask repeats: credits, or fen. */
  readonly amount: number;
}

/** An act, or why there is none. */
export type Prepare = (
  question: Question,
  ask: Ask,
) => Promise<{ readonly act: Act; readonly refusal?: never } | { readonly refusal: CallToolResult }>;

const grantBody = endpoints["POST /api/v1/credits/grant"].body;
const checkoutBody = endpoints["POST /api/v1/checkout-sessions"].body;
const refundBody = endpoints["POST /api/v1/orders/[orderSn]/refunds"].body;

/** A refund without an amount is what the rules say at that moment, which nobody could confirm. */
export const refundArguments = refundBody.extend({
  amountFen: refundBody.shape.amountFen.unwrap().describe("退多少，单位分"),
});

export const aboutGrant: Prepare = ({ body }) => {
  const { customerId, amount, reason } = grantBody.parse(body);
  return Promise.resolve({ act: { sentence: `给客户 ${customerId} ${amount} 积分，理由：${reason}`, amount } });
};

export const aboutRefund: Prepare = ({ params, body }) => {
  const { amountFen, reason } = refundArguments.parse(body);
  const sentence = `退订单 ${params.orderSn} 的 ${inFen(amountFen)}，理由：${reason}`;
  return Promise.resolve({ act: { sentence, amount: amountFen } });
};

export const aboutCheckout: Prepare = async ({ body }, ask) => {
  const { customerId, item } = checkoutBody.parse(body);
  const answer = await ask({
    ...{ name: "GET /api/v1/catalog", params: {}, query: {} },
    ...{ body: undefined, requestKey: undefined },
  });
  if (!answer.ok) return { refusal: await resultOf(answer) };
  const goods = findGoods((await answer.json()) as AnswerOf<"GET /api/v1/catalog">, item);
  if (!goods) return { refusal: notDone("在售商品里没有这一件：请先看 get_catalog") };
  const sentence = `为客户 ${customerId} 开一次付款：${goods.name}，${inFen(goods.amountFen)}`;
  return { act: { sentence, amount: goods.amountFen } };
};

type Item = ReturnType<typeof checkoutBody.parse>["item"];

/** Name and price of what is on sale. null: it is not. */
function findGoods(
  { creditProducts, plans }: AnswerOf<"GET /api/v1/catalog">,
  item: Item,
): { readonly name: string; readonly amountFen: number } | null {
  if ("productId" in item) return creditProducts.find(({ id }) => id === item.productId) ?? null;
  const plan = plans.find(({ code }) => code === item.planCode);
  const term = plan?.terms.find(({ billingCycle }) => billingCycle === item.billingCycle);
  return plan && term ? { name: `${plan.name}（${term.billingCycle}）`, amountFen: term.amountFen } : null;
}

function inFen(fen: number): string {
  return `${fen} 分（${yuanText(fen)} 元）`;
}
