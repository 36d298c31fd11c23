import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { EXPORT_NAMES, type ExportName } from "../contracts/exports.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { pool } from "../db/pool.ts";
import { requestInvoice } from "../invoices/request-invoice.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { aMember, anOrder, aPaidOrder, at, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plansOn, rowsRead } from "../testing/plans.ts";
import { exportTable } from "./export-table.ts";
import { listExports } from "./list-exports.ts";

// docs/rules.md R112. NOW is noon of 2026-03-01 in Beijing.

useDatabase();

const TODAY = { from: "2026-03-01", to: "2026-03-01" };
const FINANCE = contextAt(at(60), "admin:7");

async function restOf(bytes: AsyncGenerator<Uint8Array, void>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return pieces;
}

async function wholeOf(name: ExportName, range: { from?: string; to?: string } = TODAY) {
  const { file, bytes } = await exportTable(name, range, FINANCE);
  const pieces = await restOf(bytes);
  const content = Buffer.concat(pieces);
  const [titles, ...records] = content.toString().split("\r\n").slice(0, -1);
  return { file, content, titles: titles!, records: records.map((line) => line.split(",")), pieces: pieces.length };
}

describe("a file", () => {
  test("begins with a mark of UTF-8 and its titles, and has the rows of its days, in Beijing", async () => {
    const memberId = await aMember();
    const first = await aPaidOrder({ memberId });
    await anOrder({ memberId, now: new Date("2026-03-01T15:59:59Z") });
    await anOrder({ memberId, now: new Date("2026-03-01T16:00:00Z") });
    const { content, titles, records } = await wholeOf("orders");
    expect([...content.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(titles).toContain("订单号,下单时间,会员编号");
    expect(records.map(([, time]) => time)).toEqual(["2026-03-01 12:00:00", "2026-03-01 23:59:59"]);
    expect(records[0]).toEqual([
      ...[first.orderSn, "2026-03-01 12:00:00", String(memberId), "测试", expect.stringContaining("@example.com")],
      ...["积分", expect.stringContaining("积分包"), "9.90", "0.00", "已支付", "已发货"],
      // Neither completed nor a customer of a product.
      ...["2026-03-01 12:01:00", "2026-03-01 12:01:00", "", ""],
    ]);
  });

  test("A88 a title that is a formula stands in the file of invoices as text, beside what a batch import needs", async () => {
    const { memberId, orderSn } = await aPaidOrder();
    const title = {
      kind: "COMPANY",
      title: "=HYPERLINK(A1)",
      taxNumber: "914403001922038216",
      email: "a@example.com",
    } as const;
    await requestInvoice(memberId, { orderSns: [orderSn], ...title, requestKey: null }, contextAt(at(3)));
    const { titles, records } = await wholeOf("invoices");
    expect(titles).toContain("申请号,抬头类型,抬头,税号,邮箱,订单号,项目,金额（元）");
    expect(records).toEqual([
      [
        ...[
          expect.stringMatching(/^i2026/),
          "企业",
          "'=HYPERLINK(A1)",
          '"914403001922038216\t"',
          "a@example.com",
          orderSn,
        ],
        ...[expect.stringContaining("积分包"), "9.90", "9.90", "待开", "2026-03-01 12:03:00", "", "", "", ""],
      ],
    ]);
  });

  test("holds what came in, what went back, each change of credits, and who did what", async () => {
    const paid = await aPaidOrder();
    await consumeCredits(
      paid.memberId,
      { bizId: "picture-1", amount: 30, reason: "=cmd()" },
      contextAt(at(2), "service:1"),
    );
    await requestRefund(
      paid.memberId,
      { orderSn: paid.orderSn, reason: "不需要了", requestKey: null },
      contextAt(at(3)),
    );
    const [payment] = (await wholeOf("payments")).records;
    expect(payment!.slice(0, 7)).toEqual([
      ...[`"${paid.trade.tradeNo}\t"`, "2026-03-01 12:01:00", "支付宝", "9.90", "买下订单", "已收下", paid.orderSn],
    ]);
    const [refund] = (await wholeOf("refunds")).records;
    expect(refund!.slice(4, 9)).toEqual(["订单退款", expect.any(String), "7.92", "0.00", paid.orderSn]);
    const ledger = (await wholeOf("ledger")).records;
    expect(ledger.map((entry) => [...entry.slice(3, 7), ...entry.slice(10)])).toEqual([
      ["到账", "10", "0", "10", "", "", expect.any(String), "支付宝"],
      ["到账", "100", "0", "110", "", "", expect.any(String), "支付宝"],
      ["使用", "0", "10", "100", "picture-1", "", "'=cmd()", "后端 1"],
      ["使用", "0", "20", "80", "picture-1", "", "'=cmd()", "后端 1"],
    ]);
    const journal = (await wholeOf("journal")).records;
    expect(journal.map((entry) => entry.slice(2, 7))).toEqual([
      ["发放商品", "合同负债—待发放", "合同负债—积分", "9.90", paid.orderSn],
      ["收到付款", "应收支付宝", "合同负债—待发放", "9.90", paid.orderSn],
      ["使用积分", "合同负债—积分", "营业收入—积分", "1.98", paid.orderSn],
      ["批准退款", "退款待结转", "应付退款", "7.92", paid.orderSn],
    ]);
    const audit = (await wholeOf("audit")).records;
    expect(audit.map((act) => act.slice(2, 5))).toEqual(
      Array.from({ length: 5 }, () => ["管理员 7", "开始导出", "EXPORT_STARTED"]),
    );
  });

  test("of bills has the lines of its days, money in and money back in columns of their own", async () => {
    await query(`insert into oms_bill_day (bill_date, status, trade_count, trade_fen, refund_count, refund_fen, import_time, next_check_at)
      select day::date, 'IMPORTED', 1, 990, 1, 990, now(), now() from unnest(array['2026-02-28', '2026-03-01', '2026-03-02']) day`);
    await query(`insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, out_request_no, amount_fen, finish_time)
      select bill_date, line_no, kind::bill_line_kind, '2026030122001123456789012345', 'x', '', 990, '2026-03-01T04:00:00Z'
      from oms_bill_day, (values (1, 'TRADE'), (2, 'REFUND')) line (line_no, kind)`);
    const { records } = await wholeOf("bills");
    expect(records.map((line) => [line[0], line[2], line[6], line[7]])).toEqual([
      ["2026-03-01", "1", "9.90", "0.00"],
      ["2026-03-01", "2", "0.00", "9.90"],
    ]);
  });

  test.each(EXPORT_NAMES)("of %s without rows is its titles", async (name) => {
    const { records, titles } = await wholeOf(name, { from: "2025-01-01", to: "2025-01-02" });
    expect(records).toEqual([]);
    expect(titles.split(",").length).toBeGreaterThan(5);
  });

  test("of more rows than a batch has each of them once, in order", async () => {
    await query(
      `insert into sys_audit_log (actor, action, target, create_time)
       select 'cron', 'PAYMENT_ASKED', i::text, $1::timestamptz - (i % 7) * interval '1 second' from generate_series(1, 2500) i`,
      [NOW],
    );
    const { records, pieces } = await wholeOf("audit");
    const targets = records.filter((act) => act[4] === "PAYMENT_ASKED").map((act) => Number(act[5]));
    expect(targets).toEqual(Array.from({ length: 2500 }, (_, i) => i + 1));
    expect(pieces).toBe(4);
    const plans = await plansOn("sys_audit_log", () => wholeOf("audit"));
    const [, span, ...batches] = plans.map((plan) => rowsRead(plan, "sys_audit_log"));
    expect(span).toBeGreaterThan(2_500);
    // Its own rows twice: as ids, and as what is written.
    expect(Math.max(...batches)).toBeLessThanOrEqual(2_000);
  });
});

describe("whether a file is whole", () => {
  test("stands in the audit log under its name, with the checksum of its bytes", async () => {
    await aPaidOrder();
    const { file, content } = await wholeOf("ledger");
    const { list } = await listExports();
    expect(list).toEqual([
      {
        ...{ file, name: "ledger", ...TODAY, by: "管理员 7", startTime: FINANCE.now.toISOString() },
        finished: {
          ...{ rows: 2, bytes: content.length, time: expect.any(String) },
          sha256: createHash("sha256").update(content).digest("hex"),
        },
      },
    ]);
  });

  test("is known before its last piece leaves; one that was not read to its end is never said to be whole", async () => {
    await aPaidOrder();
    const { bytes } = await exportTable("ledger", TODAY, FINANCE);
    await bytes.next();
    await bytes.return();
    expect((await listExports()).list[0]!.finished).toBeNull();
    const again = await exportTable("ledger", TODAY, FINANCE);
    await again.bytes.next();
    expect((await listExports()).list[0]!.finished).toBeNull();
    await again.bytes.next();
    expect((await listExports()).list[0]!.finished).not.toBeNull();
  });

  test("is denied where the database fails in the middle: the reader gets an error, not an end", async () => {
    await query(
      "insert into sys_audit_log (actor, action, target, create_time) select 'cron', 'PAYMENT_ASKED', i::text, $1 from generate_series(1, 3000) i",
      [NOW],
    );
    const { bytes } = await exportTable("audit", TODAY, FINANCE);
    await bytes.next();
    await pool().query("alter table sys_audit_log rename to moved_away");
    try {
      await expect(restOf(bytes)).rejects.toThrow();
    } finally {
      await pool().query("alter table moved_away rename to sys_audit_log");
    }
    expect((await listExports()).list[0]!.finished).toBeNull();
  });
});
