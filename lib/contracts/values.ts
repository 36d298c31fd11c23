import { z } from "zod";
import {
  DELIVERY_STATUS_CODES,
  DELIVERY_STATUS_TEXTS,
  ORDER_STATUS_CODES,
  ORDER_STATUS_TEXTS,
  PRODUCT_TYPE_CODES,
  PRODUCT_TYPE_TEXTS,
  RESERVED_ORDER_STATUS_CODE,
  RESERVED_PRODUCT_TYPE_CODE,
  REFUND_STATUS_TEXTS,
} from "./codes.ts";
import { REFUND_STATUSES } from "../core/states.ts";

/** The values that answers are made of. Each says its unit once, for the parser, for the types and for the API document. */

/** An amount in yuan, a whole number of fen. */
export const yuan = z
  .number()
  .nonnegative()
  .refine((amount) => Math.round(amount * 100) / 100 === amount, "应为整数分")
  .describe("金额，单位元，最多两位小数");

/** What came in less what went out, in yuan. */
export const netYuan = z
  .number()
  .refine((amount) => Math.round(amount * 100) / 100 === amount, "应为整数分")
  .describe("收入减去支出，单位元，最多两位小数");

/** How many there are of something. */
export const count = z.int().nonnegative();

export const credits = count.describe("积分数");

export const instant = z.iso.datetime({ offset: true }).describe("时间，ISO 8601，带时区");

/** Why one of the operator's people does what changes somebody's money, goods or access; kept in the audit log. */
export const actReason = z.string().trim().min(1, "请写明理由").max(200, "理由最多 200 个字");

/** A sentence or a few words for people, in Chinese. */
export const words = z.string();

/** "0 待支付 · 1 已支付": what each value of a closed set means. */
function legend<Name extends string>(values: Readonly<Record<Name, number | string>>, texts: Record<Name, string>) {
  return (Object.keys(texts) as Name[]).map((name) => `${values[name]} ${texts[name]}`).join(" · ");
}

export const orderStatusCode = z
  .literal(Object.values(ORDER_STATUS_CODES))
  .describe(`订单状态：${legend(ORDER_STATUS_CODES, ORDER_STATUS_TEXTS)}`);

/** What a list may be asked for: the reserved number too, of which there is nothing. */
export const orderStatusFilter = z
  .literal([...orderStatusCode.values, RESERVED_ORDER_STATUS_CODE])
  .describe(`${orderStatusCode.description} · ${RESERVED_ORDER_STATUS_CODE} 保留，没有这样的订单`);

export const deliveryStatusCode = z
  .literal(Object.values(DELIVERY_STATUS_CODES))
  .describe(`发货状态：${legend(DELIVERY_STATUS_CODES, DELIVERY_STATUS_TEXTS)}`);

export const productTypeCode = z
  .literal(Object.values(PRODUCT_TYPE_CODES))
  .describe(`商品类型：${legend(PRODUCT_TYPE_CODES, PRODUCT_TYPE_TEXTS)}`);

/** The same. */
export const productTypeFilter = z
  .literal([...productTypeCode.values, RESERVED_PRODUCT_TYPE_CODE])
  .describe(`${productTypeCode.description} · ${RESERVED_PRODUCT_TYPE_CODE} 保留，没有这样的商品`);

const REFUND_STATUS_NAMES = z.enum(REFUND_STATUSES).enum;

export const refundStatus = z
  .enum(REFUND_STATUSES)
  .describe(`退款状态：${legend(REFUND_STATUS_NAMES, REFUND_STATUS_TEXTS)}`);

/** One line of a sum or of a list of facts. */
export const labelled = z.strictObject({ label: words, value: words });
