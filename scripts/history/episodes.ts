import { closeAlert } from "../../lib/accounts/close-alert.ts";
import { listAlerts } from "../../lib/accounts/list-alerts.ts";
import { changeProduct } from "../../lib/catalog/change-product.ts";
import { listProducts } from "../../lib/catalog/list-goods.ts";
import { invariant } from "../../lib/core/assert.ts";
import { beijingDay } from "../../lib/core/day-range.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../../lib/core/time.ts";
import { adjustCredits } from "../../lib/credits/adjust-credits.ts";
import { consumeCredits } from "../../lib/credits/consume-credits.ts";
import { continuePayment } from "../../lib/payments/continue-payment.ts";
import { bookOutside } from "../../lib/refunds/book-outside-refund.ts";
import { listRefundsForReview } from "../../lib/refunds/list-refunds.ts";
import { requestRefund } from "../../lib/refunds/request-refund.ts";
import { reviewRefund } from "../../lib/refunds/review-refund.ts";
import { settleRefunds } from "../../lib/refunds/settle-refunds.ts";
import { startRefund } from "../../lib/refunds/start-refund.ts";
import { buy, dayAt, order, pay, useCredits, type Placed } from "./buying.ts";
import type { Shop } from "./shop.ts";
import { DAYS } from "./story.ts";

/** What an operator's desk knows besides everyday life, each played by one of the first members. */
export function noteEpisodes(shop: Shop): void {
  for (const note of [
    reviewApproved,
    reviewRejected,
    reviewOpen,
    paidTwice,
    refundedByPeople,
    refundedOutside,
    refundedOutsideJustNow,
    balanceShort,
    planRenewed,
    creditsGiven,
    priceChanged,
    billDiffers,
  ])
    note(shop);
}

function episode(shop: Shop, at: Date, play: () => Promise<unknown>): void {
  shop.diary.note(at, async () => void (await play()));
}

function memberOf(shop: Shop, index: number): bigint {
  const memberId = shop.members[index];
  invariant(memberId !== undefined, "the first members came on the first day");
  return memberId;
}

function askBack(shop: Shop, { memberId, orderSn }: Placed, reason: string) {
  return requestRefund(memberId, { orderSn, reason, requestKey: null }, shop.by(`member:${memberId}`));
}

async function review(shop: Shop, { orderSn }: Placed, verdict: "approve" | "reject", reason: string): Promise<void> {
  const { list } = await listRefundsForReview({ orderSn });
  const refund = list.find(({ status }) => status === "REVIEWING");
  invariant(refund, "a refund waits");
  await reviewRefund(shop.posts.get("finance")!, BigInt(refund.id), { verdict, reason }, shop.by("finance"));
}

type About = (alert: { readonly kind: string; readonly orderSn: string | null }) => boolean;

async function alertAbout(about: About): Promise<bigint> {
  const alert = (await listAlerts({})).list.find(about);
  invariant(alert, "an alert was raised");
  return BigInt(alert.id);
}

/** Somebody of finance has looked at an alert. */
async function close(shop: Shop, about: About): Promise<void> {
  await closeAlert(shop.posts.get("finance")!, await alertAbout(about), shop.by("finance"));
}

function reviewApproved(shop: Shop): void {
  episode(shop, dayAt(shop, 6, 14, 12), async () => {
    const placed = await buy(shop, memberOf(shop, 0), "团队包");
    episode(shop, dayAt(shop, 8, 10, 41), () => askBack(shop, placed, "公司改用年付套餐，这个包用不上了"));
    episode(shop, dayAt(shop, 8, 11, 26), () => review(shop, placed, "approve", "已电话确认，未使用"));
  });
}

function reviewRejected(shop: Shop): void {
  episode(shop, dayAt(shop, 11, 19, 3), async () => {
    const placed = await buy(shop, memberOf(shop, 1), "团队包");
    useCredits(shop, placed, 6);
    episode(shop, dayAt(shop, 15, 9, 47), () => askBack(shop, placed, "效果没有想象的好"));
    episode(shop, dayAt(shop, 15, 16, 20), () =>
      review(shop, placed, "reject", "与您电话确认过：误点了退款，积分继续使用"),
    );
  });
}

function reviewOpen(shop: Shop): void {
  episode(shop, dayAt(shop, DAYS - 3, 20, 15), async () => {
    const placed = await buy(shop, memberOf(shop, 2), "团队包");
    useCredits(shop, placed, 3);
    episode(shop, after(shop.span.until, -3 * HOUR_MS), () => askBack(shop, placed, "项目取消了，只用了一点"));
  });
}

/** Two cashiers of one order are open, and both are paid: the second goes back by itself. */
function paidTwice(shop: Shop): void {
  episode(shop, dayAt(shop, 13, 21, 8), async () => {
    const memberId = memberOf(shop, 3);
    const placed = await order(shop, memberId, "标准包");
    const phone = { paymentMethod: "alipay", cashierKind: "WAP" } as const;
    const second = await continuePayment(memberId, placed.orderSn, phone, shop.by(`member:${memberId}`));
    await pay(shop, placed);
    await pay(shop, { memberId, payUrl: second.payUrl });
    episode(shop, after(shop.now(), MINUTE_MS), () => settleRefunds(shop.now()));
    episode(shop, dayAt(shop, 14, 9, 35), () => close(shop, ({ orderSn }) => orderSn === placed.orderSn));
  });
}

