import { setTimeout as sleep } from "node:timers/promises";
import { order, sync } from "./buying.ts";
import { cronOn } from "./crons.ts";
import { until } from "./patience.ts";
import type { Repertoire } from "./scene.ts";
import { newPerson, type World } from "./world.ts";

/**
 * The error of the fault trigger: a custom one for the goods of an order, which are promised and tried again (what an
 * admin gives is not), disk full for evidence.
 */
const OBSTACLES = {
  ums_credit_lot: { error: "P0001", rows: "new.order_id is not null" },
  oms_payment_evidence: { error: "53100", rows: "true" },
} as const;
type Obstructed = keyof typeof OBSTACLES;

/** Inserts into this table fail while `work` runs. */
async function obstructing({ database }: World, table: Obstructed, work: () => Promise<void>): Promise<void> {
  const { error, rows } = OBSTACLES[table];
  await database.ask(
    `create or replace trigger obstacle before insert on ${table} for each row when (${rows}) execute function obstacle('${error}')`,
  );
  try {
    await work();
  } finally {
    await removeObstacle(database, table);
  }
}

function removeObstacle(database: World["database"], table: string) {
  return database.ask(`drop trigger if exists obstacle on ${table}`);
}

/** Removes all table faults. */
export async function removeObstacles({ database }: World): Promise<void> {
  for (const table of Object.keys(OBSTACLES)) await removeObstacle(database, table);
}

export const MISHAPS: Repertoire = {
  "goods that cannot be delivered": {
    weight: 2,
    play: (world, dice) =>
      world.alone("goods", () => obstructing(world, "ums_credit_lot", () => sleep(dice.between(300, 2_000)))),
  },
  "a notice that cannot be kept": {
    weight: 1,
    play: (world, dice) =>
      world.alone("evidence", async () => {
        const person = await newPerson(world);
        const made = await order(world, person, dice, "small");
        if (!made) return;
        await obstructing(world, "oms_payment_evidence", async () => {
          const heard = world.findings.counts.notices ?? 0;
          await world.alipay.buy(made.payUrl, person.id);
          await until(() => (world.findings.counts.notices ?? 0) > heard, 2_000);
          await sleep(300);
        });
      }),
  },
  "a worker dies with the goods in its hands": {
    weight: 1,
    play: (world, dice) => world.alone("goods", () => dieWithTheGoods(world, dice.between(0, 1), dice)),
  },
};

async function dieWithTheGoods(world: World, which: number, dice: Parameters<typeof order>[2]): Promise<void> {
  const { database, instances } = world;
  const person = await newPerson(world);
  const made = await order(world, person, dice, "small");
  if (!made) return;
  await obstructing(world, "ums_credit_lot", async () => {
    await world.alipay.buy(made.payUrl, person.id);
    await sync(world, person, made);
  });
  await database.ask(
    `update oms_delivery_records set next_retry_at = now() where delivery_status = 'PENDING' and next_retry_at is not null
      and order_id = (select id from oms_order where order_sn = $1)`,
    [made.orderSn],
  );
  await database.holding("lock table ums_credit_lot in share row exclusive mode", [], async () => {
    const victim = instances.urlOf(which);
    if (!victim) return;
    const work = cronOn(victim, "retry-deliveries", world);
    // It has claimed the delivery and waits for the lots.
    await until(async () => (await database.waiting()) >= 1, 3_000);
    await instances.kill(which, async () => {
      // The server would continue the statement of a dead client once the lock is free.
      await database.endSessions("waiting").catch(() => 0);
    });
    await work;
  });
}
