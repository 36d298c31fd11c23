import { unzipSync } from "fflate";
import type { BillLine } from "../channels/channel.ts";
import type { Fen } from "../core/money.ts";
import { parseBeijing } from "../core/time.ts";

/** Whose bill, and of which Beijing day, the file must be. */
export interface BillOf {
  readonly day: string;
  readonly sellerId: string;
}

/** A bill has two files. A million trades are about 300 MB; such a shop needs a streaming reader. */
const MAX_ENTRIES = 8;
const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`the bill cannot be believed: ${what}`);
}

/** Sizes are checked before decompression; fflate never writes more than the announced size. */
function textsOf(zip: Uint8Array): string[] {
  let entries = 0;
  let bytes = 0;
  const files = unzipSync(zip, {
    filter: ({ originalSize }) => {
      entries += 1;
      bytes += originalSize;
      must(entries <= MAX_ENTRIES && bytes <= MAX_UNZIPPED_BYTES, "more in the zip than a bill holds");
      return true;
    },
  });
  // Entry names are GBK without the UTF-8 flag, so the first line of each file identifies it.
  return Object.values(files).map((bytesOfFile) => new TextDecoder("gbk").decode(bytesOfFile));
}

const COLUMNS = {
  tradeNo: "支付宝交易号",
  outTradeNo: "商户订单号",
  kind: "业务类型",
  subject: "商品名称",
  finishTime: "完成时间",
  amount: "订单金额",
  received: "商家实收",
  outRequestNo: "退款批次号",
} as const;

type Column = keyof typeof COLUMNS;
type Row = Readonly<Record<Column, string>>;

/** A cell may be quoted when it contains a comma. A quote inside an unquoted name is an ordinary character. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?<=^|,)(?:"((?:[^"]|"")*)"|([^,]*))(?=,|$)/g);
  return Array.from(cells, ([, quoted, plain]) => (quoted?.replaceAll('""', '"') ?? plain ?? "").trim());
}

/** Columns by the beginning of their name: variants add columns and differ in brackets (docs/alipay.md A16). */
function rowReader(header: string): (line: string) => Row {
  const names = cellsOf(header);
  const places = Object.entries(COLUMNS).map(([column, beginning]) => {
    const place = names.findIndex((name) => name.startsWith(beginning));
    must(place >= 0, `no column ${beginning}`);
    return [column as Column, place] as const;
  });
  const subject = names.findIndex((name) => name.startsWith(COLUMNS.subject));
  return (line) => {
    const cells = cellsOf(line);
    // If a comma in the product name is not quoted, the line has more cells and the columns after it shift.
    const surplus = cells.length - names.length;
    must(surplus >= 0, `a line of ${cells.length} cells`);
    const cell = (place: number) => cells[place > subject ? place + surplus : place];
    return Object.fromEntries(places.map(([column, place]) => [column, cell(place)])) as Row;
  };
}

/** "-88.80" in fen; unlike a notice, a bill may leave out decimals. */
function signedFen(text: string): number {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text);
  must(match, `an amount of ${text.slice(0, 40)}`);
  const fen = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] && fen > 0 ? -fen : fen;
}

const KINDS: Readonly<Record<string, BillLine["kind"]>> = { 交易: "TRADE", 退款: "REFUND" };

interface ReadLine {
  readonly line: BillLine;
  /** Signed: what the totals add up. */
  readonly receivedFen: Fen;
}

function lineOf(row: Row, lineNo: number): ReadLine {
  const kind = KINDS[row.kind];
  must(kind, `a line of kind ${row.kind.slice(0, 40)}`);
  const sign = kind === "TRADE" ? 1 : -1;
  const amountFen = signedFen(row.amount) * sign;
  must(amountFen >= 0, `${row.kind} of ${row.amount}`);
  const finishTime = parseBeijing(row.finishTime);
  must(finishTime, `a time of ${row.finishTime.slice(0, 40)}`);
  const { tradeNo, outTradeNo } = row;
  must(tradeNo && outTradeNo, "a line without its numbers");
  const outRequestNo = kind === "REFUND" ? row.outRequestNo : "";
  const line = { lineNo, kind, tradeNo, outTradeNo, outRequestNo, amountFen, finishTime };
  return { line, receivedFen: signedFen(row.received) };
}

/** The last lines hold count and sum. If they differ from the rows, the file was truncated or changed. */
function checkTotals(text: string, lines: readonly ReadLine[]): void {
  for (const [kind, pattern] of [
    ["TRADE", /^#交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/m],
    ["REFUND", /^#退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/m],
  ] as const) {
    const [, count, sum] = pattern.exec(text) ?? [];
    must(count ?? kind === "REFUND", "no totals");
    const own = lines.filter(({ line }) => line.kind === kind);
    must(own.length === Number(count ?? 0), `${own.length} lines of ${count ?? 0}`);
    const ownSum = own.reduce((total, { receivedFen }) => total + receivedFen, 0);
    must(ownSum === signedFen(sum ?? "0"), `the lines make ${ownSum} fen, the totals ${sum ?? 0} yuan`);
  }
}

function checkHead(text: string, { day, sellerId }: BillOf): void {
  must(text.includes(`#账号：[${sellerId}`), "another account");
  const [year, month, date] = day.split("-");
  must(text.includes(`#起始日期：[${year}年${month}月${date}日 00:00:00]`), "another day");
}

/** Reads the zip of a day's bill. Throws unless it is that day's, ours, complete and adds up. */
export function readBill(zip: Uint8Array, of: BillOf): BillLine[] {
  const text = textsOf(zip).find((file) => file.startsWith("#支付宝业务明细查询"));
  must(text, "no file of details");
  checkHead(text, of);
  const [header, ...data] = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  must(header, "no header");
  const read = rowReader(header);
  const lines = data.map((row, i) => lineOf(read(row), i + 1));
  checkTotals(text, lines);
  return lines.map(({ line }) => line);
}
