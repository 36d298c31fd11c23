import { expireLots } from "../../lib/credits/expire-lots.ts";
import { expireReservations } from "../../lib/credits/expire-reservations.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { reconcileBills } from "../../lib/books/reconcile-bills.ts";
import { after, MINUTE_MS, SECOND_MS } from "../../lib/core/time.ts";
import { completeOrders } from "../../lib/orders/complete-orders.ts";
import { requestRefund } from "../../lib/refunds/request-refund.ts";
import { expireSegments } from "../../lib/subscriptions/expire-segments.ts";
import { remindEnding } from "../../lib/subscriptions/remind-ending.ts";
import type { Dice } from "../dice.ts";
import { comeToBuy, dayAt, useCredits, type Placed } from "./buying.ts";
import { MEMBERS } from "./people.ts";
import type { Shop } from "./shop.ts";

/** Whole days before the one on which the history ends. */
export const DAYS = 30;

/** As many are members on the first day. The episodes (episodes.ts) play with them. */
export const FIRST_MEMBERS = 12;

/** How many of a day's orders come in which hour, from midnight on. */
const HOURS = [2, 1, 0, 0, 0, 0, 1, 2, 4, 7, 9, 9, 7, 6, 7, 8, 8, 7, 6, 7, 9, 10, 8, 4];

/** What people buy for the first time, and what they come back for. */
const FIRST = [
  ["尝鲜包", 55],
  ["标准包", 20],
  ["basic MONTHLY", 14],
  ["pro MONTHLY", 8],
  ["进阶包", 3],
] as const;
const AGAIN = [
  ["尝鲜包", 24],
  ["标准包", 38],
  ["进阶包", 24],
  ["basic MONTHLY", 8],
  ["pro MONTHLY", 8],
  ["团队包", 4],
  ["pro YEARLY", 2],
] as const;

const REASONS = ["买错了，想换一个套餐", "暂时用不上了", "生成效果和预期不一样", "重复买了一份"];

function timeOfDay(dice: Dice): [hour: number, minute: number] {
  return [dice.weigh(HOURS.map((weight, hour) => [hour, weight] as const)), dice.between(0, 59)];
}

/** Everyday life: people come, buy, use, and now and then ask for their money back. */
export function noteEverydayLife(shop: Shop): void {
  const { dice, diary, span } = shop;
  for (let i = FIRST_MEMBERS; i < MEMBERS.length; i += 1) {
    const day = Math.floor(((i - FIRST_MEMBERS) / (MEMBERS.length - FIRST_MEMBERS)) * DAYS);
    diary.noteAside(dayAt(shop, day, ...timeOfDay(dice)), () => join(shop));
  }
  for (let day = 0; day <= DAYS; day += 1) {
    for (let left = ordersOn(dayAt(shop, day, 12), day, dice); left > 0; left -= 1) {
      const at = after(dayAt(shop, day, ...timeOfDay(dice)), dice.between(0, 59) * SECOND_MS);
      // Nobody's payment lies half an hour before the shop opens for good.
      if (at < after(span.until, -45 * MINUTE_MS)) diary.noteAside(at, () => comeAgain(shop));
    }
  }
}

/** A little more from day to day; fewer at weekends. */
function ordersOn(noon: Date, day: number, dice: Dice): number {
  const isWeekend = noon.getUTCDay() % 6 === 0;
  return Math.round((4.6 + day * 0.12) * (isWeekend ? 0.7 : 1) * (0.75 + dice.roll() * 0.5));
}

/** A new member, who buys something before long. */
export async function join(shop: Shop): Promise<void> {
  const memberId = await registerAccount(MEMBERS[shop.members.length]!, shop.now());
  shop.members.push(memberId);
  const goods = shop.dice.weigh(FIRST);
  const soon = after(shop.now(), shop.dice.between(1, 9) * MINUTE_MS);
  if (soon < after(shop.span.until, -45 * MINUTE_MS))
    shop.diary.noteAside(soon, () => comeToBuy(shop, memberId, goods, (placed) => use(shop, placed, goods)));
}

async function comeAgain(shop: Shop): Promise<void> {
  const { dice, subscribers } = shop;
  const memberId = dice.pick(shop.members);
  const wanted = dice.weigh(AGAIN);
  // Whoever has a plan buys credits beside it.
  const goods = isPack(wanted) || !subscribers.has(memberId) ? wanted : "标准包";
  await comeToBuy(shop, memberId, goods, (placed) => use(shop, placed, goods));
}

const isPack = (goods: string) => goods.endsWith("包");

function use(shop: Shop, placed: Placed, goods: string): void {
  const { dice, diary, asked, subscribers } = shop;
  const { memberId, orderSn } = placed;
  if (isPack(goods)) useCredits(shop, placed, dice.between(0, 3));
  else subscribers.add(memberId);
  if (!["尝鲜包", "标准包", "basic MONTHLY"].includes(goods) || asked.has(memberId) || !dice.chance(0.05)) return;
  asked.add(memberId);
  const request = { orderSn, reason: dice.pick(REASONS), requestKey: null };
  diary.note(after(shop.now(), dice.between(40, 60 * 40) * MINUTE_MS), async () => {
    await requestRefund(memberId, request, shop.by(`member:${memberId}`));
  });
}

/** What the scheduler does, as often as a history needs it. */
export function noteJobs(shop: Shop): void {
  for (let day = 0; day <= DAYS; day += 1) {
    const { diary, now } = shop;
    diary.noteAside(dayAt(shop, day, 0, 5), () => expireGoods(now()));
    diary.noteAside(dayAt(shop, day, 2, 15), async () => void (await completeOrders(now())));
    diary.note(dayAt(shop, day, 10, 30), async () => void (await reconcileBills(now())));
  }
}

async function expireGoods(now: Date): Promise<void> {
  await Promise.all([expireReservations(now), expireLots(now), expireSegments(now), remindEnding(now)]);
}
