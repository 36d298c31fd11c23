import { deleteOldLinks } from "../accounts/delete-old-links.ts";
import { deleteOldPortalLinks } from "../accounts/delete-old-portal-links.ts";
import { deleteOldRequests } from "../accounts/delete-old-requests.ts";
import { deleteOldSessions } from "../accounts/delete-old-sessions.ts";
import { mailLinks } from "../accounts/mail-links.ts";
import { reconcileBooks } from "../books/reconcile-books.ts";
import { tellDay } from "../books/tell-day.ts";
import { Budget, sumReports, type RunReport } from "../core/batch.ts";
import { HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { expireReservations } from "../credits/expire-reservations.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { announceExpiring } from "../events/announce-expiring.ts";
import { deleteOldEvents } from "../events/delete-old-events.ts";
import { sendEvents } from "../events/send-events.ts";
import { earnDays } from "../journal/earn-days.ts";
import { sendPendingNotices } from "../notices/send-pending-notices.ts";
import { deleteOldMessages } from "../operators/delete-old-messages.ts";
import { tellOperators } from "../operators/tell-operators.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { log } from "../log.ts";
import { closeExpiredOrders } from "../payments/close-expired-orders.ts";
import { queryPendingPayments } from "../payments/query-pending-payments.ts";
import { tellSilence } from "../payments/tell-silence.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { remindEnding } from "../subscriptions/remind-ending.ts";
import type { JobFacts } from "./rules.ts";

export interface Job extends JobFacts {
  /** One run: works through what is due at `now`. `next`: where the last one left off, if it did. */
  run(now: Date, budget?: Budget, next?: string): Promise<RunReport>;
}

const EVERY_MINUTE = { schedule: "* * * * *", everyMs: MINUTE_MS };

/**
 * THE table: every job by the name of its route below /api/cron. vercel.json and the routes are held against it by a test.
 * Batch, lease and back-off stand where its rows are worked on.
 */
export const JOBS = {
  "expire-orders": { title: "关闭超时订单", ...EVERY_MINUTE, run: closeExpiredOrders },
  "retry-deliveries": { title: "补发商品", ...EVERY_MINUTE, run: retryDeliveries },
  "query-payments": { title: "追问付款结果", ...EVERY_MINUTE, run: queryPendingPayments },
  "settle-refunds": { title: "推进退款", ...EVERY_MINUTE, run: settleRefunds },
  "deliver-webhooks": { title: "推送事件", ...EVERY_MINUTE, run: sendEvents },
  "send-notifications": { title: "发出邮件", ...EVERY_MINUTE, run: sendMails },
  "expire-goods": { title: "处理到期的积分与套餐", ...EVERY_MINUTE, run: expireGoods },
  "complete-orders": { title: "完成过了退款期的订单", schedule: "15 * * * *", everyMs: HOUR_MS, run: completeOrders },
  "earn-days": { title: "确认套餐收入", schedule: "5 * * * *", everyMs: HOUR_MS, run: earnDays },
  reconcile: { title: "对账", schedule: "30 * * * *", everyMs: HOUR_MS, run: reconcileBooks },
} as const satisfies Readonly<Record<string, Job>>;

export type JobName = keyof typeof JOBS;

export const JOB_NAMES = Object.keys(JOBS) as JobName[];

/** The mails of all queues (docs/rules.md R93), and what the operator's people are told (R116), silences and the day before included (R128, R129). */
async function sendMails(now: Date): Promise<RunReport> {
  const budget = new Budget();
  const failed = (what: string) => (error: unknown) => log.error({ error }, what);
  await Promise.all([
    tellSilence(now).catch(failed("a silence was not looked for")),
    tellDay(now).catch(failed("the day before was not told")),
  ]);
  return sumReports(
    await Promise.all([mailLinks(now, budget), sendPendingNotices(now, budget), tellOperators(now, budget)]),
  );
}

/** Everything that ends by time: leases, credits, periods, sessions, links, messages to operators, events; and what is told before periods and credits end. */
async function expireGoods(now: Date): Promise<RunReport> {
  const budget = new Budget();
  return sumReports(
    await Promise.all([
      expireReservations(now, "all", budget),
      expireLots(now, budget),
      expireSegments(now, budget),
      remindEnding(now, budget),
      deleteOldSessions(now, budget),
      deleteOldLinks(now, budget),
      deleteOldPortalLinks(now, budget),
      deleteOldRequests(now, budget),
      deleteOldMessages(now, budget),
      announceExpiring(now, budget),
      deleteOldEvents(now, budget),
    ]),
  );
}
