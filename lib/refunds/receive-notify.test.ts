import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { anOrder, aPaidOrder, at, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { aNotice, signedForm, type NoticeFields } from "../testing/notices.ts";
import { statementsOf } from "../testing/statements.ts";
import { receiveNotify } from "./receive-notify.ts";

useDatabase();

const receive = (body: string, now = at(1)) => receiveNotify("alipay", body, now);
const statusOf = async ({ orderId }: TestOrder) =>
  (await query("select status from oms_order where id = $1", [orderId]))[0];
const PAID = { status: "PAID" };
const PENDING = { status: "PENDING" };

describe("a genuine notice", () => {
  test("is answered success once the payment is durable, and again whenever it comes again", async () => {
    const order = await anOrder();
    const body = signedForm(aNotice(order));
    expect(await receive(body)).toBe(true);
    expect(await statusOf(order)).toEqual(PAID);
    expect(await query("select payment_time, source from oms_payment_records")).toEqual([
      { payment_time: new Date("2026-03-01T04:00:30.000Z"), source: "NOTIFY" },
    ]);
    expect(await query("select source, content from oms_payment_evidence")).toEqual([
      { source: "NOTIFY", content: body },
    ]);
    for (const minutes of [5, 15, 25 * 60]) expect(await receive(body, at(minutes))).toBe(true);
    expect(await count("ums_credit_lot")).toBe(2);
  });

  test.each([
    ["TRADE_FINISHED, from a contract without refunds", { trade_status: "TRADE_FINISHED" }],
    ["a plain payment that carries refund_fee=0.00", { refund_fee: "0.00" }],
    ["fields that do not exist yet", { brand_new_field: "一&=+%20" }],
    ["a subject with everything in it", { subject: `+ % & = " ' < > \n emoji 🎫 &lt;` }],
  ] as [string, NoticeFields][])("%s is a payment", async (_, changes) => {
    const order = await anOrder();
    expect(await receive(signedForm(aNotice(order, changes)))).toBe(true);
    expect(await statusOf(order)).toEqual(PAID);
  });

  test.each([
    ["of a trade that waits", { trade_status: "WAIT_BUYER_PAY" }],
    ["of a closed trade", { trade_status: "TRADE_CLOSED", gmt_close: "2026-03-01 12:30:00" }],
    ["of a whole refund", { trade_status: "TRADE_CLOSED", refund_fee: "9.90", gmt_refund: "2026-03-01 12:10:15.143" }],
  ] as [string, NoticeFields][])("%s is acknowledged and pays nothing", async (_, changes) => {
    const order = await anOrder();
    expect(await receive(signedForm(aNotice(order, changes)))).toBe(true);
    expect(await statusOf(order)).toEqual(PENDING);
    expect(await count("oms_payment_records")).toBe(0);
  });

  test.each([
    ["another amount", { total_amount: "9.89" }],
    ["an amount that only a lenient reader understands", { total_amount: "9.9" }],
    ["another app", { app_id: "2021000000000001" }],
    ["another seller", { seller_id: "2088000000000009" }],
    ["a number that looks like ours", { out_trade_no: `20260301120000000${"0".repeat(16)}` }],
  ] as [string, NoticeFields][])("of %s is answered fail, pays nothing and is raised", async (_, changes) => {
    const order = await anOrder();
    expect(await receive(signedForm(aNotice(order, changes)))).toBe(false);
    expect(await statusOf(order)).toEqual(PENDING);
    expect([await count("oms_payment_evidence"), await count("sys_alert")]).toEqual([1, 1]);
  });

  test.each([
    ["with its number", { refund_fee: "1.00", gmt_refund: "2026-03-01 12:10:15.143", out_biz_no: "c1" }],
    ["with its sum alone", { refund_fee: "1.00" }],
  ] as [string, NoticeFields][])(
    "of a refund of a part, %s, tells of a payment, whose goods are held",
    async (_, changes) => {
      const order = await anOrder();
      expect(await receive(signedForm(aNotice(order, changes)))).toBe(true);
      expect(await statusOf(order)).toEqual({ status: "REFUNDING" });
      expect(await query("select payment_amount_fen from oms_payment_records")).toEqual([{ payment_amount_fen: 990 }]);
    },
  );

  test("of a number that cannot be ours is kept and counted, and nobody is told of it", async () => {
    const order = await anOrder();
    for (const [trade_no, total_amount] of [
      ["t1", "3.00"],
      ["t2", "4.50"],
    ] as const) {
      const foreign = signedForm(aNotice(order, { out_trade_no: "MALL-2026-77", trade_no, total_amount }));
      for (let copy = 0; copy < 2; copy += 1) expect(await receive(foreign)).toBe(false);
    }
    expect(
      await query(
        "select count(*)::int as n, sum(amount_fen)::int as fen from oms_payment_evidence where verdict = 'FOREIGN'",
      ),
    ).toEqual([{ n: 2, fen: 750 }]);
    expect(await count("sys_alert")).toBe(0);
  });

  test("keeps its own evidence although a signed notice of the same number said something else before", async () => {
    const order = await anOrder();
    const genuine = aNotice(order);
    expect(await receive(signedForm({ ...genuine, out_trade_no: "20260301120000000nobodysnumber00" }))).toBe(false);
    expect(await receive(signedForm(genuine))).toBe(true);
    expect(await query("select out_trade_no, verdict from oms_payment_evidence order by id")).toEqual([
      { out_trade_no: "20260301120000000nobodysnumber00", verdict: "FOREIGN" },
      { out_trade_no: order.orderSn, verdict: "PAID" },
    ]);
  });

  test("in any order, three pieces of news end in the same state", async () => {
    const news = [
      {},
      { trade_status: "TRADE_FINISHED" },
      { refund_fee: "1.00", gmt_refund: "2026-03-01 12:10:15.143" },
    ] as NoticeFields[];
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    for (const sequence of orders) {
      const order = await anOrder();
      const { trade_no } = aNotice(order);
      for (const i of sequence)
        expect(await receive(signedForm(aNotice(order, { ...news[i], trade_no: trade_no! })))).toBe(true);
      // Paid, and held because a part of it went back outside.
      expect(await statusOf(order)).toEqual({ status: "REFUNDING" });
      expect(await count("oms_payment_records", "order_id = $1", [order.orderId])).toBe(1);
      expect(await count("oms_refund_records", "order_id = $1", [order.orderId])).toBe(1);
    }
  });

  test("that meets a full disk leaves nothing half done, and heals when it comes again", async () => {
    const order = await anOrder();
    const body = signedForm(aNotice(order));
    await query(`create function full_disk() returns trigger language plpgsql as $$ begin raise exception using errcode = '53100'; end $$;
      create trigger full_disk before insert on oms_payment_records for each row execute function full_disk()`);
    await expect(receive(body)).rejects.toMatchObject({ code: "BUSY", status: 503 });
    await query("drop trigger full_disk on oms_payment_records; drop function full_disk");
    expect(await statusOf(order)).toEqual(PENDING);
    expect([await count("oms_payment_evidence"), await count("ums_credit_lot")]).toEqual([0, 0]);
    expect(await receive(body, at(5))).toBe(true);
    expect(await statusOf(order)).toEqual(PAID);
  });

  test("costs one read and one commit; a forgery costs the database nothing", async () => {
    const order = await anOrder();
    const body = signedForm(aNotice(order));
    expect(await statementsOf(() => receive(body.replace("TRADE_SUCCESS", "TRADE_FINISHED")))).toEqual({
      reads: 0,
      writes: 0,
    });
    expect(await statementsOf(() => receive(body))).toEqual({ reads: 1, writes: 1 });
    expect(await statementsOf(() => receive(body))).toEqual({ reads: 1, writes: 0 });
  });
});

describe("a forgery", () => {
  test("with a stranger's key moves nothing and leaves no trace in the database", async () => {
    const order = await anOrder();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    expect(await receive(signedForm(aNotice(order), { key: privateKey }))).toBe(false);
    expect(await statusOf(order)).toEqual(PENDING);
    expect([await count("oms_payment_evidence"), await count("sys_alert")]).toEqual([0, 0]);
  });

  test("of another order's number onto a genuine signature moves neither", async () => {
    const paid = await aPaidOrder();
    const other = await anOrder();
    const body = signedForm(aNotice(paid)).replace(paid.orderSn, other.orderSn);
    expect(await receive(body)).toBe(false);
    expect(await statusOf(other)).toEqual(PENDING);
  });
});

/** Fifty equal notices at the same time; how often goods were given, and how many were answered success. */
async function fiftyAtOnce(): Promise<{ lots: number; payments: number; successes: number }> {
  const body = signedForm(aNotice(await anOrder()));
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => receive(body)));
  const successes = answers.filter((answer) => answer.status === "fulfilled" && answer.value).length;
  return { lots: await count("ums_credit_lot"), payments: await count("oms_payment_records"), successes };
}

