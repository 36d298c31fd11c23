import { setTimeout as sleep } from "node:timers/promises";
import { letTimePass } from "./crons.ts";
import type { Dice } from "../../scripts/dice.ts";
import type { Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

const MINUTE_MS = 60_000;

/** A method of Alipay and its specific faults. */
const METHODS = {
  "alipay.trade.query": ["stale-query"],
  "alipay.trade.close": [],
  "alipay.trade.refund": ["fund-change-n", "business-error"],
  "alipay.trade.fastpay.refund.query": [],
} as const;

/** Faults that make sense for one method alone. */
const PARTICULAR = new Set<string>(Object.values(METHODS).flat());
/** Slow faults, chosen rarely. */
const SLOW = new Set(["hang-before", "hang-after", "slow-drip"]);

async function plantGatewayFault({ alipay }: World, dice: Dice): Promise<void> {
  const method = dice.pick(Object.keys(METHODS) as (keyof typeof METHODS)[]);
  const general = (await alipay.faultKinds())
    .filter(({ fault, on }) => on === "gateway" && !PARTICULAR.has(fault))
    .map(({ fault }) => [fault, SLOW.has(fault) ? 0.2 : 1] as const);
  const fault = dice.weigh([...general, ...METHODS[method].map((name) => [name, 4] as const)]);
  await alipay.plant({
    fault,
    method,
    times: SLOW.has(fault) ? 1 : dice.between(1, 3),
    ...(fault === "business-error" ? { subCode: "ACQ.TRADE_NOT_ALLOW_REFUND" } : {}),
    ...(fault === "fund-change-n" ? { landsAfterMs: dice.between(500, 5_000) } : {}),
  });
}

async function plantNoticeFault({ alipay }: World, dice: Dice): Promise<void> {
  const kinds = (await alipay.faultKinds()).filter(({ on }) => on !== "gateway");
  const { fault } = dice.pick(kinds);
  await alipay.plant({ fault, ...(fault === "notify-delay" ? { delayMs: dice.between(200, 4_000) } : {}) });
}

/** Tables locked by the simulated operator. */
const TABLES = [
  "oms_order",
  "ums_credit_lot",
  "ums_credit_balance",
  "oms_payment_records",
  "oms_refund_records",
] as const;

/** Faults of Alipay calls. */
export const FAULTS: Repertoire = {
  "the gateway errs": { weight: 5, play: plantGatewayFault },
  "a notice goes astray": { weight: 4, play: plantNoticeFault },
};

export const WEATHER: Repertoire = {
  "an instance is killed": {
    weight: 4,
    play: ({ instances }, dice) => instances.kill(dice.between(0, 1), () => sleep(dice.between(100, 1_000))),
  },
  "both instances are killed": {
    weight: 1,
    play: async ({ instances }, dice) => {
      await Promise.all([0, 1].map((which) => instances.kill(which, () => sleep(dice.between(100, 600)))));
    },
  },
  "database sessions are ended": {
    weight: 4,
    play: async ({ database, findings }) => {
      findings.count("sessionsEnded", await database.endSessions(0.5).catch(() => 0));
    },
  },
  "the database crashes": {
    weight: 2,
    play: async (world, dice) =>
      world.alone("crash", async () => {
        world.findings.count("databaseCrashes");
        await world.database.crash(() => sleep(dice.between(50, 800)));
      }),
  },
  "a table is locked": {
    weight: 3,
    play: async ({ database, findings }, dice) => {
      findings.count("locks");
      const lock = `lock table ${dice.pick(TABLES)} in share row exclusive mode`;
      await database.holding(lock, [], () => sleep(dice.between(200, 1_500)).then(() => undefined));
    },
  },
  "somebody's rows are locked": {
    weight: 3,
    play: async ({ database, findings, buyers }, dice) => {
      findings.count("locks");
      const rows = `select from oms_order where member_id = $1 for update`;
      await database.holding(rows, [dice.pick(buyers).id], () => sleep(dice.between(200, 1_500)).then(() => undefined));
    },
  },
  "the gateway is out of reach": {
    weight: 1,
    play: async ({ alipay }, dice) => {
      const rule = await alipay.plant({ fault: "reset-before", method: "*", times: 0 });
      await sleep(dice.between(500, 3_000));
      await alipay.uproot(rule);
    },
  },
  "the merchant's purse is empty": {
    weight: 1,
    play: async ({ alipay }, dice) => {
      await alipay.fillPurse(0);
      await sleep(dice.between(300, 2_000));
      await alipay.fillPurse();
    },
  },
  "minutes pass": { weight: 4, play: (world, dice) => letTimePass(world, dice.between(1, 10) * MINUTE_MS, false) },
};
