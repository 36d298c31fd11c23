import type { AcceptanceView } from "../contracts/books.ts";
import { CREATION_LIMIT_MS, NOTIFY_LIMIT_MS } from "../core/deadlines.ts";
import { DAY_MS, after } from "../core/time.ts";
import { metrics, noticesOf, timingOf } from "../metrics.ts";
import { findOutcomes, findPaymentSources } from "./store.ts";

const CREATION = ["POST /api/payment/create-credits-order", "POST /api/payment/create-subscription-order"];
const NOTIFY = ["POST /api/alipay/notify"];

/** The acceptance figures: times of this process, orders and payments of the last 24 hours. Two reads. */
export async function getAcceptance(now: Date): Promise<AcceptanceView> {
  const [orders, payments] = await readDay(now);
  return {
    processStartTime: metrics.startedAt.toISOString(),
    creation: { limitMs: CREATION_LIMIT_MS, ...(await timingOf(CREATION, CREATION_LIMIT_MS)) },
    notify: { limitMs: NOTIFY_LIMIT_MS, ...(await timingOf(NOTIFY, NOTIFY_LIMIT_MS)) },
    noticesBelieved: await noticesOf("believed"),
    noticesSettled: await noticesOf("settled"),
    orders,
    payments,
  };
}

/** Outcomes of the orders, and sources of the payments, of the last 24 hours. */
export function readDay(now: Date) {
  const since = after(now, -DAY_MS);
  return Promise.all([findOutcomes(since), findPaymentSources(since)]);
}
