import { AppError } from "../../lib/core/errors.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "../../lib/core/time.ts";
import { commitReservation } from "../../lib/credits/commit-reservation.ts";
import { consumeCredits } from "../../lib/credits/consume-credits.ts";
import { releaseReservation } from "../../lib/credits/release-reservation.ts";
import { reserveCredits } from "../../lib/credits/reserve-credits.ts";
import { closeExpiredOrders } from "../../lib/payments/close-expired-orders.ts";
import { cancelOrder } from "../../lib/payments/close-order.ts";
import { placeOrder } from "../../lib/payments/place-order.ts";
import { queryPendingPayments } from "../../lib/payments/query-pending-payments.ts";
import { env } from "../../lib/env.ts";
import type { Shop } from "./shop.ts";

/** An order as its buyer knows it. */
export interface Placed {
  readonly memberId: bigint;
  readonly orderSn: string;
  readonly payUrl: string;
}

/** Two people at the local Alipay have money enough. */
const BUYERS = ["林晓", "陈墨"];

export async function order(shop: Shop, memberId: bigint, name: string, onPhone = false): Promise<Placed> {
  const way = onPhone
    ? ({ cashierKind: "WAP", sourceType: "PHONE" } as const)
    : ({ cashierKind: "PAGE", sourceType: "PC" } as const);
  const rest = { paymentMethod: "alipay", requestKey: null, returnPath: null } as const;
  const wanted = shop.goods.get(name)!;
  const { orderSn, payUrl } = await placeOrder({ memberId, wanted, ...way, ...rest }, shop.by(`member:${memberId}`));
  return { memberId, orderSn, payUrl };
}

/** The buyer pays, and Alipay's notice has come. */
export async function pay(shop: Shop, { memberId, payUrl }: Pick<Placed, "memberId" | "payUrl">): Promise<void> {
  await shop.alipay("buy", { payUrl, buyer: BUYERS[Number(memberId) % BUYERS.length] });
  await shop.alipay("idle", {});
}

/** The buyer pays, the notice is lost, and the scheduler asks. */
async function payUnheard(shop: Shop, { payUrl }: Placed): Promise<void> {
  await shop.alipay("buy", { payUrl, notify: false });
  for (const minutes of [1, 2, 3, 4])
    shop.diary.note(after(shop.now(), minutes * MINUTE_MS), async () => void (await queryPendingPayments(shop.now())));
}

/** An order that is paid at once. */
export async function buy(shop: Shop, memberId: bigint, name: string): Promise<Placed> {
  const placed = await order(shop, memberId, name);
  await pay(shop, placed);
  return placed;
}

const ENDS = [
  ["paid", 84],
  ["left", 9],
  ["cancelled", 4],
  ["unheard", 3],
] as const;

/** What happens to most orders. `andThen`: once it is paid. */
export async function comeToBuy(
  shop: Shop,
  memberId: bigint,
  name: string,
  andThen: (placed: Placed) => void,
): Promise<void> {
  const { dice, diary } = shop;
  const placed = await order(shop, memberId, name, dice.chance(0.45));
  const soon = after(shop.now(), dice.between(15, 170) * SECOND_MS);
  const end = dice.weigh(ENDS);
  if (end === "paid" || end === "unheard") {
    diary.note(soon, () => (end === "paid" ? pay : payUnheard)(shop, placed));
    diary.noteAside(after(soon, 6 * MINUTE_MS), async () => andThen(placed));
  } else if (end === "cancelled") {
    const cancel = () => cancelOrder(memberId, placed.orderSn, shop.by(`member:${memberId}`));
    diary.note(soon, async () => void (await cancel()));
  } else {
    if (dice.chance(0.6)) diary.note(soon, () => shop.alipay("buy", { payUrl: placed.payUrl, until: "login" }));
    diary.note(after(shop.now(), env().orderLifeMs + dice.between(2, 58) * SECOND_MS), async () => {
      await closeExpiredOrders(shop.now());
    });
  }
}

const WORKS = ["生成图片", "生成图片", "生成视频", "文案润色", "语音合成"];

/** The product's back end uses credits of the member on the days that follow, some of them reserved first. */
export function useCredits(shop: Shop, { memberId, orderSn }: Placed, times: number): void {
  const { dice, diary } = shop;
  for (let i = 0; i < times; i += 1) {
    const spent = { amount: dice.between(1, 8) * 5, bizId: `task-${orderSn}-${i}`, reason: dice.pick(WORKS) };
    const at = after(shop.now(), dice.between(2, 9 * 60) * MINUTE_MS + dice.between(0, i) * DAY_MS);
    diary.noteAside(at, () => enoughFor(() => work(shop, memberId, spent)));
  }
}

async function work(shop: Shop, memberId: bigint, spent: { amount: number; bizId: string; reason: string }) {
  if (!shop.dice.chance(0.2)) return void (await consumeCredits(memberId, spent, shop.by("service")));
  await reserveCredits(memberId, { ...spent, leaseSeconds: 3_600 }, shop.by("service"));
  const { bizId, amount } = spent;
  const isDone = shop.dice.chance(0.8);
  shop.diary.noteAside(after(shop.now(), shop.dice.between(1, 40) * MINUTE_MS), async () => {
    if (isDone) await commitReservation(memberId, { bizId, amount: Math.max(1, amount - 5) }, shop.by("service"));
    else await releaseReservation(memberId, { bizId }, shop.by("service"));
  });
}

/** Nobody can spend what has been spent, or is held for a refund. */
async function enoughFor(spend: () => Promise<void>): Promise<void> {
  try {
    await spend();
  } catch (error) {
    if (!(error instanceof AppError && error.code === "INSUFFICIENT_CREDITS")) throw error;
  }
}

/** An instant of a day in Beijing, `day` days after the history began, which is at midnight. */
export function dayAt({ span }: Pick<Shop, "span">, day: number, hour: number, minute = 0): Date {
  return after(span.from, day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS);
}
