import type { z } from "zod";
import { EVENT_TYPES, type EVENT_DATA, type EventType, type EventView } from "./events.ts";

/** What a developer is shown of an event before one has happened: when it comes, and what it looks like. */
interface EventExample<Type extends EventType> {
  /** In Chinese. */
  readonly when: string;
  /** Beijing. */
  readonly timestamp: string;
  readonly data: z.input<(typeof EVENT_DATA)[Type]>;
}

const customerId = "user_42";

const pack = {
  customerId,
  orderSn: "202603011204080001KQ7M2X",
  productType: "credits",
  productId: 2,
  planCode: null,
  billingCycle: null,
  productName: "常用包",
  amountFen: 4_900,
} as const;

const refund = {
  customerId,
  orderSn: pack.orderSn,
  refundNo: "r202603021030150002KQ7M2X",
  kind: "order",
  amountFen: 4_410,
} as const;

const month = {
  customerId,
  orderSn: "202603021015300002PW4T9C",
  planCode: "basic",
  planName: "基础版",
  level: 1,
  billingCycle: "monthly",
  startDate: "2026-03-02T10:16:02+08:00",
  endDate: "2026-04-02T10:16:02+08:00",
  planEndDate: "2026-04-02T10:16:02+08:00",
} as const;

const EXAMPLES: { readonly [Type in EventType]: EventExample<Type> } = {
  "order.created": {
    when: "下了一笔订单，还没有付款",
    timestamp: "2026-03-01T12:04:08+08:00",
    data: { ...pack, expireTime: "2026-03-01T12:34:08+08:00" },
  },
  "order.paid": {
    when: "钱已到账并入账",
    timestamp: "2026-03-01T12:05:21+08:00",
    data: { ...pack, paymentMethod: "alipay", paymentTime: "2026-03-01T12:05:20+08:00" },
  },
  "order.delivered": {
    when: "买的积分或套餐已经给了客户；要发货的产品以它为准",
    timestamp: "2026-03-01T12:05:21+08:00",
    data: pack,
  },
  "order.delivery_failed": {
    when: "已经付款，发放一直不成，交给了人处理",
    timestamp: "2026-03-01T12:20:00+08:00",
    data: pack,
  },
  "order.closed": {
    when: "没有付款就结束了：买家取消、商店关闭或过期",
    timestamp: "2026-03-01T12:34:08+08:00",
    data: { ...pack, reason: "expired" },
  },
  "order.completed": {
    when: "退款期已过，订单不会再变",
    timestamp: "2026-03-08T12:05:20+08:00",
    data: pack,
  },
  "refund.requested": {
    when: "有人申请退款，要退的积分或天数已经冻结",
    timestamp: "2026-03-03T09:30:00+08:00",
    data: { ...refund, reason: "买多了", isReviewed: false },
  },
  "refund.succeeded": {
    when: "钱已经退回，买的东西已经收回",
    timestamp: "2026-03-03T09:30:02+08:00",
    data: refund,
  },
  "refund.rejected": {
    when: "审核的人没有同意，冻结的已经恢复",
    timestamp: "2026-03-03T14:00:00+08:00",
    data: { ...refund, reason: "活动商品，已说明不退" },
  },
  "refund.refused": {
    when: "支付宝拒绝了这笔退款，冻结的已经恢复",
    timestamp: "2026-03-03T09:30:02+08:00",
    data: { ...refund, reason: "ACQ.SELLER_BALANCE_NOT_ENOUGH" },
  },
  "credits.granted": {
    when: "客户得到积分：购买、赠送、补偿，或由产品给",
    timestamp: "2026-03-01T12:05:21+08:00",
    data: {
      customerId,
      credits: 550,
      available: 550,
      total: 550,
      source: "order",
      orderSn: pack.orderSn,
      bizId: null,
      reason: "常用包",
      expireTime: "2027-03-01T12:05:21+08:00",
    },
  },
  "credits.consumed": {
    when: "客户花掉积分，一次消费一个事件",
    timestamp: "2026-03-01T12:30:00+08:00",
    data: { customerId, credits: 10, available: 540, total: 540, bizId: "job_1001", reason: "生成一张图片" },
  },
  "credits.reversed": {
    when: "花掉的积分还回去了，全部或一部分",
    timestamp: "2026-03-01T12:31:00+08:00",
    data: { customerId, credits: 10, available: 550, total: 550, bizId: "job_1001" },
  },
  "credits.low": {
    when: "一次消费使余额低于商店定的数",
    timestamp: "2026-03-20T18:00:00+08:00",
    data: { customerId, available: 96, total: 96, threshold: 100 },
  },
  "credits.exhausted": {
    when: "积分花完了",
    timestamp: "2026-03-25T20:00:00+08:00",
    data: { customerId, available: 0, total: 0 },
  },
  "credits.expiring": {
    when: "有一批积分三天之内到期，一批一个事件",
    timestamp: "2027-02-26T12:05:21+08:00",
    data: { customerId, credits: 120, orderSn: pack.orderSn, expireTime: "2027-03-01T12:05:21+08:00" },
  },
  "credits.expired": {
    when: "有一批积分到期了",
    timestamp: "2027-03-01T12:05:21+08:00",
    data: {
      customerId,
      credits: 120,
      available: 0,
      total: 0,
      orderSn: pack.orderSn,
      expireTime: "2027-03-01T12:05:21+08:00",
    },
  },
  "subscription.started": {
    when: "一个套餐开始了",
    timestamp: "2026-03-02T10:16:02+08:00",
    data: month,
  },
  "subscription.extended": {
    when: "同一个套餐续上了，接着现在的算",
    timestamp: "2026-03-20T08:00:00+08:00",
    data: {
      ...month,
      orderSn: "202603200759300003HB6J5D",
      startDate: "2026-04-02T10:16:02+08:00",
      endDate: "2026-05-02T10:16:02+08:00",
      planEndDate: "2026-05-02T10:16:02+08:00",
    },
  },
  "subscription.ending": {
    when: "套餐快到期了，也没有续费",
    timestamp: "2026-03-30T10:16:02+08:00",
    data: month,
  },
  "subscription.ended": {
    when: "套餐结束了",
    timestamp: "2026-04-02T10:16:02+08:00",
    data: { ...month, planEndDate: null },
  },
  "subscription.revoked": {
    when: "退款收回了一段套餐",
    timestamp: "2026-03-04T11:00:00+08:00",
    data: { ...month, planEndDate: null },
  },
  "customer.created": {
    when: "产品登记了一位新客户",
    timestamp: "2026-03-01T12:00:00+08:00",
    data: { customerId },
  },
};

/** An event of this type as it would be sent, and when it comes. */
export function eventExample(type: EventType): { readonly when: string; readonly event: EventView } {
  const { when, timestamp, data } = EXAMPLES[type];
  const id = `evt_${String(EVENT_TYPES.indexOf(type) + 1).padStart(32, "0")}`;
  return { when, event: { id, type, timestamp, data } };
}
