import { order } from "./buying.ts";
import type { Dice } from "../../scripts/dice.ts";
import { ask } from "./person.ts";
import { atOnce, type Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

const LIES = [
  { total_amount: "0.01" },
  { app_id: "9021000000000099" },
  { seller_id: "2088000000000099" },
  { out_trade_no: "20260101000000000000000000000000" },
] as const;

function post({ front, findings }: World, body: string) {
  return ask(`${front.url}/api/alipay/notify`, findings, { method: "POST", body });
}

type Lie = (typeof LIES)[number];

/**
 * A validly signed notification with one foreign field, for an unpaid order. Returns how the order is paid afterwards.
 */
async function lie(world: World, dice: Dice, untrue: Lie): Promise<(() => Promise<unknown>) | null> {
  const person = dice.pick(world.buyers);
  const made = await order(world, person, dice);
  const opened = made && (await world.alipay.buy(made.payUrl, person.id, "login"));
  if (!opened) return null;
  const paid = { trade_status: "TRADE_SUCCESS", gmt_payment: "2026-01-01 00:00:00" };
  const body = await world.alipay.noticeOf(opened.outTradeNo, { ...paid, ...untrue });
  world.findings.count("lies");
  for (const { text } of await atOnce(dice.between(1, 3), () => post(world, body)))
    if (text === "success") world.findings.violate("lie", `${Object.keys(untrue)[0]} of ${opened.outTradeNo}`);
  return () => world.alipay.buy(made.payUrl, person.id);
}

export const FORGING: Repertoire = {
  "a signed lie": {
    weight: 3,
    play: async (world, dice) => {
      const pay = await lie(world, dice, dice.pick(LIES));
      if (dice.chance(0.3)) await pay?.();
    },
  },
  "a signed lie about the amount": {
    weight: 1,
    play: async (world, dice) => {
      await lie(world, dice, LIES[0]);
    },
  },
  "old notices again": {
    weight: 4,
    play: async (world, dice) => {
      const { notices } = world.front;
      if (notices.length === 0) return;
      const body = dice.pick(notices);
      await atOnce(dice.between(1, 4), () => post(world, body));
    },
  },
};
