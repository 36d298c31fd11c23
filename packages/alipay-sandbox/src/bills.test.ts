import { inflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newOrderNumber, payUrl, startSandbox, stopSandbox, type Running } from "./testing.ts";

let sandbox: Running;
beforeAll(async () => void (sandbox = await startSandbox({ SANDBOX_CLOCK: "frozen 2026-01-02 12:00:00" })));
afterAll(async () => void (await stopSandbox(sandbox)));
afterEach(async () => void (await sandbox.control("POST /control/reset")));

const at = (text: string) => sandbox.control("POST /control/clock", { at: text });
const exec = (method: string, bizContent: Record<string, unknown>) =>
  sandbox.sdk.exec(method, { bizContent }, { validateSign: true });
const ask = (bill_date: string, bill_type = "trade") =>
  exec("alipay.data.dataservice.bill.downloadurl.query", { bill_type, bill_date });

async function buy(biz: Record<string, unknown> = {}): Promise<string> {
  const outTradeNo = newOrderNumber();
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, biz) });
  return outTradeNo;
}
const refund = (out_trade_no: string, refund_amount: string, out_request_no: string) =>
  exec("alipay.trade.refund", { out_trade_no, refund_amount, out_request_no });

/** Reads a ZIP by its central directory, written apart from zip.ts. */
function unzip(bytes: Buffer): { name: string; flags: number; text: string }[] {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    const [flags, packed, nameLength] = [
      bytes.readUInt16LE(at + 8),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
    ];
    const name = new TextDecoder("gbk").decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    return { name, flags, text: new TextDecoder("gbk").decode(inflateRawSync(bytes.subarray(start, start + packed))) };
  });
}

async function download(billDate: string) {
  const { billDownloadUrl } = await ask(billDate);
  const [detail, summary] = unzip(Buffer.from(await (await fetch(String(billDownloadUrl))).arrayBuffer()));
  const rows = detail!.text
    .split(/\r?\n/)
    .filter((line) => /^\d{28}\t,/.test(line))
    .map((line) => line.split(",").map((cell) => cell.trim()));
  return { detail: detail!, summary: summary!, rows };
}

test("two GBK files with their names, lines and sums", async () => {
  const first = await buy({ subject: "积分, 一千" });
  await refund(first, "8.80", "R1");
  await at("2026-01-03 09:00:00");
  const { detail, summary, rows } = await download("2026-01-02");
  expect([detail.name, detail.flags]).toEqual(["20880000000000010156_20260102_业务明细.csv", 0]);
  expect(summary.name).toBe("20880000000000010156_20260102_业务明细(汇总).csv");
  const lines = detail.text.split("\r\n");
  expect(lines.slice(0, 4)).toEqual([
    "#支付宝业务明细查询",
    "#账号：[20880000000000010156]",
    "#起始日期：[2026年01月02日 00:00:00]   终止日期：[2026年01月03日 00:00:00]",
    `#${"-".repeat(41)}业务明细列表${"-".repeat(40)}`,
  ]);
  expect(lines[4]?.split(",")).toHaveLength(25);
  expect(lines[5]).toContain(
    '交易\t,"积分, 一千",2026-01-02 12:00:00,2026-01-02 12:00:00,\t,\t,\t,\t,*晓(lin***@sandbox.test)\t,88.80,88.80,',
  );
  expect(rows[1]?.slice(1, 4)).toEqual([first, "退款", '"积分']);
  expect(lines[6]).toContain(",-8.80,-8.80,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,R1,0.00,0.00,");
  expect(lines.slice(7)).toEqual([
    `#${"-".repeat(41)}业务明细列表结束${"-".repeat(36)}`,
    "#交易合计：1笔，商家实收共88.80元，商家优惠共0.00元",
    "#退款合计：1笔，商家实收退款共-8.80元，商家优惠退款共0.00元",
    "#导出时间：[2026年01月03日 09:00:00]",
    "",
  ]);
  expect(summary.text).toContain("合计,,1,1,80.00,80.00,0.00,0.00,0.00,0.00,0.00,80.00");
});

