import type { Movement } from "./alipay.ts";
import { ask, type Person } from "./person.ts";
import type { Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

/** Alipay tells of a refund that was made in its console. */
async function tell({ alipay, front, findings }: World, { outTradeNo, outRequestNo }: RefundNumbers): Promise<void> {
  const body = await alipay.noticeOfRefund(outTradeNo, outRequestNo);
  await ask(`${front.url}/api/alipay/notify`, findings, { method: "POST", body });
}

interface RefundNumbers {
  readonly outTradeNo: string;
  readonly outRequestNo: string;
}

interface Alert {
  readonly id: number;
  readonly bookable: boolean;
}

async function outsideAlerts(admin: Person): Promise<readonly Alert[]> {
  const found: Alert[] = [];
  for (let pageNum = 1; ; pageNum += 1) {
    const { status, data } = await admin.get(`/api/admin/alerts?pageSize=100&pageNum=${pageNum}`);
    if (status !== 200) return found.filter(({ bookable }) => bookable);
    found.push(...(data!.list as Alert[]));
    if (pageNum >= (data!.totalPage as number)) return found.filter(({ bookable }) => bookable);
  }
}

/** Books it; what Alipay does not know of is let go. */
async function book(admin: Person, { id }: Alert): Promise<void> {
  const { status } = await admin.post(`/api/admin/alerts/${id}/book-refund`, { reason: "在后台退过" });
  if (status === 409) await admin.post(`/api/admin/alerts/${id}/release`, { reason: "支付宝没有这笔退款" });
}

const fromConsole = ({ kind, outRequestNo }: Movement) => kind === "refund" && !!outRequestNo?.startsWith("console-");

/** Alipay tells again of every refund of its console that our books do not have, and an admin books what was seen. */
export async function bookOutside(world: World): Promise<void> {
  const rows = await world.database.ask<{ no: string }>(
    "select out_request_no as no from oms_refund_records where kind = 'OUTSIDE'",
  );
  const known = new Set(rows.map(({ no }) => no));
  for (const { outTradeNo, outRequestNo = "" } of (await world.alipay.statement()).filter(fromConsole))
    if (!known.has(outRequestNo)) await tell(world, { outTradeNo, outRequestNo });
  for (const alert of await outsideAlerts(world.admins[0]!)) await book(world.admins[0]!, alert);
}

export const OPERATING: Repertoire = {
  "a refund in Alipay's console": {
    weight: 3,
    play: async (world, dice) => {
      const paid = (await world.alipay.statement()).filter(({ kind }) => kind === "pay").slice(-40);
      if (paid.length === 0) return;
      const { outTradeNo, fen } = dice.pick(paid);
      const part = dice.chance(0.5) ? dice.between(1, fen) : undefined;
      const refund = await world.alipay.refundInConsole(outTradeNo, part);
      if (refund && dice.chance(0.6)) await tell(world, { outTradeNo, outRequestNo: refund.outRequestNo });
    },
  },
  "admins refund a part": {
    weight: 3,
    play: async (world, dice) => {
      const paid = (await world.alipay.statement()).filter(({ kind }) => kind === "pay").slice(-40);
      if (paid.length === 0) return;
      const { outTradeNo, fen } = dice.pick(paid);
      const wishes = world.admins.map((admin) => ({
        admin,
        amountFen: dice.between(dice.chance(0.1) ? 0 : 1, fen),
        takeBack: dice.pick(["unused", "unused", "none", "all"] as const),
      }));
      // Some of them at the same moment, for one order.
      const acting = dice.chance(0.5) ? wishes : wishes.slice(0, 1);
      await Promise.all(
        acting.map(({ admin, amountFen, takeBack }) =>
          admin.post(`/api/admin/orders/${outTradeNo}/refund`, { amountFen, takeBack, reason: "补偿" }),
        ),
      );
    },
  },
  "an admin books what was refunded outside": {
    weight: 3,
    play: async (world, dice) => {
      const alerts = await outsideAlerts(world.admins[0]!);
      if (alerts.length === 0) return;
      const alert = dice.pick(alerts);
      await Promise.all(world.admins.map((admin) => book(admin, alert)));
    },
  },
};
