import { beforeEach, describe, expect, test } from "vitest";
import { closeAlert } from "../accounts/close-alert.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { aMember, anOrder, aPaidOrder, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aNotice, signedForm } from "../testing/notices.ts";
import { statementsOf } from "../testing/statements.ts";
import { refusedNotices } from "./refused-notices.ts";
import { tellSilence } from "./tell-silence.ts";

useDatabase();

const alerts = () => query("select kind, detail, resolved_time, resolved_by, told_count from sys_alert order by id");

/** A shop that sold four times an hour, from 9:00 to 21:00, in the four weeks up to `last`. */
async function soldUntil(last: Date): Promise<void> {
  const { orderSn } = await aPaidOrder({ now: at(-40 * 24 * 60) });
  await query(
    `with model as (select * from oms_order where order_sn = $1),
      moments as (select m, row_number() over (order by m) as n
        from generate_series($2::timestamptz - interval '28 days', $2::timestamptz, interval '15 minutes') m
        where extract(hour from m at time zone interval '8 hours') between 9 and 20),
      made as (insert into oms_order (order_sn, member_id, product_type, total_amount_fen, pay_amount_fen, status, open_slot, create_time, expire_time)
        select order_sn || n, member_id, product_type, total_amount_fen, pay_amount_fen, 'CANCELLED', 100 + n, m, m from model, moments
        returning id, order_sn, create_time)
    insert into oms_payment_records (order_id, order_sn, out_trade_no, trade_no, kind, payment_amount_fen, payment_time, app_id, source)
    select id, order_sn, order_sn, order_sn, 'EFFECTIVE', 990, create_time, 'a', 'NOTIFY' from made order by create_time`,
    [orderSn, last],
  );
}

describe("a shop that usually sells four times an hour", () => {
  const since = at(0).toISOString();

  test("is told of ten payments that did not come, once, and no more when one comes", async () => {
    await soldUntil(at(0));
    await tellSilence(at(149));
    expect(await alerts()).toEqual([]);
    for (const minutes of [151, 152, 300]) await tellSilence(at(minutes));
    const told = { kind: "ORDERS_SILENT", detail: { since, missed: 10 }, told_count: 0 };
    expect(await alerts()).toEqual([{ ...told, resolved_time: null, resolved_by: null }]);
    await aPaidOrder({ now: at(301) });
    await tellSilence(at(303));
    expect(await alerts()).toEqual([{ ...told, resolved_time: at(303), resolved_by: null }]);
  });

  test("is told of the next silence at once, and of one that a person closed the day after", async () => {
    await soldUntil(at(0));
    await tellSilence(at(200));
    await aPaidOrder({ now: at(201) });
    await tellSilence(at(203));
    await tellSilence(at(203 + 160));
    expect(await alerts()).toMatchObject([{ resolved_time: null, detail: { since: at(202).toISOString() } }]);
    const admin = await aMember({ role: "ADMIN" });
    const closed = at(400);
    await closeAlert(admin, (await query<{ id: bigint }>("select id from sys_alert"))[0]!.id, contextAt(closed));
    await tellSilence(after(closed, DAY_MS - 1));
    expect(await alerts()).toMatchObject([{ resolved_time: closed }]);
    await tellSilence(after(closed, DAY_MS));
    expect(await alerts()).toMatchObject([{ resolved_time: null }]);
  });

  test("is not silent while its sales are stopped, and then from when they are open again", async () => {
    await soldUntil(at(0));
    await query("insert into sys_sales (is_open, reason, switch_time) values (false, 'x', $1)", [at(1)]);
    await tellSilence(at(300));
    await query("update sys_sales set is_open = true, reason = null, switch_time = $1", [at(300)]);
    await tellSilence(at(301));
    expect(await alerts()).toEqual([]);
    await tellSilence(at(460));
    expect(await alerts()).toMatchObject([{ detail: { since: at(300).toISOString() } }]);
  });

  test("costs four short reads while it sells", async () => {
    await aPaidOrder({ now: at(0) });
    expect(await statementsOf(() => tellSilence(after(at(1), 29 * MINUTE_MS)))).toEqual({ reads: 4, writes: 0 });
  });
});

describe("notices that are refused", () => {
  beforeEach(() => refusedNotices.believe());
  const forged = async (now: Date) => signedForm(aNotice(await anOrder({ now }))).replace("9.90", "9.91");
  const refuse = async (minutes: number) =>
    expect(await receiveNotify("alipay", await forged(at(minutes)), at(minutes))).toBe(false);
  const believe = async (minutes: number) =>
    expect(await receiveNotify("alipay", signedForm(aNotice(await anOrder({ now: at(minutes) }))), at(minutes))).toBe(
      true,
    );

  test("of three orders in a row are told; the next one that is believed ends it", async () => {
    for (const minutes of [1, 2]) await refuse(minutes);
    expect(await alerts()).toEqual([]);
    await refuse(3);
    const told = {
      kind: "NOTICES_REFUSED",
      detail: { since: at(1).toISOString(), refused: 3, reason: "没有通过验签（bad signature）" },
    };
    expect(await alerts()).toMatchObject([{ ...told, resolved_time: null }]);
    await tellSilence(at(4));
    expect(await alerts()).toMatchObject([{ resolved_time: null }]);
    await believe(5);
    await tellSilence(at(6));
    expect(await alerts()).toMatchObject([{ resolved_time: at(6), resolved_by: null }]);
    for (const minutes of [7, 8, 9]) await refuse(minutes);
    expect(await alerts()).toMatchObject([{ resolved_time: null, detail: { since: at(7).toISOString() } }]);
  });

  test("with one believed in between are not, nor where another process believes them", async () => {
    for (const minutes of [101, 102]) await refuse(minutes);
    await believe(103);
    for (const minutes of [104, 105]) await refuse(minutes);
    expect(await alerts()).toEqual([]);
    refusedNotices.believe();
    // As if this process had refused before another believed.
    for (const minutes of [102.5, 104, 105, 106]) await refuse(minutes);
    expect(await alerts()).toEqual([]);
  });

  test("A89 with numbers that are no orders of ours are told of nowhere, and ask the database once in 30 s", async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => `20260301120000000${String(n).padStart(16, "0")}`);
    const flood = async () => {
      for (const number of numbers) await receiveNotify("alipay", `out_trade_no=${number}&sign=x`, at(200));
    };
    expect(await statementsOf(flood)).toEqual({ reads: 1, writes: 0 });
    expect(await alerts()).toEqual([]);
  });

  test("of one order that Alipay repeats are not", async () => {
    const body = await forged(at(0));
    for (let hour = 0; hour < 25; hour += 3) await receiveNotify("alipay", body, after(at(0), hour * HOUR_MS));
    expect(await alerts()).toEqual([]);
  });
});
