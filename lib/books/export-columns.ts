import { auditActionText } from "../contracts/audit-actions.ts";
import {
  DELIVERY_STATUS_TEXTS,
  ORDER_STATUS_TEXTS,
  PAYMENT_METHOD_TEXTS,
  PRODUCT_TYPE_TEXTS,
  REFUND_STATUS_TEXTS,
} from "../contracts/codes.ts";
import { DIFFERENCE_STATUS_TEXTS, DIFFERENCE_TEXTS } from "../contracts/differences.ts";
import { ACCOUNTS, KIND_TEXTS } from "../contracts/journal.ts";
import { INVOICE_KIND_TEXTS, INVOICE_STATUS_TEXTS } from "../contracts/invoices.ts";
import type { Cell } from "../core/csv.ts";
import { yuanText } from "../core/money.ts";
import { beijingText } from "../core/time.ts";
import { ENTRY_TEXTS } from "../credits/view.ts";
import { actorText } from "../contracts/actors.ts";
import type * as stored from "./export-store.ts";

/** A column: what stands above it, and its cell of a row. */
export type Column<Row> = readonly [title: string, cell: (row: Row) => Cell];

const time = (instant: Date | null): Cell => instant && beijingText(instant);

const PAYMENT_KINDS = {
  EFFECTIVE: "买下订单",
  DUPLICATE: "重复付款",
  UNWANTED: "订单已不能付款",
  MISMATCH: "与订单不符",
} as const;
const SOURCES = { NOTIFY: "通知", QUERY: "查询", BILL: "账单" } as const;
const REFUND_KINDS = { ORDER: "订单退款", STRAY: "多余付款退回", OUTSIDE: "支付宝另行退款" } as const;
const LOT_KINDS = { PAID: "购买", BONUS: "赠送" } as const;

export const ORDER_COLUMNS: readonly Column<stored.RowOf<typeof stored.readOrders>>[] = [
  ["订单号", (o) => o.orderSn],
  ["下单时间", (o) => time(o.createTime)],
  ["会员编号", (o) => o.memberId],
  ["买家称呼", (o) => o.buyerName],
  ["买家邮箱", (o) => o.buyerEmail],
  ["商品类型", (o) => PRODUCT_TYPE_TEXTS[o.productType]],
  ["商品", (o) => o.productName],
  ["订单金额（元）", (o) => yuanText(o.payAmountFen)],
  ["已退（元）", (o) => yuanText(o.refundedAmountFen)],
  ["状态", (o) => ORDER_STATUS_TEXTS[o.status]],
  ["发货状态", (o) => DELIVERY_STATUS_TEXTS[o.deliveryStatus]],
  ["付款时间", (o) => time(o.paymentTime)],
  ["发货时间", (o) => time(o.deliveredTime)],
  ["完成时间", (o) => time(o.completeTime)],
  ["客户编号", (o) => o.customerId],
];

export const PAYMENT_COLUMNS: readonly Column<stored.RowOf<typeof stored.readPayments>>[] = [
  ["交易号", (p) => p.tradeNo],
  ["付款时间", (p) => time(p.paymentTime)],
  ["支付方式", (p) => PAYMENT_METHOD_TEXTS[p.paymentMethod]],
  ["金额（元）", (p) => yuanText(p.paymentAmountFen)],
  ["用途", (p) => PAYMENT_KINDS[p.kind]],
  ["去向", (p) => (p.paymentStatus === "RETURNED" ? "已全部退回" : "已收下")],
  ["订单号", (p) => p.orderSn],
  ["商户订单号", (p) => p.outTradeNo],
  ["得知于", (p) => SOURCES[p.source]],
  ["应用", (p) => p.appId],
  ["收款账户", (p) => p.sellerId],
];

export const REFUND_COLUMNS: readonly Column<stored.RowOf<typeof stored.readRefunds>>[] = [
  ["退款单号", (r) => r.outRequestNo],
  ["申请时间", (r) => time(r.createTime)],
  ["发出时间", (r) => time(r.sentTime)],
  ["办完时间", (r) => time(r.finishTime)],
  ["类别", (r) => REFUND_KINDS[r.kind]],
  ["状态", (r) => REFUND_STATUS_TEXTS[r.status]],
  ["申请金额（元）", (r) => yuanText(r.refundAmountFen)],
  ["退出金额（元）", (r) => (r.status === "SUCCESS" ? yuanText(r.refundAmountFen) : yuanText(0))],
  ["订单号", (r) => r.orderSn],
  ["交易号", (r) => r.tradeNo],
  ["会员编号", (r) => r.memberId],
  ["谁申请的", (r) => actorText(r.requestedBy)],
  ["原因", (r) => r.reason],
  ["没有退成的原因", (r) => r.refusal],
  ["凭据", (r) => r.reference],
];

