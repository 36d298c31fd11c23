import { unzipSync } from "fflate";
import type { Bill, BillLine } from "../channels/channel.ts";
import type { Fen } from "../core/money.ts";
import { isStorable } from "../core/text.ts";
import { parseBeijing } from "../core/time.ts";
import type { SetAside } from "../core/trade.ts";

/** Whose bill, and of which Beijing day, the file must be. */
export interface BillOf {
  readonly day: string;
  readonly sellerId: string;
}

/** A bill has two files. A million trades are about 300 MB; such a shop needs a streaming reader. */
const MAX_ENTRIES = 8;
const MAX_UNZIPPED_BYTES = 64 * 1024 * 1024;

function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`账单不可信：${what}`);
}

/** Sizes are checked before decompression; fflate never writes more than the announced size. */
function textsOf(zip: Uint8Array): string[] {
  let entries = 0;
  let bytes = 0;
  const files = unzipSync(zip, {
    filter: ({ originalSize }) => {
      entries += 1;
      bytes += originalSize;
      must(entries <= MAX_ENTRIES && bytes <= MAX_UNZIPPED_BYTES, "压缩包里的内容超出了一份账单");
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
  fee: "服务费",
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
    must(place >= 0, `没有「${beginning}」一列`);
    return [column as Column, place] as const;
  });
  const subject = names.findIndex((name) => name.startsWith(COLUMNS.subject));
  return (line) => {
    const cells = cellsOf(line);
    // If a comma in the product name is not quoted, the line has more cells and the columns after it shift.
    const surplus = cells.length - names.length;
    must(surplus >= 0, `有一行只有 ${cells.length} 格`);
    const cell = (place: number) => cells[place > subject ? place + surplus : place];
    return Object.fromEntries(places.map(([column, place]) => [column, cell(place)])) as Row;
  };
}

/** "-88.80" in fen; null: not an amount. Unlike a notice, a bill may leave out decimals. */
function parseSigned(text: string): Fen | null {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text);
  if (!match) return null;
  const fen = Number(match[2]) * 100 + Number((match[3] ?? "").padEnd(2, "0"));
  return match[1] && fen > 0 ? -fen : fen;
}

function signedFen(text: string): Fen {
  const fen = parseSigned(text);
  must(fen !== null, `金额 ${text.slice(0, 40)}`);
  return fen;
}

type Kind = BillLine["kind"];
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["交易", "TRADE"],
  ["退款", "REFUND"],
]);

interface ReadLine {
  readonly kind: Kind | undefined;
  /** Why the line cannot be compared with anything; absent for a trade or refund with its numbers. */
  readonly oddity?: string;
  readonly line?: BillLine;
  /** Signed: what the totals add up. */
  readonly receivedFen: Fen;
}

/** Whether a fee is written as an expense or as what it costs is not documented, so its sign says nothing: a trade costs, a refund gives back. */
function feeOf({ fee }: Row, kind: Kind): Fen {
  const fen = Math.abs(signedFen(fee || "0"));
  return kind === "TRADE" || fen === 0 ? fen : -fen;
}

/** One odd line says nothing about the others, so it is set aside. What cannot be read at all speaks against the file. */
function readLine(row: Row, lineNo: number): ReadLine {
  const kind = KINDS.get(row.kind);
  // What a kind that we do not know means by its amounts is not known either.
  if (!kind) return { kind, oddity: firstOf(row.kind) || "没有业务类型", receivedFen: parseSigned(row.received) ?? 0 };
  const receivedFen = signedFen(row.received);
  const amountFen = signedFen(row.amount) * (kind === "TRADE" ? 1 : -1);
  if (amountFen < 0) return { kind, oddity: `${row.kind}（金额正负相反）`, receivedFen };
  const { tradeNo, outTradeNo } = row;
  if (!tradeNo || !outTradeNo) return { kind, oddity: `${row.kind}（没有单号）`, receivedFen };
  const feeFen = feeOf(row, kind);
  const finishTime = parseBeijing(row.finishTime);
  must(finishTime, `完成时间 ${row.finishTime.slice(0, 40)}`);
  const outRequestNo = kind === "REFUND" ? row.outRequestNo : "";
  return {
    kind,
    line: { lineNo, kind, tradeNo, outTradeNo, outRequestNo, amountFen, feeFen, finishTime },
    receivedFen,
  };
}