describe("fifty equal notices at once", () => {
  test("deliver once, and all are answered success", async () => {
    expect(await fiftyAtOnce()).toEqual({ lots: 2, payments: 1, successes: 50 });
  });

  test("with the unique keys gone, the order's own state still delivers once", async () => {
    await withoutUniqueKeys(async () => {
      expect(await fiftyAtOnce()).toEqual({ lots: 2, payments: 1, successes: 50 });
    });
  });

  test("positive control: with the unique keys and the state's guard gone, the same fifty deliver more than once", async () => {
    await withoutUniqueKeys(async () => {
      // No update of the order's status sticks, so that each commit finds the order as it was loaded.
      await query(`create function forget() returns trigger language plpgsql as $$ begin new.status = old.status; return new; end $$;
        create trigger forget before update on oms_order for each row execute function forget()`);
      const { lots, payments } = await fiftyAtOnce();
      await query("drop trigger forget on oms_order; drop function forget");
      expect(lots).toBeGreaterThan(2);
      expect(payments).toBeGreaterThan(1);
    });
  });
});

/** What makes a second delivery of one order impossible, whatever the code above it believes. */
const UNIQUE_KEYS = [
  "oms_payment_records_trade_key",
  "oms_payment_records_effective_key",
  "oms_delivery_records_order_key",
  "ums_credit_lot_order_key",
  "ums_credit_ledger_grant_key",
];

