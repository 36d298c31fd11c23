import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { ask, type Answer } from "./person.ts";
import type { World } from "./world.ts";

const SCHEDULE = resolve(import.meta.dirname, "../../vercel.json");

export function cronOn(instance: string, name: string, { findings, cronSecret }: World): Promise<Answer> {
  return ask(`${instance}/api/cron/${name}`, findings, { headers: { authorization: `Bearer ${cronSecret}` } });
}

/** Every cron of the schedule, on every living instance, all at once. */
export async function runCrons(world: World): Promise<void> {
  const { crons } = JSON.parse(await readFile(SCHEDULE, "utf8")) as { crons: { path: string }[] };
  const names = crons.map(({ path }) => path.replace("/api/cron/", ""));
  const living = world.instances.living();
  await Promise.all(living.flatMap((instance) => names.map((name) => cronOn(instance, name, world))));
}

/**
 * Simulates elapsed time: all due times move back by `ms`; with `deadlines` also those of orders, which Alipay shares.
 */
export async function letTimePass({ database }: World, ms: number, deadlines: boolean): Promise<void> {
  const by = `interval '${ms} milliseconds'`;
  await database.ask(`
    update oms_order set claimed_until = claimed_until - ${by} where claimed_until is not null;
    update oms_delivery_records set leased_until = leased_until - ${by}, next_retry_at = next_retry_at - ${by} where delivery_status <> 'DELIVERED';
    update oms_payment_attempts set next_check_at = next_check_at - ${by}, last_check_at = last_check_at - ${by};
    update oms_refund_records set next_check_at = next_check_at - ${by} where next_check_at is not null;
    update sys_webhook_line set lease_until = lease_until - ${by}, next_try_at = next_try_at - ${by}, retry_at = retry_at - ${by};
    update ums_credit_reservation set lease_until = lease_until - ${by} where status = 'HELD'`);
  if (deadlines)
    await database.ask(`
      update oms_order set expire_time = expire_time - ${by} where status = 'PENDING';
      update oms_payment_attempts set expire_time = expire_time - ${by} where next_check_at is not null`);
}