export const LEDGER_COLUMNS: readonly Column<stored.RowOf<typeof stored.readLedger>>[] = [
  ["流水号", (e) => e.id],
  ["时间", (e) => time(e.createTime)],
  ["会员编号", (e) => e.memberId],
  ["变动", (e) => ENTRY_TEXTS[e.entryType]],
  // Two columns, so that no cell begins with a minus sign.
  ["增加", (e) => Math.max(e.delta, 0)],
  ["减少", (e) => Math.max(-e.delta, 0)],
  ["变动后余额", (e) => e.balanceAfter],
  ["批次", (e) => e.lotId],
  ["批次类别", (e) => LOT_KINDS[e.lotKind]],
  ["订单号", (e) => e.orderSn],
  ["业务号", (e) => e.bizId],
  ["退款单号", (e) => e.outRequestNo],
  ["说明", (e) => e.reason],
  ["谁做的", (e) => actorText(e.actor)],
];

export const BILL_COLUMNS: readonly Column<stored.RowOf<typeof stored.readBills>>[] = [
  ["账单日", (line) => line.day],
  ["支付方式", (line) => PAYMENT_METHOD_TEXTS[line.paymentMethod]],
  ["行号", (line) => line.lineNo],
  ["交易号", (line) => line.tradeNo],
  ["商户订单号", (line) => line.outTradeNo],
  ["退款单号", (line) => line.outRequestNo],
  ["收入（元）", (line) => yuanText(line.kind === "TRADE" ? Number(line.amountFen) : 0)],
  ["退款（元）", (line) => yuanText(line.kind === "REFUND" ? Number(line.amountFen) : 0)],
  // Two columns, so that no cell begins with a minus sign.
  ["服务费（元）", (line) => yuanText(Math.max(Number(line.feeFen), 0))],
  ["退回的服务费（元）", (line) => yuanText(Math.max(-Number(line.feeFen), 0))],
  ["时间", (line) => time(line.finishTime)],
];

const fen = (amount: bigint | null): Cell => (amount === null ? null : yuanText(Number(amount)));
const more = (amount: bigint): Cell => (amount > 0n ? fen(amount) : null);

export const DIFFERENCE_COLUMNS: readonly Column<stored.RowOf<typeof stored.readDifferences>>[] = [
  ["日子", (d) => d.day],
  ["编号", (d) => d.id],
  ["不符之处", (d) => DIFFERENCE_TEXTS[d.what]],
  ["类别", (d) => (d.kind === "TRADE" ? "付款" : "退款")],
  ["收款账户", (d) => d.sellerId],
  ["交易号", (d) => d.tradeNo],
  ["商户订单号", (d) => d.outTradeNo],
  ["退款单号", (d) => d.outRequestNo],
  ["订单号", (d) => d.orderSn],
  ["账单金额（元）", (d) => fen(d.billFen)],
  ["账本金额（元）", (d) => fen(d.ourFen)],
  // Two columns, so that no cell begins with a minus sign.
  ["账单多出（元）", (d) => more(d.amountFen)],
  ["账单少了（元）", (d) => more(-d.amountFen)],
  ["状态", (d) => DIFFERENCE_STATUS_TEXTS[d.status]],
  ["谁处理的", (d) => d.closerName],
  ["处理时间", (d) => time(d.closedTime)],
  ["理由", (d) => d.reason],
];

export const JOURNAL_COLUMNS: readonly Column<stored.RowOf<typeof stored.readJournal>>[] = [
  ["凭证号", (entry) => entry.voucherNo],
  ["时间", (entry) => time(entry.occurredAt)],
  ["摘要", (entry) => KIND_TEXTS[entry.kind]],
  ["借方科目", (entry) => ACCOUNTS[entry.debit].name],
  ["贷方科目", (entry) => ACCOUNTS[entry.credit].name],
  ["金额（元）", (entry) => yuanText(Number(entry.amountFen))],
  ["订单号", (entry) => entry.orderSn],
  ["交易号", (entry) => entry.tradeNo],
];

/** What a batch import of the tax authority's platform asks for, one line of goods a row, and then what became of it. */
export const INVOICE_COLUMNS: readonly Column<stored.RowOf<typeof stored.readInvoices>>[] = [
  ["申请号", (l) => l.invoiceSn],
  ["抬头类型", (l) => INVOICE_KIND_TEXTS[l.kind]],
  ["抬头", (l) => l.title],
  ["税号", (l) => l.taxNumber],
  ["邮箱", (l) => l.email],
  ["订单号", (l) => l.orderSn],
  ["项目", (l) => l.productName],
  ["金额（元）", (l) => yuanText(l.amountFen)],
  ["票面金额（元）", (l) => yuanText(l.invoiceFen)],
  ["状态", (l) => (l.dropTime ? "因退款去掉" : INVOICE_STATUS_TEXTS[l.status])],
  ["申请时间", (l) => time(l.createTime)],
  ["发票号码", (l) => l.number],
  ["开票日期", (l) => l.issuedDate],
  ["红字发票号码", (l) => l.redNumber],
  ["原因", (l) => l.reason],
];

export const AUDIT_COLUMNS: readonly Column<stored.RowOf<typeof stored.readAudit>>[] = [
  ["编号", (act) => act.id],
  ["时间", (act) => time(act.createTime)],
  ["谁", (act) => actorText(act.actor)],
  ["做了什么", (act) => auditActionText(act.action)],
  ["动作代码", (act) => act.action],
  ["对象", (act) => act.target],
  ["详情", (act) => JSON.stringify(act.detail)],
];
