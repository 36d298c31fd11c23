import type { DeliveryStatus, OrderStatus, PaymentMethod, ProductType, RefundStatus } from "../core/states.ts";

/** Numbers and Chinese words on the wire (docs/rules.md, "Codes on the wire"). The only mapping to our names. */

/** 2 支付失败: a number of the mall design that stays reserved. Nothing writes it; who filters by it finds nothing. */
export const RESERVED_ORDER_STATUS_CODE = 2;

/** 1 普通商品: the same. */
export const RESERVED_PRODUCT_TYPE_CODE = 1;

export const ORDER_STATUS_CODES = {
  PENDING: 0,
  PAID: 1,
  REFUNDED: 3,
  CANCELLED: 4,
  COMPLETED: 5,
  REFUNDING: 6,
} as const satisfies Record<OrderStatus, number>;

export const ORDER_STATUS_TEXTS = {
  PENDING: "待支付",
  PAID: "已支付",
  REFUNDED: "已退款",
  CANCELLED: "已取消",
  COMPLETED: "已完成",
  REFUNDING: "退款中",
} as const satisfies Record<OrderStatus, string>;

export const DELIVERY_STATUS_CODES = { PENDING: 0, DELIVERED: 1, FAILED: 2 } as const satisfies Record<
  DeliveryStatus,
  number
>;

export const DELIVERY_STATUS_TEXTS = {
  PENDING: "未发货",
  DELIVERED: "已发货",
  FAILED: "发货失败",
} as const satisfies Record<DeliveryStatus, string>;

export const PRODUCT_TYPE_CODES = { CREDITS: 2, SUBSCRIPTION: 3 } as const satisfies Record<ProductType, number>;

export const PRODUCT_TYPE_TEXTS = {
  CREDITS: "积分",
  SUBSCRIPTION: "套餐",
} as const satisfies Record<ProductType, string>;

export const PAYMENT_METHOD_TEXTS = { alipay: "支付宝" } as const satisfies Record<PaymentMethod, string>;

export const REFUND_STATUS_TEXTS = {
  REVIEWING: "待审核",
  APPROVED: "退款中",
  SENT: "退款中",
  SUCCESS: "已退款",
  REFUSED: "退款未成功",
  REJECTED: "已驳回",
} as const satisfies Record<RefundStatus, string>;

/** Where a lot of credits comes from. */
export const CREDIT_ORIGIN_TEXTS = {
  ORDER: "购买",
  GIFT: "赠送",
  COMPENSATION: "补偿",
  CORRECTION: "更正",
  CODE: "兑换码",
  PLAN: "套餐附带",
  SERVICE: "产品赠送",
} as const;
export type CreditOrigin = keyof typeof CREDIT_ORIGIN_TEXTS;

function nameOf<Name extends string, Code extends number>(codes: Record<Name, Code>, code: Code): Name {
  return (Object.keys(codes) as Name[]).find((name) => codes[name] === code)!;
}

export function orderStatusOf(code: (typeof ORDER_STATUS_CODES)[OrderStatus]): OrderStatus {
  return nameOf(ORDER_STATUS_CODES, code);
}

export function productTypeOf(code: (typeof PRODUCT_TYPE_CODES)[ProductType]): ProductType {
  return nameOf(PRODUCT_TYPE_CODES, code);
}
