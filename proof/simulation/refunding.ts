import { randomUUID } from "node:crypto";
import { aBuyerWithCredits } from "./buying.ts";
import type { Person } from "./person.ts";
import { atOnce, insist, type Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

/** A buyer asks for the money of an order back, with so many clicks. */
export async function askBack({ promises }: World, person: Person, orderSn: string, clicks: number): Promise<void> {
  const key = randomUUID();
  const click = () => insist(() => person.post(`/api/payment/refund/${orderSn}`, { reason: "不需要了" }, { key }));
  for (const { status, data } of await atOnce(clicks, click))
    if (status === 200)
      promises.refunds.push({
        orderSn,
        amountFen: Math.round((data!.refundAmount as number) * 100),
        done: data!.status === "SUCCESS",
      });
}

async function review({ promises }: World, admin: Person, refundId: number, approves: boolean): Promise<void> {
  const body = { verdict: approves ? "approve" : "reject", reason: "看过了" };
  const { status } = await admin.post(`/api/admin/refunds/${refundId}/review`, body);
  if (status === 200) promises.reviews.push({ refundId, adminId: admin.id, verdict: approves ? "APPROVE" : "REJECT" });
}

interface Row {
  readonly id: number;
  readonly orderSn: string;
  readonly refundable?: boolean;
}

async function rowsAt(person: Person, path: string): Promise<readonly Row[]> {
  const { status, data } = await person.get(path);
  return status === 200 ? (data!.list as Row[]) : [];
}

/** Admins approve every refund in review. True when none is left. */
export async function clearQueue(world: World): Promise<boolean> {
  const waiting = await rowsAt(world.admins[0]!, "/api/admin/refunds?status=REVIEWING&pageSize=100");
  for (const { id } of waiting) for (const admin of world.admins) await review(world, admin, id, true);
  return waiting.length === 0;
}

export const REFUNDING: Repertoire = {
  "ask for a refund": {
    weight: 6,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const orders = await rowsAt(person, "/api/payment/orders?status=1&pageSize=20");
      const refundable = orders.filter((row) => row.refundable);
      if (refundable.length === 0) return;
      const { orderSn } = dice.pick(refundable);
      if (dice.chance(0.5)) await person.get(`/api/payment/refund-quote/${orderSn}`);
      await askBack(world, person, orderSn, dice.chance(0.4) ? 2 : 1);
    },
  },
  "admins decide": {
    weight: 6,
    play: async (world, dice) => {
      const waiting = await rowsAt(world.admins[0]!, "/api/admin/refunds?status=REVIEWING&pageSize=20");
      if (waiting.length === 0) return;
      const { id } = dice.pick(waiting);
      const decisions = world.admins.map((admin) => ({ admin, approves: dice.chance(0.75) }));
      await Promise.all(decisions.map(({ admin, approves }) => review(world, admin, id, approves)));
    },
  },
  "the answer to a refund is lost": {
    weight: 1,
    play: async (world, dice) => {
      const buyer = await aBuyerWithCredits(world, dice);
      if (!buyer) return;
      const fault = dice.pick(["http-502-after", "reset-after", "system-error-after", "unknown-error-after"]);
      // The SDK resends when the connection breaks.
      await world.alipay.plant({ fault, method: "alipay.trade.refund", outTradeNo: buyer.orderSn, times: 2 });
      await askBack(world, buyer.person, buyer.orderSn, 1);
    },
  },
};
