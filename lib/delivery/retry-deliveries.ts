import { workThrough, type BatchReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import { log } from "../log.ts";
import { LEASE_MS } from "./rules.ts";
import { claimDue } from "./store.ts";
import { tryDelivery } from "./try-delivery.ts";

const BATCH = 50;

/** Cron: hands over what could not be handed over with its payment. Each delivery is its own commit. */
export async function retryDeliveries(now: Date): Promise<BatchReport> {
  const context: Context = { now, actor: "cron" };
  const due = await claimDue(now, after(now, LEASE_MS), BATCH);
  return workThrough(
    due,
    async (delivery) => (await tryDelivery(delivery, context)).outcome !== "failed",
    (delivery, error) =>
      log.error({ error, deliveryId: String(delivery.id) }, "a delivery retry could not be recorded"),
  );
}
