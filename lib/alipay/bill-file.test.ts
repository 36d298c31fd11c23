import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { billText, billZip, refundRow, tradeRow } from "../testing/bills.ts";
import { readBill } from "./bill-file.ts";

const OF = { day: "2026-03-01", sellerId: "2088000000000001" };
const SALE = tradeRow("2026030122001001", "sn1", "88.80");
const SECOND = tradeRow("2026030122001002", "sn2", "0.01");
const BACK = refundRow("2026030122001001", "sn1", "8.88", "r1");
const DAY = billText([SALE, BACK, SECOND], "2笔，商家实收共88.81", "1笔，商家实收退款共-8.88");

const LINES = [
  {
    lineNo: 1,
    kind: "TRADE",
    tradeNo: "2026030122001001",
    outTradeNo: "sn1",
    outRequestNo: "",
    amountFen: 8_880,
    feeFen: 1,
    finishTime: new Date("2026-03-01T04:00:30.000Z"),
  },
  {
    lineNo: 2,
    kind: "REFUND",
    tradeNo: "2026030122001001",
    outTradeNo: "sn1",
    outRequestNo: "r1",
    amountFen: 888,
    feeFen: 0,
    finishTime: new Date("2026-03-01T10:30:00.000Z"),
  },
  {
    lineNo: 3,
    kind: "TRADE",
    tradeNo: "2026030122001002",
    outTradeNo: "sn2",
    outRequestNo: "",
    amountFen: 1,
    feeFen: 1,
    finishTime: new Date("2026-03-01T04:00:30.000Z"),
  },
];

const whole = (text: string) => readBill(billZip(text), OF);
const read = (text: string) => whole(text).lines;

