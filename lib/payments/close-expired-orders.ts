import { drain, workThrough, type BatchReport } from "../core/batch.ts";
import { log } from "../log.ts";
import { claimExpiredOrders, giveBackExpiredOrder, type ExpiredOrder } from "../orders/claim-expired-orders.ts";
import { closeOrder } from "./close-order.ts";

/** Two rounds of four, three calls of 8 s each: a batch ends before its lease. */
const BATCH = 8;

/**
 * Cron: unpaid orders past their deadline are asked about, closed at Alipay and closed here, each by itself; a run closes
 * all that are due, as far as its time goes.
 */
export async function closeExpiredOrders(now: Date): Promise<BatchReport> {
  return drain(() => closeBatch(now), BATCH);
}

async function closeBatch(now: Date): Promise<BatchReport> {
  return workThrough(
    await claimExpiredOrders(now, BATCH),
    (order) => closeClaimed(order, now),
    ({ orderSn }, error) => log.error({ error, orderSn }, "an expired order could not be closed"),
  );
}

async function closeClaimed({ memberId, orderSn }: ExpiredOrder, now: Date): Promise<boolean> {
  let isClosed = false;
  try {
    isClosed = (await closeOrder(memberId, orderSn, "EXPIRED", { now, actor: "cron" })) !== "unknown";
  } finally {
    if (!isClosed) await giveBackExpiredOrder(orderSn, now);
  }
  return isClosed;
}
