import { getAnyMember } from "../accounts/get-any-member.ts";
import { listSessions } from "../accounts/list-sessions.ts";
import { memberRow } from "../accounts/view.ts";
import type { MemberFile } from "../contracts/members.ts";
import { yuanNumber } from "../core/money.ts";
import { getBalance } from "../credits/get-balance.ts";
import { listAdjustments } from "../credits/list-adjustments.ts";
import { listLedger } from "../credits/list-ledger.ts";
import { env } from "../env.ts";
import { listInvoices } from "../invoices/list-invoices.ts";
import { listNotices } from "../notices/list-notices.ts";
import { listOrders } from "../orders/list-orders.ts";
import { listRefunds } from "../refunds/list-refunds.ts";
import { listSegments } from "../subscriptions/list-segments.ts";
import { standingOf } from "./close-account.ts";
import { closingByShop } from "./rules.ts";
import { sumMoney } from "./store.ts";

/** Of each list. */
const FIRST_PAGE = { pageNum: 1, pageSize: 20 };

/** One member whole, for the desk: of each list the newest. Reads in two steps. Throws NOT_FOUND (404). */
export async function inspectMember(memberId: bigint, now: Date): Promise<MemberFile> {
  const member = await getAnyMember(memberId);
  const [money, orders, credits, ledger, adjustments, periods, refunds, invoices, messages, sessions, standing] =
    await Promise.all([
      sumMoney(memberId),
      listOrders(memberId, FIRST_PAGE, now),
      getBalance(memberId, now),
      listLedger(memberId, FIRST_PAGE),
      listAdjustments(memberId),
      listSegments(memberId),
      listRefunds(memberId, FIRST_PAGE),
      listInvoices(memberId),
      listNotices(memberId, FIRST_PAGE),
      // None of them is the one that asks.
      listSessions({ id: memberId, sessionId: "" }, now),
      standingOf(memberId, now),
    ]);
  const { emailConfirmTime, closeTime } = member;
  return {
    member: {
      ...memberRow(member),
      emailConfirmTime: emailConfirmTime?.toISOString() ?? null,
      closeTime: closeTime?.toISOString() ?? null,
    },
    money: { paid: yuanNumber(money.paidFen), refunded: yuanNumber(money.refundedFen) },
    orders: orders.list,
    orderCount: orders.total,
    ledger: ledger.list,
    refunds: refunds.list,
    invoices: invoices.list,
    messages: messages.list,
    closing: closingByShop(standing),
    canMail: env().mail !== null,
    ...{ credits, adjustments, periods, sessions },
  };
}