/** Words of an unsigned file: as many are kept apart as a page can show, each no longer than a cell of it. */
const MAX_WORDS = 20;
const MAX_WORD = 20;
const firstOf = (word: string) => Array.from(word).slice(0, MAX_WORD).join("");

/** What was set aside, one entry for each reason. */
function setAsideOf(read: readonly ReadLine[]): SetAside[] {
  const sums = new Map<string, { count: number; fen: Fen }>();
  for (const { oddity, receivedFen } of read) {
    if (oddity === undefined) continue;
    const word = sums.has(oddity) || sums.size < MAX_WORDS - 1 ? oddity : "其余";
    const { count, fen } = sums.get(word) ?? { count: 0, fen: 0 };
    sums.set(word, { count: count + 1, fen: fen + receivedFen });
  }
  return Array.from(sums, ([word, sum]) => ({ word, ...sum }));
}

const TOTALS = [
  ["TRADE", /^#交易合计：(\d+)笔，商家实收共(-?[\d.]+)元/m],
  ["REFUND", /^#退款合计：(\d+)笔，商家实收退款共(-?[\d.]+)元/m],
] as const;

/** Which total a line of an unknown kind would belong to. */
const sideOf = ({ kind, receivedFen }: ReadLine): Kind => kind ?? (receivedFen < 0 ? "REFUND" : "TRADE");

/**
 * The last lines hold count and sum. If they differ from the rows, the file was truncated or changed. Whether Alipay counts
 * kinds of lines that we do not know is not documented, so both ways are believed (docs/alipay.md A16).
 */
function checkTotals(text: string, read: readonly ReadLine[]): void {
  for (const [kind, pattern] of TOTALS) {
    const [, count, sum] = pattern.exec(text) ?? [];
    must(count ?? kind === "REFUND", "没有合计");
    const total = { count: count ?? "0", sum: sum ?? "0" };
    const known = read.filter((line) => line.kind === kind);
    const all = read.filter((line) => sideOf(line) === kind);
    must(misfit(known, total) === null || misfit(all, total) === null, misfit(known, total) ?? "");
  }
}

interface Total {
  readonly count: string;
  readonly sum: string;
}

/** How the lines differ from a total; null: they do not. */
function misfit(lines: readonly ReadLine[], { count, sum }: Total): string | null {
  if (lines.length !== Number(count)) return `有 ${lines.length} 行，合计写 ${count} 笔`;
  const ownSum = lines.reduce((total, { receivedFen }) => total + receivedFen, 0);
  return ownSum === signedFen(sum) ? null : `各行共 ${ownSum} 分，合计写 ${sum} 元`;
}

function checkHead(text: string, { day, sellerId }: BillOf): void {
  must(text.includes(`#账号：[${sellerId}`), "是另一个账号的");
  const [year, month, date] = day.split("-");
  must(text.includes(`#起始日期：[${year}年${month}月${date}日 00:00:00]`), "是另一天的");
}

/** Reads the zip of a day's bill. Throws, in words for a person, unless it is that day's, ours, complete and adds up. */
export function readBill(zip: Uint8Array, of: BillOf): Bill {
  const text = textsOf(zip).find((file) => file.startsWith("#支付宝业务明细查询"));
  must(text, "没有业务明细");
  must(isStorable(text), "有不能保存的字符");
  checkHead(text, of);
  const [header, ...data] = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  must(header, "没有表头");
  const rowOf = rowReader(header);
  const read = data.map((row, i) => readLine(rowOf(row), i + 1));
  checkTotals(text, read);
  const compared = read.filter(({ oddity }) => oddity === undefined);
  return {
    lines: read.flatMap(({ line }) => line ?? []),
    setAside: setAsideOf(read),
    receivedFen: compared.reduce((sum, { receivedFen }) => sum + receivedFen, 0),
  };
}
