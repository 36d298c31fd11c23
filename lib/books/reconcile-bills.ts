import { raiseAlert, raiseAlerts } from "../accounts/parts.ts";
import { accountOf, CHANNELS } from "../channels/channels.ts";
import { sideBySide, type Budget, type RunReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { BILL_MS } from "../core/lease.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { runDue, type DueRows } from "../db/run-due.ts";
import { log } from "../log.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { noteGoneMoney } from "../refunds/note-outside-refund.ts";
import { findBookedQuietDays, findDifferingLines, findUnlisted, type FoundLine } from "./bill-differences.ts";
import { addBillDays, closeQuietDay, finishBillDay, importBill, releaseBillDays, reopenQuietDays } from "./parts.ts";
import { differenceAlert } from "./difference-alert.ts";
import { keepDifferences } from "./difference-parts.ts";
import { resolveExplained } from "./resolve-differences.ts";
import {
  differenceOf,
  isFinal,
  isLate,
  isLostPayment,
  isOutsideRefund,
  isToldElsewhere,
  isUnderWay,
  lastFinishedDay,
  nextBillAt,
  nextLookAt,
  type BillOf,
} from "./rules.ts";
import { downloadBills } from "./bring-bill.ts";
import { sortBill } from "./sort-bill.ts";
import { claimBillDays, countDueBillDays, type BillDay } from "./store.ts";

/** As many payments of a day that we never heard of are asked about at once at most; the others with its next look. */
const ASKED_AT_ONCE = 40;
const ASKED_SIDE_BY_SIDE = 4;

/**
 * Cron: imports the bills of every channel and complete day and compares it with our books. A missed payment is settled; every
 * other difference raises an alert once. Safe to run concurrently; an unfinished day is retried.
 */
export async function reconcileBills(now: Date, budget?: Budget): Promise<RunReport> {
  await addDays(now);
  const report = await runDue(openBillDays(now), now, budget);
  await tellUnlisted(now);
  await resolveExplained(now);
  return report;
}

function openBillDays(now: Date): DueRows<BillDay> {
  const nextAt = ({ checkCount }: BillDay) => nextLookAt(checkCount, now);
  return {
    name: "reconcile",
    // Bills may be large, so few are processed at once.
    batch: 2,
    width: 2,
    outsideMs: BILL_MS + (ASKED_AT_ONCE / ASKED_SIDE_BY_SIDE) * CALL_LIMIT_MS,
    claim: (leaseUntil, limit) => claimBillDays(now, leaseUntil, limit),
    work: async (day) => {
      const state = await reconcileDay(day, { now, actor: "cron" });
      if (state === "closed") return { outcome: "done" };
      if (state === "notReady") return { outcome: "failed", nextAt: nextBillAt(now), isAnswered: true };
      return { outcome: "failed", nextAt: nextAt(day) };
    },
    lease: { dueAt: ({ dueAt }) => dueAt, retryAt: nextAt, release: releaseBillDays },
    countLeft: () => countDueBillDays(now),
    about: ({ paymentMethod, billDate }) => ({ paymentMethod, billDate }),
  };
}

async function addDays(now: Date): Promise<void> {
  for (const method of CHANNELS.keys()) {
    const commit = new Commit("openBillDays");
    addBillDays(commit, method, lastFinishedDay(now), now);
    await commit.run();
  }
  const booked = await findBookedQuietDays();
  if (booked.length === 0) return;
  const commit = new Commit("reopenQuietDays");
  reopenQuietDays(commit, booked, now);
  await commit.run();
}

/** open: something of the day must be looked at again. notReady: the channel has no bill of it. */
type DayState = "closed" | "open" | "notReady";

async function reconcileDay(day: BillDay, context: Context): Promise<DayState> {
  const { paymentMethod, billDate, status, createTime } = day;
  const { now } = context;
  const bill = status === "IMPORTED" ? HERE : await bringIn(day, now);
  if (bill.outcome === "quiet") return "closed";
  const isHere = bill.outcome === "done";
  const openLines = isHere ? await compare(day, context) : 0;
  if (isHere && openLines === 0) return "closed";
  if (isLate(createTime, now)) {
    const reason = isHere ? `有 ${openLines} 笔还没有最后的答复` : bill.reason;
    const commit = new Commit("tellLateBill");
    raiseAlert(
      commit,
      { kind: "BILL_LATE", cause: `${paymentMethod}:${billDate}`, orderSn: null, detail: { billDate, isHere, reason } },
      now,
    );
    await commit.run();
  }
  return bill.outcome === "notReady" ? "notReady" : "open";
}

/** Whether the bill is here. Else why not, for a person. */
type Brought =
  | { readonly outcome: "done" }
  | { readonly outcome: "quiet" }
  | { readonly outcome: "notReady" | "unknown"; readonly reason: string };

const HERE: Brought = { outcome: "done" };

async function bringIn(day: BillOf, now: Date): Promise<Brought> {
  const bill = await downloadBills(day, now);
  if (bill.outcome === "notReady" || bill.outcome === "unknown") return bill;
  const commit = new Commit("bringInBill");
  if (bill.outcome === "quiet") closeQuietDay(commit, day, now);
  else importBill(commit, day, await sortBill(day, bill), now);
  await commit.run();
  return bill;
}

/** How many lines must be checked again before an alert is raised; 0: the day is reconciled. */
async function compare(day: BillOf, context: Context): Promise<number> {
  const { billDate } = day;
  const { now } = context;
  const unanswered = await settleLostPayments(day, context);
  await noteOutsideRefunds(day, context);
  const lines = await findDifferingLines(day);
  const open = lines.filter((line) => isUnderWay(line) || unanswered.has(line.tradeNo));
  const found = lines
    .filter((line) => !open.includes(line))
    .map((line) => ({ ...line, what: differenceOf(line), isTold: isToldElsewhere(line) }));
  const commit = new Commit("compareBill");
  keepDifferences(commit, found, now);
  const news = found
    .filter(({ isTold }) => !isTold)
    .map((one) => differenceAlert(one, { billDate, billFen: one.billFen }));
  raiseAlerts(commit, news, now, { again: true });
  if (open.length === 0) finishBillDay(commit, day, now);
  await commit.run();
  return open.length;
}

/**
 * The bill is not signed, so it only tells which trades to query; the signed answer settles them. Returns the trades
 * without a final answer.
 */
async function settleLostPayments(day: BillOf, context: Context): Promise<Set<string>> {
  const lost = (await findDifferingLines(day)).filter(isLostPayment);
  const unanswered = new Set(lost.map((line) => line.tradeNo));
  await sideBySide(lost.slice(0, ASKED_AT_ONCE), ASKED_SIDE_BY_SIDE, async (line) => {
    const { tradeNo, outTradeNo } = line;
    try {
      if (await settleLostPayment(line, context)) unanswered.delete(tradeNo);
    } catch (error) {
      log.error({ error, outTradeNo }, "a payment found in the bill could not be settled");
    }
  });
  return unanswered;
}

/** Refunds on the bill that are none of ours (docs/rules.md R86). Those that nobody could note stay differences. */
async function noteOutsideRefunds(day: BillOf, context: Context): Promise<void> {
  const outside = (await findDifferingLines(day)).filter(isOutsideRefund);
  await sideBySide(outside, ASKED_SIDE_BY_SIDE, async ({ paymentMethod, tradeNo, outRequestNo, billFen }) => {
    const gone = { requestNo: outRequestNo, totalFen: null, amountFen: billFen, source: "BILL" } as const;
    try {
      await noteGoneMoney({ paymentMethod, tradeNo }, gone, context);
    } catch (error) {
      log.error({ error, tradeNo }, "a refund found in the bill could not be noted");
    }
  });
}

/** True when the account that opened it has said the last word about this trade. */
async function settleLostPayment(
  { tradeNo, outTradeNo, paymentMethod, appId }: FoundLine,
  context: Context,
): Promise<boolean> {
  const account = appId === null ? null : accountOf({ paymentMethod, appId });
  const answer = await account?.queryTrade(outTradeNo, context.now);
  if (answer?.outcome !== "done" || !isFinal(answer.trade?.state)) return false;
  if (answer.trade) await settlePayment({ ...answer.trade, source: "BILL", evidenceKey: `bill:${tradeNo}` }, context);
  return true;
}

/** Records of ours that are on no bill. */
async function tellUnlisted(now: Date): Promise<void> {
  const found = (await findUnlisted()).map((ours) => {
    const noLine = { what: "UNLISTED", lineNo: null, billFen: null } as const;
    return { ...ours, ...noLine, sellerId: ours.sellerId ?? "" };
  });
  if (found.length === 0) return;
  const commit = new Commit("tellUnlisted");
  keepDifferences(commit, found, now);
  const alerts = found.map((one) => differenceAlert(one, {}));
  raiseAlerts(commit, alerts, now, { again: true });
  await commit.run();
}
