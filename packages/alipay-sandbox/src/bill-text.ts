/** The two files of a bill, line by line as Alipay's 业务明细 and 业务明细(汇总). */
import { beijing } from "./beijing-time.ts";
import type { BillRow } from "./bill-rows.ts";
import type { Switches } from "./merchant.ts";
import { yuan } from "./money.ts";

/** The account of a seller, as its bills name it. */
export const billAccount = (sellerId: string): string => `${sellerId}0156`;

const DETAIL_COLUMNS =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户," +
  "订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称," +
  "商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
const SUMMARY_COLUMNS =
  "门店编号,门店名称,交易订单总笔数,退款订单总笔数,订单金额（元）,商家实收（元）,支付宝优惠（元）,商家优惠（元）," +
  "卡消费金额（元）,服务费（元）,分润（元）,实收净额（元）";

/** Whose bill it is, its period in words, and the instant of its making. */
export type BillHead = { sellerId: string; from: number; until: number; exportedAt: number; switches: Switches };

export function detailText(rows: readonly BillRow[], head: BillHead): string {
  const paid = rows.filter((row) => row.kind === "交易");
  const refunds = rows.filter((row) => row.kind === "退款");
  return lines(head, [
    "#支付宝业务明细查询",
    ...period(head),
    `#${dashes(41)}业务明细列表${dashes(40)}`,
    DETAIL_COLUMNS,
    ...rows.map((row) => detailLine(row, head.switches)),
    `#${dashes(41)}业务明细列表结束${dashes(36)}`,
    `#交易合计：${paid.length}笔，商家实收共${yuan(received(paid))}元，商家优惠共${yuan(coupons(paid))}元`,
    `#退款合计：${refunds.length}笔，商家实收退款共${yuan(received(refunds))}元，商家优惠退款共0.00元`,
    `#导出时间：[${chinese(head.exportedAt)}]`,
  ]);
}

export function summaryText(rows: readonly BillRow[], head: BillHead): string {
  const paid = rows.filter((row) => row.kind === "交易");
  const fee = paid.reduce((total, row) => total + feeFen(row, head.switches), 0);
  const refunds = rows.filter((row) => row.kind === "退款");
  const known = [...paid, ...refunds];
  const money = [sum(known), received(known), 0, coupons(known), 0, fee, 0, received(known) - Math.abs(fee)];
  const cells = [paid.length, refunds.length, ...money.map(yuan)].join(",");
  return lines(head, [
    "#支付宝业务汇总查询",
    ...period(head),
    `#${dashes(41)}业务汇总列表${dashes(40)}`,
    SUMMARY_COLUMNS,
    `,,${cells}`,
    `合计,,${cells}`,
    `#${dashes(40)}业务汇总列表结束${dashes(37)}`,
    `#导出时间：[${chinese(head.exportedAt)}]`,
  ]);
}

/** Tabs follow the cells in which Alipay puts them, so that spreadsheets keep long numbers as text. */
function detailLine(row: BillRow, switches: Switches): string {
  const who = [`${row.tradeNo}\t`, `${row.outTradeNo}\t`, `${row.kind}\t`, quoted(row.subject)];
  const when = [beijing(row.createdAt), beijing(row.doneAt), "\t", "\t", "\t", "\t", `${row.buyer}\t`];
  const coupon = row.couponFen ?? 0;
  const paid = [yuan(row.fen), yuan(row.fen - coupon), "0.00", "0.00", "0.00", yuan(coupon)];
  const money = [...paid, "0.00", coupon > 0 ? "满减券" : "", "0.00\t", "0.00"];
  const end = [row.outRequestNo || "\t", yuan(row.kind === "交易" ? feeFen(row, switches) : 0), "0.00", ""];
  return [...who, ...when, ...money, ...end].join(",");
}

function feeFen(row: BillRow, { billFeeBasisPoints, billFeeNegative }: Switches): number {
  const fee = Math.round((row.fen * billFeeBasisPoints) / 10_000);
  return fee === 0 ? 0 : billFeeNegative ? -fee : fee;
}

const sum = (rows: readonly BillRow[]): number => rows.reduce((total, row) => total + row.fen, 0);
const coupons = (rows: readonly BillRow[]): number => rows.reduce((total, row) => total + (row.couponFen ?? 0), 0);
/** 商家实收: what the merchant got. */
const received = (rows: readonly BillRow[]): number => sum(rows) - coupons(rows);
const dashes = (count: number): string => "-".repeat(count);
const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

const period = ({ sellerId, from, until }: BillHead): string[] => [
  `#账号：[${billAccount(sellerId)}]`,
  `#起始日期：[${chinese(from)}]   终止日期：[${chinese(until)}]`,
];

/** `2026年01月02日 03:04:05` */
const chinese = (at: number): string => beijing(at).replace(/^(\d+)-(\d+)-(\d+)/, "$1年$2月$3日");

const lines = ({ switches }: BillHead, texts: readonly string[]): string => {
  const end = switches.billLineEnding === "LF" ? "\n" : "\r\n";
  return texts.join(end) + end;
};