test("when a bill is there: not today, from nine the next morning, a month from the third", async () => {
  await buy();
  const state = async (billDate: string): Promise<unknown> => {
    const { code, subCode } = await ask(billDate);
    return code === "10000" ? "ready" : subCode;
  };
  expect(await state("2026-01-02")).toBe("isp.bill_not_exist");
  await at("2026-01-03 08:59:59");
  expect(await state("2026-01-02")).toBe("isp.bill_not_exist");
  await at("2026-01-03 09:00:00");
  expect(await state("2026-01-02")).toBe("ready");
  expect(await state("2026-01-01")).toBe("isp.bill_not_exist");
  await at("2026-01-04 00:00:01");
  expect(await state("2026-01-02")).toBe("ready");
  await at("2026-02-02 12:00:00");
  expect(await state("2026-01")).toBe("isp.bill_not_exist");
  await at("2026-02-03 00:00:00");
  expect(await state("2026-01")).toBe("ready");
  for (const wrong of ["2026-02-30", "20260102", ""]) expect(await state(wrong)).toBe("INVAILID_ARGUMENTS");
  expect((await ask("2026-01-02", "zft_acc"))["subCode"]).toBe("TYPE_NOT_SUPPORTED");
});

test("the link is dead after thirty seconds, and unknown links never live", async () => {
  await buy();
  await at("2026-01-03 09:00:00");
  const { billDownloadUrl } = await ask("2026-01-02");
  await sandbox.control("POST /control/clock", { advanceMs: 29_999 });
  expect((await fetch(String(billDownloadUrl))).status).toBe(200);
  await sandbox.control("POST /control/clock", { advanceMs: 1 });
  expect((await fetch(String(billDownloadUrl))).status).toBe(403);
  expect((await fetch(`${sandbox.url}/downloadBillFile.resource?token=x`)).status).toBe(403);
});

test("switches: the documented codes, an empty file, LF, and a fee of either sign", async () => {
  await sandbox.control("POST /control/switches", { billNotExist: "BILL_NOT_EXIST" });
  expect(await ask("2026-01-01")).toMatchObject({ code: "40004", subCode: "BILL_NOT_EXIST" });
  await sandbox.control("POST /control/switches", { emptyBill: "NO_BILL_DATA" });
  expect(await ask("2026-01-01")).toMatchObject({ code: "40004", subCode: "NO_BILL_DATA" });
  await sandbox.control("POST /control/switches", {
    emptyBill: "EMPTY_DATA_WITH_BILL_FILE",
    billLineEnding: "LF",
    billFeeBasisPoints: 60,
  });
  expect(await ask("2026-01-01")).toMatchObject({ code: "10000", billFileCode: "EMPTY_DATA_WITH_BILL_FILE" });
  expect((await download("2026-01-01")).rows).toEqual([]);
  await buy();
  await at("2026-01-03 09:00:00");
  const { detail, rows } = await download("2026-01-02");
  expect(detail.text).not.toContain("\r");
  expect(rows[0]?.[22]).toBe("-0.53");
  await sandbox.control("POST /control/switches", { billFeeNegative: false });
  expect((await download("2026-01-02")).rows[0]?.[22]).toBe("0.53");
});

