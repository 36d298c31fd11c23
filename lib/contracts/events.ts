import { z } from "zod";
import { PAYMENT_METHODS, PRODUCT_TYPES } from "../core/states.ts";
import { CREDIT_ORIGIN_TEXTS, type CreditOrigin } from "./codes.ts";
import { billingCycleWord } from "./catalog.ts";
import { idSchema, orderSnSchema } from "./envelope.ts";
import { credits, instant, words } from "./values.ts";

/** What the product's back end is told of, by Standard Webhooks: the data of each type (docs/rules.md R143). */

const lower = <Name extends string>(names: readonly Name[]) =>
  z.enum(names.map((name) => name.toLowerCase()) as Lowercase<Name>[]);

const customerId = z.string().describe("产品自己的用户编号");
/** Whom an event is about. */
const ofCustomer = { customerId: customerId.nullable().describe("产品自己的用户编号；null：不是从产品来的会员") };

const amountFen = z.int().nonnegative().describe("金额，单位分");

const order = {
  ...ofCustomer,
  orderSn: orderSnSchema,
  productType: lower(PRODUCT_TYPES),
  productId: idSchema.nullable().describe("积分包；null：买的是套餐"),
  planCode: z.string().nullable().describe("套餐；null：买的是积分包"),
  billingCycle: billingCycleWord.nullable().describe("套餐的时长"),
  productName: z.string(),
  amountFen,
};

const refund = {
  ...ofCustomer,
  orderSn: orderSnSchema,
  refundNo: z.string().describe("退款单号，同一笔退款的各个事件里相同"),
  kind: z
    .enum(["order", "stray", "outside"])
    .describe("order：订单的退款 · stray：多余的付款，没有买到东西 · outside：不是从这里发出的退款"),
  amountFen,
};

const left = {
  available: credits.describe("事后可以花的"),
  total: credits.describe("事后的全部，含冻结与预留的"),
};
const moved = { ...ofCustomer, credits, ...left };
const bizId = z.string().describe("消费时的业务号");
const ofOrder = orderSnSchema.nullable().describe("来自哪笔订单；null：不来自订单");
const expireTime = instant.nullable().describe("null：不过期");

const period = {
  ...ofCustomer,
  orderSn: orderSnSchema,
  planCode: z.string(),
  planName: z.string(),
  level: z.int(),
  billingCycle: billingCycleWord,
  startDate: instant,
  endDate: instant.describe("这一段的结束"),
  planEndDate: instant.nullable().describe("这个套餐此后到什么时候为止；null：没有了"),
};

/** The data of each type of event, in the order in which they are documented. The database writes them (migration 0047). */
export const EVENT_DATA = {
  "order.created": z.strictObject({ ...order, expireTime: instant.describe("在此之前可以付款") }),
  "order.paid": z.strictObject({ ...order, paymentMethod: z.enum(PAYMENT_METHODS), paymentTime: instant }),
  "order.delivered": z.strictObject(order),
  "order.delivery_failed": z.strictObject(order),
  "order.closed": z.strictObject({
    ...order,
    reason: z.enum(["cancelled_by_member", "closed_by_shop", "expired"]).nullable(),
  }),
  "order.completed": z.strictObject(order),
  "refund.requested": z.strictObject({
    ...refund,
    reason: z.string(),
    isReviewed: z.boolean().describe("要等人审核"),
  }),
  "refund.succeeded": z.strictObject(refund),
  "refund.rejected": z.strictObject({ ...refund, reason: z.string().nullable().describe("审核的人写的理由") }),
  "refund.refused": z.strictObject({ ...refund, reason: z.string().nullable().describe("支付宝的回答") }),
  "credits.granted": z.strictObject({
    ...moved,
    source: lower(Object.keys(CREDIT_ORIGIN_TEXTS) as CreditOrigin[]),
    orderSn: ofOrder,
    bizId: z.string().nullable().describe("产品自己赠送时的业务号；null：不是产品赠送的"),
    reason: words,
    expireTime,
  }),
  "credits.consumed": z.strictObject({ ...moved, bizId, reason: z.string() }),
  "credits.reversed": z.strictObject({ ...moved, bizId }),
  "credits.low": z.strictObject({ ...ofCustomer, ...left, threshold: credits }),
  "credits.exhausted": z.strictObject({ ...ofCustomer, ...left }),
  "credits.expiring": z.strictObject({
    ...ofCustomer,
    credits: credits.describe("这一批里还没有花的"),
    orderSn: ofOrder,
    expireTime: instant,
  }),
  "credits.expired": z.strictObject({ ...moved, orderSn: ofOrder, expireTime: instant }),
  "subscription.started": z.strictObject(period),
  "subscription.extended": z.strictObject(period),
  "subscription.ending": z.strictObject(period),
  "subscription.ended": z.strictObject(period),
  "subscription.revoked": z.strictObject(period),
  "customer.created": z.strictObject({ customerId }),
} as const satisfies Readonly<Record<string, z.ZodType>>;

export type EventType = keyof typeof EVENT_DATA;
export const EVENT_TYPES = Object.keys(EVENT_DATA) as [EventType, ...EventType[]];

export const eventType = z.enum(EVENT_TYPES);

const eventId = z.string().regex(/^evt_[0-9a-f]{32}$/);

/** An event, whatever it is about. */
export interface EventView {
  readonly id: string;
  readonly type: EventType;
  /** Beijing, with its offset. */
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Every event as it is sent and listed. */
export const eventView = z
  .union(
    EVENT_TYPES.map((type) =>
      z.strictObject({ id: eventId, type: z.literal(type), timestamp: instant, data: EVENT_DATA[type] }),
    ),
  )
  .meta({ id: "Event" }) as unknown as z.ZodType<EventView, EventView>;