/** Support starts it for a buyer whose seven days are over; finance approves. */
function refundedByPeople(shop: Shop): void {
  episode(shop, dayAt(shop, 4, 15, 32), async () => {
    const placed = await buy(shop, memberOf(shop, 4), "进阶包");
    episode(shop, dayAt(shop, 16, 10, 5), () =>
      startRefund(
        { id: shop.posts.get("support")!, role: "SUPPORT" },
        {
          orderSn: placed.orderSn,
          amountFen: 3_000,
          takeBack: "none",
          reason: "上周高峰期多次生成失败，商定退一部分",
          requestKey: null,
        },
        shop.by("support"),
      ),
    );
    episode(shop, dayAt(shop, 16, 11, 18), () => review(shop, placed, "approve", "核对过失败记录，同意"));
  });
}

function refundedOutside(shop: Shop): void {
  episode(shop, dayAt(shop, 17, 12, 44), async () => {
    const placed = await buy(shop, memberOf(shop, 5), "标准包");
    episode(shop, dayAt(shop, 18, 9, 50), () => refundInConsole(shop, placed, 2_000));
    episode(shop, dayAt(shop, 18, 14, 2), async () => {
      const alertId = await alertAbout(({ orderSn }) => orderSn === placed.orderSn);
      await bookOutside(shop.posts.get("finance")!, alertId, "同事在支付宝后台退的，已核对", shop.by("finance"));
    });
  });
}

function refundedOutsideJustNow(shop: Shop): void {
  episode(shop, dayAt(shop, DAYS - 2, 18, 27), async () => {
    const placed = await buy(shop, memberOf(shop, 6), "进阶包");
    episode(shop, after(shop.span.until, -5 * HOUR_MS), () => refundInConsole(shop, placed, 4_000));
  });
}

async function refundInConsole(shop: Shop, { orderSn }: Placed, amountFen: number): Promise<void> {
  await shop.alipay("refund", { outTradeNo: orderSn, amountFen });
  await shop.alipay("idle", {});
}

/** The shop's account at Alipay is empty when a refund is sent; it goes out once there is money again. */
function balanceShort(shop: Shop): void {
  const owner = "2088000000000001";
  episode(shop, dayAt(shop, 20, 16, 33), async () => {
    const placed = await buy(shop, memberOf(shop, 7), "标准包");
    episode(shop, dayAt(shop, 21, 9, 12), async () => {
      const { balances } = await shop.alipay<{ balances: Record<string, number> }>("statement");
      await shop.alipay("balance", { owner, fen: 0 });
      await askBack(shop, placed, "买错了");
      await shop.alipay("balance", { owner, fen: balances[owner]! });
    });
    for (const hour of [10, 11, 13]) episode(shop, dayAt(shop, 21, hour, 40), () => settleRefunds(shop.now()));
    episode(shop, dayAt(shop, 21, 14, 6), () => close(shop, ({ kind }) => kind === "SELLER_BALANCE_SHORT"));
  });
}

function planRenewed(shop: Shop): void {
  episode(shop, dayAt(shop, 0, 20, 40), async () => {
    const memberId = memberOf(shop, 8);
    await buy(shop, memberId, "basic MONTHLY");
    episode(shop, dayAt(shop, 27, 21, 5), () => buy(shop, memberId, "basic MONTHLY"));
  });
}

/** Once for a limited time, so that some of them expire; once to make good. */
function creditsGiven(shop: Shop): void {
  const given = (
    memberId: bigint,
    origin: "GIFT" | "COMPENSATION",
    amount: number,
    reason: string,
    validDays?: number,
  ) =>
    adjustCredits(
      shop.posts.get("admin")!,
      { memberId, origin, amount, reason, requestKey: null, ...(validDays === undefined ? {} : { validDays }) },
      shop.by("admin"),
    );
  episode(shop, dayAt(shop, 9, 11, 15), async () => {
    const memberId = memberOf(shop, 9);
    await given(memberId, "GIFT", 200, "参加了用户访谈，送一份谢礼", 7);
    const spent = { amount: 45, bizId: "task-gift", reason: "生成图片" };
    episode(shop, after(shop.now(), DAY_MS), () => consumeCredits(memberId, spent, shop.by("service")));
  });
  episode(shop, dayAt(shop, 22, 17, 30), () =>
    given(memberOf(shop, 10), "COMPENSATION", 60, "三次视频生成超时，按原价补偿"),
  );
}

/** Two weeks of a lower price, then the price of the catalogue again. */
function priceChanged(shop: Shop): void {
  for (const [day, price, reason] of [
    [12, 89, "降价促销两周"],
    [26, 99, "促销结束，恢复原价"],
  ] as const)
    episode(shop, dayAt(shop, day, 10, 0), async () => {
      const pack = (await listProducts()).list.find(({ name }) => name === "进阶包");
      invariant(pack, "it is on sale");
      const { id, version } = pack;
      await changeProduct(id, { version, price, reason }, shop.by("admin"));
    });
}

/** The account at Alipay is shared with another shop; and once a line of the bill was nobody's. */
function billDiffers(shop: Shop): void {
  for (const [day, count, amountFen] of [
    [5, 2, 6_600],
    [19, 3, 12_900],
  ] as const) {
    const billDate = beijingDay(dayAt(shop, day, 12));
    episode(shop, dayAt(shop, day, 23), () =>
      shop.alipay("bill", { kind: "foreign", outTradeNo: `POS-${billDate}`, amountFen, billDate, count }),
    );
  }
}
