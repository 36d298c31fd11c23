import { sql } from "kysely";
import { db } from "../db/database.ts";

export type StoredStory = Awaited<ReturnType<typeof findStory>>;

/** Of each source, the newest. */
export const STORY_READ = 100;

/**
 * What was said, used, told, asked and done about an order besides its own history, of each the newest first. Seven statements
 * side by side.
 */
export async function findStory(order: { readonly id: bigint; readonly orderSn: string; readonly memberId: bigint }) {
  const [said, questions, ledger, notices, refunds, alerts, acts] = await Promise.all([
    findSaid(order.id),
    findQuestions(order.id),
    findLedger(order.id),
    findNotices(order.memberId, order.orderSn),
    findSendings(order.id),
    findAllAlerts(order.orderSn),
    findActs(order.id, order.orderSn),
  ]);
  return { said, questions, ledger, notices, refunds, alerts, acts };
}

function findSaid(orderId: bigint) {
  return db
    .selectFrom("omsPaymentEvidence")
    .select(["id", "createTime", "source", "paymentMethod", "outTradeNo", "tradeNo", "verdict", "amountFen", "content"])
    .where("orderId", "=", orderId)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

function findQuestions(orderId: bigint) {
  return db
    .selectFrom("omsPaymentAttempts")
    .select(["id", "createTime", "cashierKind", "lastCheckAt", "checkCount"])
    .where("orderId", "=", orderId)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

function findLedger(orderId: bigint) {
  const lots = db.selectFrom("umsCreditLot").select("id").where("orderId", "=", orderId);
  return db
    .selectFrom("umsCreditLedger")
    .select(["id", "createTime", "entryType", "delta", "reason", "actor"])
    .where("lotId", "in", lots)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

function findNotices(memberId: bigint, orderSn: string) {
  return db
    .selectFrom("umsMemberNotice")
    .select(["id", "createTime", "kind", "detail", "readTime", "mailStatus"])
    .where("memberId", "=", memberId)
    .where("orderSn", "=", orderSn)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

function findSendings(orderId: bigint) {
  return db
    .selectFrom("omsRefundRecords")
    .select(["id", "outRequestNo", "reason", "refundAmountFen", "sentTime", "sendCount"])
    .where("orderId", "=", orderId)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

/** The closed ones too. */
function findAllAlerts(orderSn: string) {
  return db
    .selectFrom("sysAlert")
    .select(["id", "kind", "createTime", "resolvedTime", "resolvedBy"])
    .where("orderSn", "=", orderSn)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

/** What people did to the order, its payments, refunds and invoices, by the numbers that the audit log keeps them under. */
function findActs(orderId: bigint, orderSn: string) {
  const numbers = sql<string>`any(array(
    select ${orderSn}::text union all select out_request_no from oms_refund_records where order_id = ${orderId}
      union all select trade_no from oms_payment_records where order_id = ${orderId}
      union all select i.invoice_sn from oms_invoice_order l join oms_invoice i on i.id = l.invoice_id where l.order_sn = ${orderSn}))`;
  return db
    .selectFrom("sysAuditLog")
    .select(["id", "createTime", "actor", "action", "target", "detail"])
    .where("target", "=", numbers)
    .orderBy("id", "desc")
    .limit(STORY_READ)
    .execute();
}

/** What the operator's people are called. */
export async function findNames(ids: readonly bigint[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await db.selectFrom("umsMember").select(["id", "name"]).where("id", "in", ids).execute();
  return new Map(found.map(({ id, name }) => [String(id), name]));
}
