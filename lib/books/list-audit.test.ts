import { readFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { beforeEach, describe, expect, test } from "vitest";
import { AUDIT_ACTIONS } from "../contracts/audit-actions.ts";
import { endpoints } from "../contracts/api.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { saveSettings } from "../accounts/save-settings.ts";
import { aMember, anOrder, at, aTrade, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plansOn, rowsRead } from "../testing/plans.ts";
import { actView } from "./audit-words.ts";
import { listAudit } from "./list-audit.ts";
import { listEvidence } from "./list-evidence.ts";

// docs/rules.md R113.

useDatabase();

/** The list as a browser would ask for it. */
const ask = (sent: Record<string, string> = {}) =>
  listAudit(endpoints["GET /api/admin/audit"].query.parse(sent), at(60));

describe("the audit log", () => {
  let admin: bigint;
  beforeEach(async () => {
    admin = await aMember({ role: "ADMIN" });
    await query("update ums_member set name = '阿会', email = 'hui@example.com' where id = $1", [admin]);
    await saveSettings({ supportContact: "微信 a" }, contextAt(at(0), `admin:${admin}`));
    await saveSettings({ supportContact: "微信 b" }, contextAt(at(1), `admin:${admin}`));
    await query(
      `insert into sys_audit_log (actor, action, target, detail, create_time)
       values ('cron', 'OF_ANOTHER_RELEASE', 'x', '{"amountFen": 990, "isOpen": true}', $1)`,
      [at(24 * 60)],
    );
  });

  const targets = async (sent: Record<string, string>) => (await ask(sent)).list.map(({ target }) => target);

  test("says who did what, newest first, and what differs", async () => {
    const { list, next } = await ask();
    expect(next).toBeNull();
    expect(list[0]).toMatchObject({
      ...{ by: "定时任务", actionText: "OF_ANOTHER_RELEASE", changes: [] },
      facts: [
        { label: "isOpen", value: "是" },
        { label: "金额", value: "¥9.90" },
      ],
    });
    expect(list[1]).toMatchObject({
      ...{ time: at(1).toISOString(), actor: `admin:${admin}`, by: `管理员 ${admin} 阿会`, actionText: "修改设置" },
      ...{ facts: [], changes: [{ label: "客服联系方式", before: "微信 a", after: "微信 b" }] },
    });
    expect(list[2]!.changes).toEqual([{ label: "客服联系方式", before: null, after: "微信 a" }]);
  });

  test("is filtered by who, what, on what, and when", async () => {
    expect(await targets({ actor: "cron" })).toEqual(["x"]);
    expect(await targets({ actor: "Hui@example.com" })).toEqual(["settings", "settings"]);
    expect(await targets({ action: "SETTINGS_SAVED" })).toEqual(["settings", "settings"]);
    expect(await targets({ target: "x" })).toEqual(["x"]);
    expect(await targets({ from: "2026-03-02" })).toEqual(["x"]);
    expect(await targets({ to: "2026-03-01" })).toEqual(["settings", "settings"]);
    expect(await targets({ from: "2026-03-01", to: "2026-03-01", actor: "cron" })).toEqual([]);
    await expect(ask({ from: "2026-03-02", to: "2026-03-01" })).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
  });

  test("goes on where a page ended", async () => {
    const first = await ask({ pageSize: "2" });
    const second = await ask({ pageSize: "2", before: String(first.next) });
    expect([...first.list, ...second.list].map(({ id }) => id)).toEqual((await ask()).list.map(({ id }) => id));
    expect(second.next).toBeNull();
  });

  test("is found through an index by each filter alone", async () => {
    await query(
      `insert into sys_audit_log (actor, action, target, create_time)
       select 'admin:' || i % 500, 'PAYMENT_ASKED', i::text, $1::timestamptz - i * interval '1 hour' from generate_series(1, 5000) i`,
      [at(0)],
    );
    await query("vacuum (analyze) sys_audit_log");
    const asked = [{ actor: "admin:7" }, { action: "SETTINGS_SAVED" }, { target: "17" }, { from: "2026-03-01" }];
    for (const sent of asked) {
      const [plan] = await plansOn("sys_audit_log", () => ask(sent));
      expect([sent, rowsRead(plan!, "sys_audit_log") < 100]).toEqual([sent, true]);
    }
  });
});

test("what an entry keeps under our own names is shown in words", () => {
  const held = { type: "CREDITS", lots: [{ lotId: 1, amount: 30 }] };
  const detail = {
    ...{ takeBack: "unused", kind: "STRAY_PAYMENT", detail: { tradeNo: "2026", outRequestNo: "r1" } },
    ...{ before: { orderStatus: "PAID" }, after: { orderStatus: "REFUNDING", held } },
  };
  const entry = { id: 1n, createTime: new Date(0), actor: "admin:7", action: "REFUND_STARTED", target: "r1" };
  const { facts, changes } = actView({ ...entry, detail, name: null });
  expect(facts.map(({ label, value }) => `${label} ${value}`)).toEqual([
    "商品 收回未使用的",
    "种类 订单收到多余的付款",
    "支付宝交易号 2026",
    "退款单号 r1",
    "冻结的权益 30 积分",
  ]);
  expect(changes).toEqual([{ label: "订单状态", before: "已支付", after: "退款中" }]);
});

test("credits that were taken are told by what is left in each lot", () => {
  const left = (remaining: number) => ({
    lots: [
      { lotId: 7, remaining },
      { lotId: 9, remaining: 0 },
    ],
  });
  const entry = { id: 1n, createTime: new Date(0), actor: "admin:7", action: "CREDITS_ADJUSTED", target: "member:3" };
  const { changes } = actView({ ...entry, detail: { before: left(30), after: left(10) }, name: null });
  expect(changes).toEqual([{ label: "积分批次", before: "7 号剩 30、9 号剩 0", after: "7 号剩 10、9 号剩 0" }]);
});

test("every action that the code writes has its words, and none has words that nobody writes", async () => {
  const files = globSync(["lib/**/*.ts", "prisma/*.ts"]).filter(
    (file) => !/\.test\.ts$|audit-actions|generated/.test(file),
  );
  const source = (await Promise.all(files.map((file) => readFile(file, "utf8")))).join("\n");
  const written = new Set([...source.matchAll(/"([A-Z][A-Z_]+|[a-z]+\.[a-z]+)"/g)].map(([, word]) => word!));
  // That none is missing, the compiler says: audit() takes no other.
  expect(Object.keys(AUDIT_ACTIONS).filter((action) => !written.has(action))).toEqual([]);
  expect(Object.values(AUDIT_ACTIONS).filter((text) => !/^\p{Script=Han}/u.test(text))).toEqual([]);
});

test("evidence is what Alipay said, word for word, with what we made of it", async () => {
  const order = await anOrder();
  const content = "trade_no=2026&total_amount=9.90&subject=%E7%A7%AF%E5%88%86";
  await settlePayment(
    aTrade(order, { amountFen: 1, content: '{"total_amount":"0.01"}', source: "QUERY" }),
    contextAt(at(1)),
  );
  await settlePayment(aTrade(order, { content }), contextAt(at(2)));
  const { list, next } = await listEvidence({ orderSn: order.orderSn });
  expect(next).toBeNull();
  expect(list).toEqual([
    expect.objectContaining({
      ...{ source: "NOTIFY", amount: 9.9, verdict: "PAID", verdictText: "付款，已入账", content },
      fields: [
        { label: "trade_no", value: "2026" },
        { label: "total_amount", value: "9.90" },
        { label: "subject", value: "积分" },
      ],
    }),
    expect.objectContaining({
      ...{ source: "QUERY", amount: 0.01, verdictText: "与订单不符：金额" },
      fields: [{ label: "total_amount", value: "0.01" }],
    }),
  ]);
  await expect(listEvidence({ orderSn: "2026030112000000000000" })).rejects.toMatchObject({ code: "ORDER_NOT_FOUND" });
});