test("planted differences: missing, extra, wrong amount, a refund on the next day", async () => {
  const [missing, wrong, late] = [await buy(), await buy(), await buy()];
  await refund(late, "1.00", "R1");
  const plant = (difference: Record<string, unknown>) => sandbox.control("POST /control/bill", difference);
  await plant({ kind: "missing", outTradeNo: missing });
  await plant({ kind: "wrong-amount", outTradeNo: wrong, amountFen: 8881 });
  await plant({ kind: "late-refund", outTradeNo: late });
  await plant({ kind: "extra", outTradeNo: "STRANGER", amountFen: 500, billDate: "2026-01-02" });
  await at("2026-01-04 09:00:00");
  const short = (rows: string[][]) => rows.map((row) => [row[1], row[2], row[11]]);
  expect(short((await download("2026-01-02")).rows)).toEqual([
    [wrong, "交易", "88.81"],
    [late, "交易", "88.80"],
    ["STRANGER", "交易", "5.00"],
  ]);
  expect(short((await download("2026-01-03")).rows)).toEqual([[late, "退款", "-1.00"]]);
  await sandbox.control("DELETE /control/bill");
  expect((await download("2026-01-02")).rows).toHaveLength(4);
  for (const bad of [{}, { kind: "none", outTradeNo: "A" }, { kind: "extra", outTradeNo: "A", amountFen: 1 }]) {
    await expect(plant(bad)).rejects.toThrow("400");
  }
});

test("planted lines of a shared account: another application's, any kind, without numbers, a coupon", async () => {
  const own = await buy();
  const plant = (difference: Record<string, unknown>) =>
    sandbox.control("POST /control/bill", { billDate: "2026-01-02", ...difference });
  await plant({ kind: "coupon", outTradeNo: own, amountFen: 880 });
  await plant({ kind: "foreign", outTradeNo: "SHOP2-", amountFen: 500, count: 2 });
  await plant({ kind: "foreign", outTradeNo: "SHOP2-", amountFen: -100 });
  await plant({ kind: "odd", businessType: "交易分账", outTradeNo: own, amountFen: -88 });
  await plant({ kind: "odd", businessType: "交易", outTradeNo: "", amountFen: 1 });
  await at("2026-01-03 12:00:00");
  const { detail, summary } = await download("2026-01-02");
  const rows = detail.text.split("\r\n").filter((line) => /^\d*\t,/.test(line));
  const short = rows.map((row) => row.split(",").map((cell) => cell.trim()));
  expect(short.map((row) => [row[0] === "", row[1], row[2], row[11], row[12], row[16], row[21]])).toEqual([
    [false, own, "交易", "88.80", "80.00", "8.80", ""],
    [false, "SHOP2-1", "交易", "5.00", "5.00", "0.00", ""],
    [false, "SHOP2-2", "交易", "5.00", "5.00", "0.00", ""],
    [false, "SHOP2-1", "退款", "-1.00", "-1.00", "0.00", "SHOP2-1R"],
    [false, own, "交易分账", "-0.88", "-0.88", "0.00", ""],
    [true, "", "交易", "0.01", "0.01", "0.00", ""],
  ]);
  expect(short[0]?.[18]).toBe("满减券");
  expect(detail.text).toContain("#交易合计：4笔，商家实收共90.01元，商家优惠共8.80元");
  expect(detail.text).toContain("#退款合计：1笔，商家实收退款共-1.00元");
  expect(summary.text).toContain("合计,,4,1,97.81,89.01,0.00,8.80,0.00,0.00,0.00,89.01");
  for (const bad of [
    { kind: "foreign", outTradeNo: "A", amountFen: 1, count: 0 },
    { kind: "odd", outTradeNo: "", amountFen: 1 },
    { kind: "odd", businessType: "x", outTradeNo: "", amountFen: 1, billDate: "soon" },
  ])
    await expect(plant(bad)).rejects.toThrow("400");
});

test("a fault makes a bill not ready whatever the clock", async () => {
  await buy();
  await at("2026-01-03 09:00:00");
  await sandbox.control("POST /control/faults", {
    fault: "business-error",
    method: "alipay.data.dataservice.bill.downloadurl.query",
    subCode: "BILL_NOT_EXIST",
  });
  expect(await ask("2026-01-02")).toMatchObject({ code: "40004", subCode: "BILL_NOT_EXIST" });
  expect(await ask("2026-01-02")).toMatchObject({ code: "10000" });
});
