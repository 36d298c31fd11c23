import { zipSync } from "fflate";

/** Every character of GBK by the bytes that the platform's decoder reads it from. */
const GBK = new Map<string, readonly number[]>();
for (let lead = 0x81; lead <= 0xfe; lead += 1)
  for (let trail = 0x40; trail <= 0xfe; trail += 1) {
    const character = new TextDecoder("gbk").decode(Uint8Array.of(lead, trail));
    if (character.length === 1 && character !== "�") GBK.set(character, [lead, trail]);
  }

function gbk(text: string): Uint8Array {
  return Uint8Array.from([...text].flatMap((one) => GBK.get(one) ?? [one.charCodeAt(0)]));
}

const COLUMNS =
  "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）," +
  "集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";

/** A trade as the bill writes it: tabs behind the numbers, nothing quoted. */
export function tradeRow(tradeNo: string, outTradeNo: string, yuan: string, subject = "账房 积分包"): string {
  return `${tradeNo}\t,${outTradeNo}\t,交易\t,${subject},2026-03-01 12:00:20,2026-03-01 12:00:30,\t,\t,\t,\t,*试(tes***@sandbox.com)\t,${yuan},${yuan},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-0.01,0.00,`;
}

/** A refund as the bill writes it; `yuan` is positive here and negative there. */
export function refundRow(tradeNo: string, outTradeNo: string, yuan: string, outRequestNo: string): string {
  return `${tradeNo}\t,${outTradeNo}\t,退款\t,账房 积分包,2026-03-01 12:00:20,2026-03-01 18:30:00,\t,\t,\t,\t,*试(tes***@sandbox.com)\t,-${yuan},-${yuan},0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,${outRequestNo},0.00,0.00,`;
}

/** The text of the day's details; what a test does not care about is as Alipay writes it (docs/alipay.md A16). */
export function billText(rows: readonly string[], trades: string, refunds: string): string {
  return [
    "#支付宝业务明细查询",
    "#账号：[20880000000000010156]",
    "#起始日期：[2026年03月01日 00:00:00]   终止日期：[2026年03月02日 00:00:00]",
    `#${"-".repeat(41)}业务明细列表${"-".repeat(40)}`,
    COLUMNS,
    ...rows,
    `#${"-".repeat(41)}业务明细列表结束${"-".repeat(36)}`,
    `#交易合计：${trades}元，商家优惠共0.00元`,
    `#退款合计：${refunds}元，商家优惠退款共0.00元`,
    "#导出时间：[2026年03月02日 09:00:00]",
    "",
  ].join("\r\n");
}

/** The zip with both files of a day; their names are GBK without saying so, as Alipay's are. */
export function billZip(details: string): Uint8Array {
  const summary = "#支付宝业务汇总查询\r\n#账号：[20880000000000010156]\r\n";
  return zipSync({ "x_业务明细(汇总).csv": gbk(summary), "x_业务明细.csv": gbk(details) });
}