describe("a day's bill", () => {
  test("is its trades and refunds in fen, in the order of the file", () => {
    expect(read(DAY)).toEqual(LINES);
  });

  test.each([
    ["lines end in LF", DAY.replaceAll("\r\n", "\n")],
    ["nothing stands behind the last line", DAY.trimEnd()],
    [
      "columns were added in front",
      DAY.replace("支付宝交易号,", "商户识别号,支付宝交易号,").replace(/^2026/gm, "9,2026"),
    ],
    [
      "columns were added at the end",
      DAY.replace(",备注", ",备注,实收净额（元）").replace(/^(2026.*?)\r/gm, "$1,1.00\r"),
    ],
    ["brackets are narrow", DAY.replaceAll("（元）", "(元)")],
    ["the column of request numbers has its short name", DAY.replace("退款批次号/请求号", "退款批次号")],
    ["a name with commas stands in quotes", DAY.replace("账房 积分包", '"账房 大, 又""好"", 的"')],
    ["a name with commas stands bare", DAY.replace("账房 积分包", "账房 大, 又好, 的")],
    ["a name has a quote of its own", DAY.replace("账房 积分包", '账房 15" 屏')],
    ["a name has characters that GBK lacks", DAY.replace("账房 积分包", "账房 \u0080")],
  ])("is read when %s", (_, text) => {
    expect(text).not.toBe(DAY);
    expect(read(text)).toEqual(LINES);
  });

  test("says what Alipay keeps, with either sign, and what it gives back with a refund", () => {
    const text = DAY.replace("\t,-0.01,", "\t,0.53,").replace("r1,0.00,", "r1,-0.05,");
    expect(read(text).map(({ feeFen }) => feeFen)).toEqual([53, -5, 1]);
    expect(read(DAY.replace("\t,-0.01,", "\t,,")).map(({ feeFen }) => feeFen)).toEqual([0, 0, 1]);
    expect(() => read(DAY.replace("\t,-0.01,", "\t,much,"))).toThrow("much");
  });

  test("may be empty", () => {
    expect(read(billText([], "0笔，商家实收共0.00", "0笔，商家实收退款共0.00"))).toEqual([]);
  });

  test("may leave out the totals of refunds when there are none", () => {
    const text = billText([SALE], "1笔，商家实收共88.80", "").replace(/^#退款合计.*\r\n/m, "");
    expect(text).not.toContain("退款合计");
    expect(read(text)).toMatchObject([{ tradeNo: "2026030122001001" }]);
  });

  test("may hold a sale of nothing, all of which a coupon paid, and no zero is negative", () => {
    const zero = SALE.replaceAll("88.80", "-0.00");
    const { amountFen } = read(billText([zero], "1笔，商家实收共0.00", "0笔，商家实收退款共0.00"))[0]!;
    expect(amountFen).toBe(0);
  });

  test("may name a sum of one fen below nothing", () => {
    const back = refundRow("2026030122001001", "sn1", "0.01", "r1");
    expect(read(billText([back], "0笔，商家实收共0.00", "1笔，商家实收退款共-0.01"))).toMatchObject([{ amountFen: 1 }]);
  });

  test("counts what the order cost, not what a coupon left of it", () => {
    const text = billText([SALE.replace("88.80,88.80", "88.80,80.00")], "1笔，商家实收共80.00", "0笔，商家实收退款共0");
    expect(read(text)).toMatchObject([{ amountFen: 8_880 }]);
  });
});

/** A line of a kind that is neither a sale nor a refund, as the bill writes it. */
const oddRow = (kind: string, yuan: string) => tradeRow("2026030122001003", "sn3", yuan).replace("交易", kind);
const without = (row: string, cell: string) => DAY.replace(row, row.replace(`${cell}\t`, "\t"));

describe("an odd line", () => {
  test.each([
    ["of a kind we do not know", DAY.replace(SALE, `${oddRow("交易分账", "-1.00")}\r\n${SALE}`), "交易分账", -100],
    [
      "of a kind that objects have",
      DAY.replace(SALE, `${oddRow("constructor", "1.00")}\r\n${SALE}`),
      "constructor",
      100,
    ],
    ["of a kind that is blank", DAY.replace(SALE, `${oddRow("", "1.00")}\r\n${SALE}`), "没有业务类型", 100],
    ["of such a kind without an amount", DAY.replace(SALE, `${oddRow("服务费", "")}\r\n${SALE}`), "服务费", 0],
    ["without its trade number", without(SECOND, "2026030122001002"), "交易（没有单号）", 1],
    ["without its order number", without(SECOND, "sn2"), "交易（没有单号）", 1],
    [
      "with a sale below nothing",
      DAY.replace(SECOND, SECOND.replace("0.01,0.01", "-0.01,0.01")),
      "交易（金额正负相反）",
      1,
    ],
    ["with a refund above nothing", DAY.replace(BACK, BACK.replace("-8.88,", "8.88,")), "退款（金额正负相反）", -888],
  ])("%s is set aside by its word, and the others are read", (_, text, word, fen) => {
    expect(text).not.toBe(DAY);
    const { lines, setAside } = whole(text);
    expect(setAside).toEqual([{ word, count: 1, fen }]);
    const gone = word.includes("（") ? 1 : 0;
    expect(lines.map(({ tradeNo }) => tradeNo)).toEqual(
      expect.arrayContaining(
        LINES.filter((line) => gone === 0 || line.amountFen !== Math.abs(fen)).map((line) => line.tradeNo),
      ),
    );
    expect(lines).toHaveLength(LINES.length - gone);
  });

  test("may be counted in the totals, or not", () => {
    const rows = [SALE, oddRow("交易分账", "-1.00"), oddRow("优惠券", "2.00"), BACK, SECOND];
    const setAside = [
      { word: "交易分账", count: 1, fen: -100 },
      { word: "优惠券", count: 1, fen: 200 },
    ];
    for (const [trades, refunds] of [
      ["2笔，商家实收共88.81", "1笔，商家实收退款共-8.88"],
      ["3笔，商家实收共90.81", "2笔，商家实收退款共-9.88"],
    ])
      expect(whole(billText(rows, trades!, refunds!))).toMatchObject({ setAside });
    expect(() => whole(billText(rows, "3笔，商家实收共90.80", "1笔，商家实收退款共-8.88"))).toThrow("合计写 3 笔");
  });

  test("of many words fills no page: the last share one", () => {
    const odd = Array.from({ length: 30 }, (_, i) => oddRow(`怪${i}`, "0.01"));
    const { setAside } = whole(DAY.replace(SALE, [...odd, SALE].join("\r\n")));
    expect(setAside).toHaveLength(20);
    expect(setAside.at(-1)).toEqual({ word: "其余", count: 11, fen: 11 });
  });
});

describe("a file that is not believed", () => {
  test.each([
    ["a line is missing", DAY.replace(`${SECOND}\r\n`, ""), "有 1 行，合计写 2 笔"],
    ["a refund is missing", DAY.replace(`${BACK}\r\n`, ""), "有 0 行，合计写 1 笔"],
    ["a line stands twice", DAY.replace(SECOND, `${SECOND}\r\n${SECOND}`), "有 3 行，合计写 2 笔"],
    ["an amount was changed", DAY.replace("88.80,88.80", "88.80,88.81"), "各行共 8882 分"],
    ["a refund's amount was changed", DAY.replace("-8.88,-8.88", "-8.88,-8.87"), "各行共 -887 分"],
    ["its end is missing", DAY.slice(0, DAY.indexOf("#交易合计")), "没有合计"],
    ["it ends between its totals", DAY.slice(0, DAY.indexOf("#退款合计")), "有 1 行，合计写 0 笔"],
    ["it is another day's", DAY.replace("[2026年03月01日", "[2026年03月02日"), "是另一天的"],
    ["it is another merchant's", DAY.replace("[2088000000000001", "[2088000000000002"), "是另一个账号的"],
    ["a column is missing", DAY.replace("完成时间", "时间"), "没有「完成时间」一列"],
    ["a text cannot be kept", DAY.replace("sn2", "sn\u0000"), "有不能保存的字符"],
    ["there is no header", DAY.slice(0, DAY.indexOf("支付宝交易号")), "没有表头"],
    ["a line is too short", DAY.replace(SECOND, "2026030122001002,sn2,交易"), "有一行只有 3 格"],
    ["a time is none", DAY.replace("2026-03-01 12:00:30", "2026-03-01 24:00:30"), "完成时间 2026-03-01 24:00:30"],
    ["an amount is none", DAY.replace("88.80,88.80", "8e1,88.80"), "金额 8e1"],
  ])("%s", (_, text, reason) => {
    expect(text).not.toBe(DAY);
    expect(() => read(text)).toThrow(reason);
  });

  test("bytes that are no zip", () => {
    expect(() => readBill(Buffer.from("<html>"), OF)).toThrow("invalid zip");
  });

  test("a zip without the details", () => {
    expect(() => readBill(zipSync({ "a.csv": Buffer.from("#summary") }), OF)).toThrow("没有业务明细");
  });

  test("a zip that would fill the memory is refused before it is inflated", () => {
    const bomb = zipSync({ a: new Uint8Array(40 * 1024 * 1024), b: new Uint8Array(40 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(200_000);
    expect(() => readBill(bomb, OF)).toThrow("压缩包里的内容超出了一份账单");
  });

  test("a zip of many files", () => {
    const zipOf = (count: number) =>
      zipSync(Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}.csv`, new Uint8Array(1)] as const)));
    expect(() => readBill(zipOf(9), OF)).toThrow("压缩包里的内容超出了一份账单");
    expect(() => readBill(zipOf(8), OF)).toThrow("没有业务明细");
  });

  test("a zip whose files are larger than 64 MiB together", () => {
    const MIB = 1024 * 1024;
    const zipOf = (bytes: number) => zipSync({ a: new Uint8Array(32 * MIB), b: new Uint8Array(bytes - 32 * MIB) });
    expect(() => readBill(zipOf(64 * MIB + 1), OF)).toThrow("压缩包里的内容超出了一份账单");
    expect(() => readBill(zipOf(64 * MIB), OF)).toThrow("没有业务明细");
  });

  test("an entry that is larger than it says", () => {
    const zip = billZip(DAY);
    // The size of the details in the central directory, cut to a tenth.
    const view = new DataView(zip.buffer, zip.byteOffset);
    const last = Buffer.from(zip).lastIndexOf("PK\u0001\u0002");
    view.setUint32(last + 24, Math.floor(view.getUint32(last + 24, true) / 10), true);
    expect(() => readBill(zip, OF)).toThrow();
  });
});
