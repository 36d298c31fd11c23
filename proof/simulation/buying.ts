import { randomUUID } from "node:crypto";
import type { Dice } from "../../scripts/dice.ts";
import type { Person } from "./person.ts";
import { atOnce, insist, type Repertoire } from "./scene.ts";
import { newPerson, type World } from "./world.ts";

/** An order as its buyer knows it. */
export interface Order {
  readonly orderSn: string;
  readonly payUrl: string;
}

export type Wish = "small" | "large" | "huge" | "plan";

const WISHES = [
  ["small", 6],
  ["large", 2],
  ["huge", 1],
  ["plan", 3],
] as const satisfies (readonly [Wish, number])[];

/** Places an order, sometimes with two concurrent requests; null when none succeeded. */
export async function order(
  world: World,
  person: Person,
  dice: Dice,
  wish = dice.weigh(WISHES),
): Promise<Order | null> {
  const { findings, promises, catalog } = world;
  const key = randomUUID();
  const phone = dice.chance(0.3);
  const [path, body] =
    wish === "plan"
      ? ["create-subscription-order", { planId: catalog.planId, billingCycle: dice.chance(0.3) ? "3-day" : "monthly" }]
      : ["create-credits-order", { productId: catalog[wish] }];
  const click = () => insist(() => person.post(`/api/payment/${path}`, body, { key, phone }));
  const made = (await atOnce(dice.chance(0.3) ? 2 : 1, click)).filter(({ status }) => status === 200);
  for (const { data } of made) {
    const amountFen = Math.round((data!.payAmount as number) * 100);
    promises.orders.set(data!.orderSn as string, { memberId: person.id, requestKey: key, amountFen });
  }
  const [first] = made;
  if (made.some(({ data }) => data!.orderSn !== first!.data!.orderSn))
    findings.violate("answer", `one key made two orders: ${key}`);
  return first ? (first.data as unknown as Order) : null;
}

/** Asks whether the order is paid, a few times. */
export async function sync({ promises }: World, person: Person, { orderSn }: Order, times = 3): Promise<boolean> {
  for (let i = 0; i < times; i += 1) {
    const { status, data } = await insist(() => person.post(`/api/payment/sync/${orderSn}`));
    // 1 paid, 3 refunded, 5 completed, 6 being refunded (docs/rules.md, "Codes on the wire").
    if (status !== 200 || ![1, 3, 5, 6].includes(data!.status as number)) continue;
    promises.paid.add(orderSn);
    return true;
  }
  return false;
}

/** A new member with credits of their own; null when a fault prevented it. */
export async function aBuyerWithCredits(
  world: World,
  dice: Dice,
  wish: Wish = "small",
): Promise<{ person: Person; orderSn: string } | null> {
  const person = await newPerson(world);
  const made = await order(world, person, dice, wish);
  if (!made || !(await world.alipay.buy(made.payUrl, person.id))) return null;
  return (await sync(world, person, made)) ? { person, orderSn: made.orderSn } : null;
}

/** Moves our deadline of the order into the past; Alipay's is unchanged. */
async function letRunOut({ database }: World, { orderSn }: Order): Promise<void> {
  await database.ask(
    "update oms_order set expire_time = now() - interval '1 second' where order_sn = $1 and status = 'PENDING'",
    [orderSn],
  );
}

/** The other cashier of an unpaid order: a phone where the order began on a page, or a page. */
async function secondCashier(person: Person, { orderSn, payUrl }: Order): Promise<string | null> {
  const phone = !payUrl.includes("wap.pay");
  const { status, data } = await insist(() => person.post(`/api/payment/pay/${orderSn}`, undefined, { phone }));
  return status === 200 ? (data!.payUrl as string) : null;
}

export const BUYING: Repertoire = {
  "buy and pay": {
    weight: 8,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const made = await order(world, person, dice);
      if (!made) return;
      const bought = await world.alipay.buy(made.payUrl, person.id);
      if (bought?.returnUrl) await person.get(pathOf(bought.returnUrl));
      if (dice.chance(0.7)) await sync(world, person, made);
    },
  },
  "pay twice": {
    weight: 3,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const made = await order(world, person, dice);
      const second = made && (await secondCashier(person, made));
      if (!second) return;
      await Promise.all([made.payUrl, second].map((payUrl) => world.alipay.buy(payUrl, person.id)));
      if (dice.chance(0.5)) await sync(world, person, made);
    },
  },
  "walk away": {
    weight: 3,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const made = await order(world, person, dice);
      if (!made) return;
      if (dice.chance(0.5)) await world.alipay.buy(made.payUrl, person.id, "login");
      await letRunOut(world, made);
      // The buyer returns to the first page, which is still open.
      if (dice.chance(0.5)) await world.alipay.buy(made.payUrl, person.id);
    },
  },
  "cancel while paying": {
    weight: 3,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const made = await order(world, person, dice);
      if (!made) return;
      if (dice.chance(0.5)) await world.alipay.buy(made.payUrl, person.id, "login");
      const cancel = async () => {
        const { status } = await insist(() => person.post(`/api/payment/cancel/${made.orderSn}`));
        if (status === 200) world.promises.cancelled.add(made.orderSn);
      };
      const pay = () => (dice.chance(0.6) ? world.alipay.buy(made.payUrl, person.id) : null);
      await Promise.all([cancel(), pay()]);
    },
  },
};

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
