import type { z } from "zod";
import { endpoints } from "../contracts/api.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import type { ServiceScope } from "../core/scopes.ts";
import { aboutCheckout, aboutGrant, aboutRefund, refundArguments, type Prepare } from "./acts.ts";
import type { Asked } from "./ask.ts";

/** What an agent may call. Its arguments are the fields of the address that it asks. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly asks: Asked;
  /** In the place of the address's own, where the tool wants more. */
  readonly body?: z.ZodObject;
  /** undefined: it only reads. */
  readonly write?: Write;
}

export interface Write {
  /** It only adds something, and takes nothing away from anybody. */
  readonly isAdditive: boolean;
  /** Whether a repeat is known by an Idempotency-Key; otherwise by a field of the body. */
  readonly takesKey: boolean;
  /** What is about to be done, for whoever confirms it. */
  readonly prepare: Prepare;
}

export const TOOLS: readonly Tool[] = [
  {
    name: "get_customer",
    title: "客户的现状",
    description: "一位客户现在有多少积分、什么套餐、哪些未付的订单和进行中的退款。金额的单位是分（amountFen）。",
    asks: "GET /api/v1/customers/[customerId]",
  },
  {
    name: "list_orders",
    title: "客户的订单",
    description: "一位客户的订单，最新的在前。金额的单位是分（amountFen）。还有下一页时，把 next 作为 after 再问。",
    asks: "GET /api/v1/customers/[customerId]/orders",
  },
  {
    name: "get_order",
    title: "一笔订单",
    description: "一笔订单的全部：买了什么、付款、发放、退款。金额的单位是分（amountFen）。",
    asks: "GET /api/v1/orders/[orderSn]",
  },
  {
    name: "list_ledger",
    title: "客户的积分流水",
    description: "一位客户的积分怎样增加和减少，最新的在前；数目都是积分。还有下一页时，把 next 作为 after 再问。",
    asks: "GET /api/v1/customers/[customerId]/ledger",
  },
  {
    name: "get_catalog",
    title: "在售商品",
    description: "在售的积分包与套餐。价格的单位是分（amountFen）。",
    asks: "GET /api/v1/catalog",
  },
  {
    name: "list_events",
    title: "发生过的事件",
    description: "发生过的事件，最早的在前，保留三个月；从 after 的下一个开始，可以只要一种 type。",
    asks: "GET /api/v1/events",
  },
  {
    name: "grant_credits",
    title: "赠送积分",
    description: "不经付款给一位客户积分。同一个 bizId 只给一次。要先确认。",
    asks: "POST /api/v1/credits/grant",
    write: { isAdditive: true, takesKey: false, prepare: aboutGrant },
  },
  {
    name: "refund_order",
    title: "退款",
    description:
      "退一笔订单的 amountFen 分，并收回相应的积分或套餐；超过限额的由商店的人审核。同一个 idempotencyKey 只退一次。要先确认。",
    asks: "POST /api/v1/orders/[orderSn]/refunds",
    body: refundArguments,
    write: { isAdditive: false, takesKey: true, prepare: aboutRefund },
  },
  {
    name: "create_checkout_session",
    title: "开一次付款",
    description:
      "为一位客户开一次付款，得到一个要交给这位客户的地址；不动任何人的钱。同一个 idempotencyKey 只开一次。要先确认价格。",
    asks: "POST /api/v1/checkout-sessions",
    write: { isAdditive: true, takesKey: true, prepare: aboutCheckout },
  },
];

/** The address that a tool asks, as the table of addresses has it. */
export function endpointOf({ asks }: Tool): Endpoint {
  return endpoints[asks];
}

/** What a key of these scopes may use; of what writes, only where the server was started for it. */
export function toolsFor(scopes: readonly ServiceScope[], mayWrite: boolean): readonly Tool[] {
  return TOOLS.filter((tool) => scopes.includes(endpointOf(tool).scope!) && (mayWrite || !tool.write));
}
