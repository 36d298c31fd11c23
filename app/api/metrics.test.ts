import { readFile } from "node:fs/promises";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getAcceptance } from "../../lib/books/get-acceptance.ts";
import { CREATION_LIMIT_MS } from "../../lib/core/deadlines.ts";
import { after, beijingText, DAY_MS } from "../../lib/core/time.ts";
import { metrics, noticesOf, timingOf } from "../../lib/metrics.ts";
import { receiveNotify } from "../../lib/refunds/receive-notify.ts";
import { settlePayment } from "../../lib/payments/settle-payment.ts";
import { aPaidOrder, anOrder, aTrade, aTradeNo, contextAt } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { setAlipayClock, signByAlipay, useSandbox } from "../../lib/testing/gateway.ts";
import { aNotice } from "../../lib/testing/notices.ts";

useSandbox();
useDatabase();
// The endpoints use the real clock.
beforeEach(() => setAlipayClock(new Date()));

let doors: Door[];
beforeAll(async () => {
  doors = await findDoors();
});

const doorOf = (name: string) => doors.find((door) => door.name === name)!;

/** One scrape: the value of each series. */
async function scrape(): Promise<Map<string, number>> {
  const { status, headers, text } = await knock(doorOf("GET /api/metrics"), {
    headers: { authorization: `Bearer ${process.env.CRON_SECRET}` },
  });
  expect([status, headers.get("content-type")]).toEqual([200, expect.stringContaining("text/plain")]);
  const lines = text.split("\n").filter((line) => line && !line.startsWith("#"));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

describe("the metrics", () => {
  test("count the orders of a day by what became of them", async () => {
    const now = new Date();
    await anOrder({ now });
    await aPaidOrder({ now });
    const [delivered, cancelled, owed] = [await aPaidOrder({ now }), await anOrder({ now }), await aPaidOrder({ now })];
    await query("update oms_order set status = 'CANCELLED' where id = $1", [cancelled.orderId]);
    await query("update oms_order set delivery_status = 'FAILED' where id = $1", [owed.orderId]);
    await aPaidOrder({ now: after(now, -DAY_MS - 60_000) });
    // A second payment of a delivered order is kept until it is sent back.
    const twice = aTrade(delivered, { tradeNo: aTradeNo(), paidAt: now });
    expect(await getAcceptance(now)).toMatchObject({ orders: { open: 1, paid: 2, closed: 1, lost: 1 } });
    await settlePayment(twice, contextAt(now));
    const series = await scrape();
    const outcome = (name: string) => series.get(`zhangfang_orders_24h{outcome="${name}"}`);
    expect(["open", "paid", "closed", "lost"].map(outcome)).toEqual([1, 1, 1, 2]);
    expect(series.get("zhangfang_database_up")).toBe(1);
    expect(series.get('zhangfang_to_do{kind="deliveries"}')).toBe(1);
  });

  test("count what news of trades came to, the time to the goods, and the connections", async () => {
    const now = new Date();
    const figures = async () => {
      const series = await scrape();
      const names = [
        'settlements_total{outcome="settle"}',
        'settlements_total{outcome="already"}',
        "delivery_seconds_count",
      ];
      return names.map((name) => series.get(`zhangfang_${name}`) ?? 0);
    };
    const [settled, already, delivered] = (await figures()) as [number, number, number];
    const order = await anOrder({ now });
    const trade = aTrade(order, { paidAt: after(now, -2_500) });
    await settlePayment(trade, contextAt(now));
    await settlePayment(trade, contextAt(now));
    expect(await figures()).toEqual([settled + 1, already + 1, delivered + 1]);
    const series = await scrape();
    expect(series.get('zhangfang_pool_connections{state="busy"}')).toBeGreaterThanOrEqual(0);
    expect(series.get('zhangfang_pool_connections{state="waiting"}')).toBe(0);
  });

  test("say how long ago each job succeeded, and what it left", async () => {
    await query(
      `insert into sys_job (name, started_at, succeeded_at, report)
       values ('expire-orders', now(), now() - interval '90 seconds', '{"claimed": 1, "done": 1, "failed": 0, "left": 7}')
       on conflict (name) do update set succeeded_at = excluded.succeeded_at, report = excluded.report`,
    );
    const series = await scrape();
    const age = series.get('zhangfang_job_seconds_since_success{job="expire-orders"}')!;
    expect(Math.abs(age - 90)).toBeLessThan(30);
    expect(series.get('zhangfang_job_rows_left{job="expire-orders"}')).toBe(7);
  });

  test("count the open alerts by kind, and forget a kind whose last one was closed", async () => {
    const raise = (cause: string) =>
      query("insert into sys_alert (kind, cause, detail) values ('JOB_SILENT', $1, '{}')", [cause]);
    await raise("a");
    await raise("b");
    const open = async () => (await scrape()).get('zhangfang_alerts_open{kind="JOB_SILENT"}');
    expect(await open()).toBe(2);
    await query("update sys_alert set resolved_time = now()");
    expect(await open()).toBeUndefined();
  });

  test("have every name that the example of alert rules asks for", async () => {
    const named = metrics.registry.getMetricsAsArray().map(({ name }) => name);
    const rules = await readFile("docs/alerts.yml", "utf8");
    const asked = [...new Set(rules.match(/zhangfang_\w+/g))];
    expect(asked.length).toBeGreaterThan(8);
    expect(asked.filter((name) => !named.includes(name.replace(/_(bucket|count|sum)$/, "")))).toEqual([]);
  });

  test("count a notice as forged, or as believed and settled", async () => {
    const now = new Date();
    const [forged, believed, settled] = [
      await noticesOf("forged"),
      await noticesOf("believed"),
      await noticesOf("settled"),
    ];
    const notice = await signByAlipay(aNotice(await anOrder({ now }), { gmt_payment: beijingText(now) }));
    expect(await receiveNotify("alipay", `${notice}x`, now)).toBe(false);
    expect(await receiveNotify("alipay", notice, now)).toBe(true);
    // Of an order that is not ours: believed, and asked for again.
    const unknown = await signByAlipay({
      ...aNotice(await anOrder({ now })),
      out_trade_no: "20260301120000000000000000000001",
    });
    await receiveNotify("alipay", unknown, now);
    expect([await noticesOf("forged"), await noticesOf("believed")]).toEqual([forged + 1, believed + 2]);
    expect(await noticesOf("settled")).toBe(settled + 1);
    expect((await getAcceptance(now)).payments).toEqual({ notify: 1, query: 0, bill: 0 });
  });

  test("time each endpoint, and leave out of a limit what did no work", async () => {
    const before = await timingOf(["GET /api/catalog"], CREATION_LIMIT_MS);
    await knock(doorOf("GET /api/catalog"), {});
    const { count, withinLimit, p99Ms } = await timingOf(["GET /api/catalog"], CREATION_LIMIT_MS);
    expect([count, withinLimit]).toEqual([before.count + 1, before.withinLimit + 1]);
    expect(p99Ms).toBeLessThanOrEqual(1_000);
    await knock(doorOf("GET /api/payment/orders"), {});
    expect(await timingOf(["GET /api/payment/orders"], CREATION_LIMIT_MS)).toEqual({
      count: 0,
      withinLimit: 0,
      p99Ms: null,
    });
    const series = await scrape();
    expect(series.get('zhangfang_request_seconds_count{endpoint="GET /api/payment/orders",status="4xx"}')).toBe(1);
  });

  test("are there without the database, and say that it is not", async () => {
    await aPaidOrder({ now: new Date() });
    await scrape();
    await query("alter table oms_payment_records rename to out_of_reach");
    const series = await scrape().finally(() => query("alter table out_of_reach rename to oms_payment_records"));
    expect(series.get("zhangfang_database_up")).toBe(0);
    expect([...series.keys()].filter((name) => /orders_24h|payments_24h|to_do|alerts_open/.test(name))).toEqual([]);
    expect([...series.keys()]).toContain('zhangfang_gate_waiting{gate="notices"}');
  });
});