async function withoutUniqueKeys(work: () => Promise<void>): Promise<void> {
  const found = await query<{ indexdef: string }>("select indexdef from pg_indexes where indexname = any($1)", [
    UNIQUE_KEYS,
  ]);
  expect(found).toHaveLength(UNIQUE_KEYS.length);
  await query(`drop index ${UNIQUE_KEYS.join(", ")}`);
  try {
    await work();
  } finally {
    await query("truncate oms_order cascade");
    for (const { indexdef } of found) await query(indexdef);
  }
}

describe("two notices that meet", () => {
  test("the second one decides anew on what the first one committed", async () => {
    const order = await anOrder();
    const notice = aNotice(order);
    const first = `with moved as (update oms_order set status = 'PAID', payment_time = now() returning id, order_sn)
      insert into oms_payment_records (order_id, order_sn, out_trade_no, trade_no, kind, payment_amount_fen, payment_time, app_id, source)
      select id, order_sn, order_sn, '${notice.trade_no}', 'EFFECTIVE', 990, now(), '', 'NOTIFY' from moved`;
    expect(await overtake(first, () => receive(signedForm(notice)))).toBe(true);
    expect(await count("oms_payment_records")).toBe(1);
    expect(await count("ums_credit_lot")).toBe(0);
  });
});
