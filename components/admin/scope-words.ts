import type { ServiceScope } from "@/lib/core/scopes.ts";

/** What a key may do: the word of a tag, and the sentence beside a box. */
export const SCOPE_WORDS = {
  read: ["读取", "查客户的积分、套餐、订单和退款，查在售商品"],
  customers: ["客户", "登记产品的用户，替他们打开自助页面"],
  checkout: ["收银", "为客户打开付款页面"],
  credits: ["积分", "扣、预留和归还任何客户的积分"],
  grants: ["赠送", "不经付款给客户积分"],
  refunds: ["退款", "为客户发起退款"],
  webhooks: ["事件", "设置事件发到哪里"],
} as const satisfies Record<ServiceScope, readonly [tag: string, sentence: string]>;
