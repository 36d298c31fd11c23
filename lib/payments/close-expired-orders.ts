import { workThrough, type BatchReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { claimExpiredOrders } from "../orders/claim-expired-orders.ts";
import { closeOrder } from "./close-order.ts";

const BATCH = 50;

/** Cron: unpaid orders past their deadline are asked about, closed at Alipay and closed here, each by itself. */
export async function closeExpiredOrders(now: Date): Promise<BatchReport> {
  const claimed = await claimExpiredOrders(now, BATCH);
  return workThrough(
    claimed,
    async ({ memberId, orderSn }) =>
      (await closeOrder(memberId, orderSn, "EXPIRED", { now, actor: "cron" })) !== "unknown",
    ({ orderSn }, error) => log.error({ error, orderSn }, "an expired order could not be closed"),
  );
}
