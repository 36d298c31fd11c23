import { beforeEach, describe, expect, test } from "vitest";
import { Budget, type RunReport } from "../core/batch.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { expireReservations } from "../credits/expire-reservations.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { claimDue as claimDeliveries } from "../delivery/store.ts";
import { sendPendingNotices } from "../notices/send-pending-notices.ts";
import { claimMails } from "../notices/store.ts";
import { claimExpiredOrders } from "../orders/claim-expired-orders.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { closeExpiredOrders } from "../payments/close-expired-orders.ts";
import { queryPendingPayments } from "../payments/query-pending-payments.ts";
import { claimAttempts } from "../payments/store.ts";
import { refundStrayPayments } from "../refunds/refund-stray-payments.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { claimDue as claimRefunds } from "../refunds/store.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { remindEnding } from "../subscriptions/remind-ending.ts";
import { after } from "../core/time.ts";
import { at, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { DUE } from "../testing/due-rows.ts";
import { useScriptedAlipay } from "../testing/scripted-alipay.ts";
import { useMailbox } from "../testing/smtp.ts";

const alipay = useScriptedAlipay();
const mailbox = useMailbox();
useDatabase();
beforeEach(() => {
  // It knows of no trade and takes no refund, so every question has a final answer.
  alipay.reply = { code: "40004", msg: "Business Failed", sub_code: "ACQ.TRADE_NOT_EXIST", sub_msg: "no" };
  alipay.calls.length = 0;
});

const now = at(0);

interface Rows {
  readonly due: keyof typeof DUE;
  run(budget?: Budget, when?: Date): Promise<RunReport>;
  /** What a row that was worked on leaves once, and twice where two workers did it. */
  readonly done: string;
}

interface HeldRows extends Rows {
  /** What a worker does before it dies. */
  claim(leaseUntil: Date, limit: number): Promise<unknown[]>;
}

/** Rows with a lease in their own columns. */
const HELD: Readonly<Record<string, HeldRows>> = {
  "orders past their time": {
    due: "overdueOrders",
    claim: (leaseUntil, limit) => claimExpiredOrders(now, leaseUntil, limit),
    run: (budget, when = now) => closeExpiredOrders(when, budget),
    done: "oms_order_event where type = 'EXPIRED'",
  },
  "payments to ask about": {
    due: "attempts",
    claim: (leaseUntil, limit) => claimAttempts(now, leaseUntil, limit),
    run: (budget, when = now) => queryPendingPayments(when, budget),
    done: "oms_payment_attempts where check_count = 1",
  },
  "open refunds": {
    due: "refunds",
    claim: (leaseUntil, limit) => claimRefunds(now, leaseUntil, limit),
    run: (budget, when = now) => settleRefunds(when, budget),
    done: "oms_refund_records where status = 'REFUSED' and send_count = 1",
  },
  "owed deliveries": {
    due: "deliveries",
    claim: (leaseUntil, limit) => claimDeliveries(now, leaseUntil, limit),
    run: (budget, when = now) => retryDeliveries(when, budget),
    done: "ums_credit_lot",
  },
  mails: {
    due: "mails",
    claim: (leaseUntil, limit) => claimMails(0, now, leaseUntil, limit),
    run: (budget, when = now) => sendPendingNotices(when, budget),
    done: "ums_member_notice where mail_status = 'SENT' and mail_attempts = 1",
  },
};

/** Rows that keep their place; their own commits tell workers apart. */
const FOUND: Readonly<Record<string, Rows>> = {
  "stray payments": {
    due: "strayPayments",
    run: (budget) => refundStrayPayments(contextAt(now), budget),
    done: "oms_refund_records",
  },
  "expired lots": {
    due: "lots",
    run: (budget, when = now) => expireLots(when, budget),
    done: "ums_credit_ledger where entry_type = 'EXPIRE'",
  },
  "overdue reservations": {
    due: "reservations",
    run: (budget) => expireReservations(now, "all", budget),
    done: "ums_credit_reservation where status = 'EXPIRED'",
  },
  "ending periods": {
    due: "endingPeriods",
    run: (budget, when = now) => remindEnding(when, budget),
    done: "ums_member_notice where kind = 'PLAN_ENDING'",
  },
  "ended periods": {
    due: "endedPeriods",
    run: (budget, when = now) => expireSegments(when, budget),
    done: "ums_member_subscriptions where status = 'EXPIRED' and version = 2",
  },
  "orders past their refund window": {
    due: "overOrders",
    run: (budget, when = now) => completeOrders(when, budget),
    done: "oms_order_event where type = 'COMPLETED'",
  },
};

const openRows = ({ due }: Rows) => count(`(${DUE[due].open}) as open`);
const doneRows = ({ done }: Rows) => count(`(select from ${done}) as done`);

describe.each(Object.entries({ ...HELD, ...FOUND }))("%s", (_, rows) => {
  test("a thousand of them are done in one run, or counted as left", async () => {
    await DUE[rows.due].make(1_000);
    const report = await rows.run(new Budget(500));
    expect(report.done).toBeGreaterThan(0);
    expect(report).toEqual({ claimed: report.done, done: report.done, failed: 0, left: 1_000 - report.done });
    expect(await openRows(rows)).toBe(report.left);
    expect(await doneRows(rows)).toBe(report.done);
  });

  test("runs at once do each of them once", async () => {
    await DUE[rows.due].make(40);
    const reports = await Promise.all([rows.run(), rows.run(), rows.run()]);
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(40);
    expect(await doneRows(rows)).toBe(40);
    expect(await openRows(rows)).toBe(0);
    if (rows.due === "mails") expect(mailbox.received).toHaveLength(40);
  });
});

describe.each(Object.entries(HELD))("%s", (_, rows) => {
  const all = () => query(`select * from ${/from (\w+)/.exec(DUE[rows.due].open)![1]} order by id`);

  test("that a run claims and does not begin are as if nobody had claimed them", async () => {
    await DUE[rows.due].make(3);
    const before = await all();
    expect(await rows.run(new Budget(0))).toEqual({ claimed: 0, done: 0, failed: 0, left: 3 });
    // Who asks Alipay about an order says so before it asks.
    const found = (await all()).map((row) => ({ ...row, ...("last_check_at" in row ? { last_check_at: null } : {}) }));
    expect(found).toEqual(before);
    expect(await rows.run()).toEqual({ claimed: 3, done: 3, failed: 0, left: 0 });
  });

  test("that a killed worker held come back with the end of its lease, and not before", async () => {
    await DUE[rows.due].make(3);
    expect(await rows.claim(at(0.5), 2)).toHaveLength(2);
    expect(await rows.run()).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
    expect(await rows.run(undefined, after(at(0.5), -1))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
    expect(await rows.run(undefined, at(0.5))).toEqual({ claimed: 2, done: 2, failed: 0, left: 0 });
    expect(await doneRows(rows)).toBe(3);
  });
});
