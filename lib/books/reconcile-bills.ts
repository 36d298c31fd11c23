import { raiseAlert, raiseAlerts, type NewAlert } from "../accounts/parts.ts";
import { downloadBill } from "../alipay/bill.ts";
import { queryTrade } from "../alipay/gateway.ts";
import type { AlertDetail } from "../contracts/alerts.ts";
import { workThrough, type BatchReport } from "../core/batch.ts";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { findDifferingLines, findUnlisted, type FoundLine, type Unlisted } from "./bill-differences.ts";
import { finishBillDay, importBill, lookAgain, openBillDays } from "./parts.ts";
import {
  differenceOf,
  isFinal,
  isLate,
  isLostPayment,
  isUnderWay,
  lastFinishedDay,
  NOT_READY_MS,
  type Difference,
} from "./rules.ts";
import { claimBillDays, type BillDay } from "./store.ts";

const BATCH = 10;
/** A bill may be large: few at once. */
const WIDTH = 2;

/**
 * Cron: brings in Alipay's bill of every day that is over and compares it with our books. A payment that we never heard of
 * is settled, every other difference is told to a person, once. Any number at once; a day left undone comes again.
 */
export async function reconcileBills(now: Date): Promise<BatchReport> {
  const context: Context = { now, actor: "cron" };
  await openDays(now);
  const report = await workThrough(
    await claimBillDays(now, BATCH),
    (day) => reconcileDay(day, context),
    ({ billDate }, error) => log.error({ error, billDate }, "a bill could not be compared"),
    WIDTH,
  );
  await tellUnlisted(now);
  return report;
}

async function openDays(now: Date): Promise<void> {
  const commit = new Commit("openBillDays");
  openBillDays(commit, lastFinishedDay(now), now);
  await commit.run();
}

async function reconcileDay(day: BillDay, context: Context): Promise<boolean> {
  const { billDate, status, createTime } = day;
  const { now } = context;
  const isHere = status === "IMPORTED" || (await bringIn(billDate, now));
  const isDone = isHere && (await compare(billDate, context));
  if (!isDone && isLate(createTime, now)) {
    const commit = new Commit("tellLateBill");
    raiseAlert(commit, { kind: "BILL_LATE", cause: billDate, orderSn: null, detail: { billDate, isHere } }, now);
    await commit.run();
  }
  return isDone;
}

async function bringIn(billDate: string, now: Date): Promise<boolean> {
  const bill = await downloadBill(billDate, now);
  if (bill.outcome !== "done" && bill.outcome !== "notReady") return false;
  const commit = new Commit("bringInBill");
  if (bill.outcome === "done") importBill(commit, billDate, bill.lines, now);
  else lookAgain(commit, billDate, after(now, NOT_READY_MS));
  await commit.run();
  return bill.outcome === "done";
}

/** True when the day is closed; false when something of it must be looked at again before a person is told. */
async function compare(billDate: string, context: Context): Promise<boolean> {
  const { now } = context;
  const unanswered = await settleLostPayments(billDate, context);
  const lines = await findDifferingLines(billDate);
  const open = lines.filter((line) => isUnderWay(line) || unanswered.has(line.tradeNo));
  const alerts = lines
    .filter((line) => !open.includes(line))
    .map((line) => differenceAlert(line, differenceOf(line), { billDate, billFen: line.billFen }));
  const commit = new Commit("compareBill");
  raiseAlerts(commit, alerts, now);
  if (open.length === 0) finishBillDay(commit, billDate, now);
  await commit.run();
  return open.length === 0;
}

function differenceAlert(
  about: Unlisted | FoundLine,
  what: Difference,
  more: AlertDetail<"BILL_DIFFERENCE">,
): NewAlert<"BILL_DIFFERENCE"> {
  const { cause, orderSn, kind, tradeNo, outTradeNo, outRequestNo, ourFen } = about;
  const detail = { what, kind, tradeNo, outTradeNo, outRequestNo, ourFen, ...more };
  return { kind: "BILL_DIFFERENCE", cause, orderSn, detail };
}

/**
 * Nobody signed the bill, so it only says what to ask about; the signed answer settles. Returns the trades about which
 * Alipay said nothing final.
 */
async function settleLostPayments(billDate: string, context: Context): Promise<Set<string>> {
  const lost = (await findDifferingLines(billDate)).filter(isLostPayment);
  const unanswered = new Set(lost.map((line) => line.tradeNo));
  await workThrough(
    lost,
    async ({ tradeNo, outTradeNo }) => {
      const answer = await queryTrade(outTradeNo, context.now);
      if (answer.outcome !== "done" || !isFinal(answer.trade?.state)) return false;
      if (answer.trade)
        await settlePayment({ ...answer.trade, source: "BILL", evidenceKey: `bill:${tradeNo}` }, context);
      return unanswered.delete(tradeNo);
    },
    ({ outTradeNo }, error) => log.error({ error, outTradeNo }, "a payment found in the bill could not be settled"),
  );
  return unanswered;
}

/** What we booked and no bill has. */
async function tellUnlisted(now: Date): Promise<void> {
  const alerts = (await findUnlisted()).map((ours) => differenceAlert(ours, "UNLISTED", {}));
  if (alerts.length === 0) return;
  const commit = new Commit("tellUnlisted");
  raiseAlerts(commit, alerts, now);
  await commit.run();
}
