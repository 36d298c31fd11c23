import type { AcceptanceView } from "../contracts/books.ts";
import { DAY_MS, after } from "../core/time.ts";
import { metrics, noticesOf, timingOf } from "../metrics.ts";
import { findOutcomes, findPaymentSources } from "./store.ts";

/** The limits of the design, in ms: an order is created, a notice is settled (docs/rules.md R66). */
const CREATION_LIMIT_MS = 1_000;
const NOTIFY_LIMIT_MS = 3_000;

const CREATION = ["POST /api/payment/create-credits-order", "POST /api/payment/create-subscription-order"];
const NOTIFY = ["POST /api/alipay/notify"];

/** The acceptance figures: times of this process, orders and payments of the last 24 hours. Two reads. */
export async function getAcceptance(now: Date): Promise<AcceptanceView> {
  const [orders, payments] = await readDay(now);
  return {
    processStartTime: metrics.startedAt.toISOString(),
    creation: { limitMs: CREATION_LIMIT_MS, ...(await timingOf(CREATION, CREATION_LIMIT_MS / 1000)) },
    notify: { limitMs: NOTIFY_LIMIT_MS, ...(await timingOf(NOTIFY, NOTIFY_LIMIT_MS / 1000)) },
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
