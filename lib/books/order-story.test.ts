import { expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { redeliverOrder } from "../delivery/redeliver-order.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { continuePayment } from "../payments/continue-payment.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { reviewRefund } from "../refunds/review-refund.ts";
import { startRefund } from "../refunds/start-refund.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { askInvoice, bookRed, issue } from "../testing/invoices.ts";
import { buy, noticeOf, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { anUndelivered, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { inspectOrder } from "./inspect-order.ts";
import { STORY_READ } from "./story-store.ts";

useSandbox();
useDatabase();
useRefusedGoods();

/** Kind, words, who and how much of each entry, oldest first. */
async function told(orderSn: string): Promise<string[]> {
  const { story } = await inspectOrder(orderSn, at(60));
  expect(story.map(({ time }) => time)).toEqual(
    story
      .map(({ time }) => time)
      .sort()
      .reverse(),
  );
  expect(new Set(story.map(({ id }) => id)).size).toBe(story.length);
  return story
    .map(({ kind, text, by, amount }) => [kind, text, by, ...(amount === null ? [] : [amount])].join(" · "))
    .reverse();
}

test("everything that happened to an order is one list: what was said, used, told and done, by whom", async () => {
  const [support, finance] = [await aMember({ role: "SUPPORT" }), await aMember({ role: "FINANCE" })];
  const order = await anOrder();
  const { memberId, orderSn } = order;
  const phone = { paymentMethod: "alipay", cashierKind: "WAP" } as const;
  await continuePayment(memberId, orderSn, phone, contextAt(at(1), `member:${memberId}`));
  await setAlipayClock(at(2));
  await buy(order.cashier.payUrl);
  await receiveNotify("alipay", await noticeOf(orderSn), at(2));
  await consumeCredits(memberId, { amount: 30, bizId: "one", reason: "一张图" }, contextAt(at(3), "service:1"));
  const wish = { orderSn, amountFen: 300, takeBack: "none", reason: "高峰期多次失败", requestKey: null } as const;
  const { refundId } = await startRefund({ id: support, role: "SUPPORT" }, wish, contextAt(at(4), `admin:${support}`));
  await setAlipayClock(at(5));
  const approval = { verdict: "approve", reason: "核对过" } as const;
  await reviewRefund(finance, BigInt(refundId), approval, contextAt(at(5), `admin:${finance}`));

  expect(await told(orderSn)).toEqual([
    "order · 订单已创建，等待付款 · 买家",
    "payment · 打开了另一个收银台（手机网页） · 买家",
    "said · 通知：付款，已入账 · 支付宝 · 9.9",
    "payment · 支付宝付款成功，商品已到账 · 支付宝",
    "credits · 到账 10 积分 · 支付宝",
    "credits · 到账 100 积分 · 支付宝",
    "notice · 告诉买家：付款成功 · 系统",
    "credits · 使用 10 积分 · 后端 1",
    "credits · 使用 20 积分 · 后端 1",
    `refund · 客服发起了退款 · 管理员 ${support} 测试 · 3`,
    "notice · 告诉买家：客服发起了一笔退款 · 系统",
    `refund · 退款审核通过 · 管理员 ${finance} 测试`,
    "refund · 退款发给支付宝 · 系统 · 3",
    `refund · 已原路退回 ¥3.00，权益没有变化 · 管理员 ${finance} 测试 · 3`,
    "notice · 告诉买家：退款已到账 · 系统",
  ]);
  const { story } = await inspectOrder(orderSn, at(60));
  const said = story.find(({ kind }) => kind === "said");
  expect(said).toMatchObject({ said: expect.stringContaining("trade_status=TRADE_SUCCESS") });
  expect(said!.facts).toContainEqual({ label: "total_amount", value: "9.90" });
  const started = story.find(({ text }) => text === "客服发起了退款")!;
  expect(started.facts).toContainEqual({ label: "理由", value: "高峰期多次失败" });
});

test("why a buyer has nothing, and what a person did about it", async () => {
  const admin = await aMember({ role: "ADMIN" });
  const { orderSn } = await anUndelivered();
  for (const minute of [2, 7, 37]) await retryDeliveries(at(minute));
  expect((await inspectOrder(orderSn, at(38))).answer).toEqual({
    look: "trouble",
    text: "付款已到账，发放失败 4 次（planted: no lots today），自动重试已经用完。",
    next: ["REDELIVER", "REFUND", "ALERTS"],
  });
  await redeliverOrder(admin, orderSn, contextAt(at(40), `admin:${admin}`));
  await relent();
  await redeliverOrder(admin, orderSn, contextAt(at(41), `admin:${admin}`));
  expect((await told(orderSn)).slice(3)).toEqual([
    "notice · 告诉买家：已收到付款，发放稍有延迟 · 系统",
    "goods · 自动发放未成功，已转人工处理 · 定时任务",
    "alert · 自动发货多次失败 · 系统",
    `act · 重新发放，没有发成 · 管理员 ${admin} 测试`,
    `goods · 商品已到账 · 管理员 ${admin} 测试`,
    `credits · 到账 10 积分 · 管理员 ${admin} 测试`,
    `credits · 到账 100 积分 · 管理员 ${admin} 测试`,
    "notice · 告诉买家：商品已到账 · 系统",
    `alert · 已处理：自动发货多次失败 · 管理员 ${admin} 测试`,
  ]);
});

test("what finance did with its invoice is told with it", async () => {
  const order = await aPaidOrder();
  const finance = await aMember({ role: "FINANCE" });
  const invoice = await askInvoice([order], at(2));
  await issue(finance, invoice, at(3));
  await bookRed(finance, invoice, at(4));
  expect((await told(order.orderSn)).slice(-2)).toEqual([
    `act · 开出发票 · 管理员 ${finance} 测试`,
    `act · 登记红字发票 · 管理员 ${finance} 测试`,
  ]);
});

test("of what is endless the newest are told, and that there is more", async () => {
  const order = await aPaidOrder({ wanted: await aCreditProduct({ creditAmount: 500, bonusCredits: 0 }) });
  expect((await inspectOrder(order.orderSn, at(2))).isStoryCut).toBe(false);
  await query(
    `insert into oms_payment_evidence (evidence_key, source, out_trade_no, order_id, verdict, content)
     select 'said:' || n, 'NOTIFY', $1, $2, 'already', 'again' from generate_series(1, $3::int) n`,
    [order.orderSn, order.orderId, STORY_READ],
  );
  const { story, isStoryCut } = await inspectOrder(order.orderSn, at(2));
  expect([story.filter(({ kind }) => kind === "said").length, isStoryCut]).toEqual([STORY_READ, true]);
});
