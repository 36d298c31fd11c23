import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { aPaidOrder, anOrder, aPlan, aMember, at } from "../testing/builders.ts";
import { APPEND_ONLY_TABLES } from "../db/append-only.ts";
import { query, useDatabase } from "../testing/database.ts";
import { checkInvariants } from "./check-invariants.ts";
import { invariantsAt } from "./invariants.ts";

useDatabase();

const now = at(60);

/**
 * Those of the journal and of events have violations of their own (journal- and event-invariants.test.ts): what is planted here has no
 * voucher and no event, which they find too.
 */
const hasOwnTest = ({ id }: { readonly id: string }) => /^[JE]\d/.test(id);

/** The broken ids, joined. */
async function broken(): Promise<string> {
  const findings = await checkInvariants(now);
  return findings
    .filter((finding) => finding.offending !== 0 && !hasOwnTest(finding))
    .map((finding) => finding.id)
    .join(",");
}

/** A row of a table of its own, with what the test does not care about filled in. */
const aRefund = (changes: string) => `insert into oms_refund_records
  (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind, refund_amount_fen, quote, status, reason, requested_by, next_check_at, finish_time, member_seq)
  select p.order_id, p.order_sn, o.member_id, p.id, p.out_trade_no, p.trade_no, 'r' || repeat('0', 20), 'ORDER', 1, '{"amountFen": 1, "held": {"type": "NONE"}}', 'REVIEWING', 'x', 'x', null::timestamptz, null::timestamptz, 1
  from oms_payment_records p join oms_order o on o.id = p.order_id order by p.id limit 1;
  update oms_refund_records set ${changes}`;

const aReservation = `insert into ums_credit_reservation (member_id, biz_id, amount, reason, lease_until, actor)
  select member_id, 'b', 1, 'x', now(), 'x' from ums_credit_lot limit 1;
  insert into ums_credit_reservation_lot (reservation_id, lot_id, amount) select (select max(id) from ums_credit_reservation), min(id), 1 from ums_credit_lot`;

/** A ledger entry of the one consumption. */
const anEntry = (type: string, delta: number, kind: string) => `
  insert into ums_credit_ledger (member_id, lot_id, order_id, consumption_id, entry_type, delta, balance_after, reason, actor)
  select l.member_id, l.id, l.order_id, c.id, '${type}', ${delta}, b.total, 'x', 'x'
  from ums_credit_consumption c join ums_credit_balance b using (member_id) join ums_credit_lot l using (member_id) where l.kind = '${kind}'`;

/** One credit spent, as it should be. */
const aConsumption = `insert into ums_credit_consumption (member_id, biz_id, amount, reason, actor) select member_id, 'b', 1, 'x', 'x' from ums_credit_balance;
  update ums_credit_lot set remaining = remaining - 1 where kind = 'PAID'; update ums_credit_balance set total = total - 1;
  ${anEntry("CONSUME", -1, "PAID")}`;

/** It was given back, to no lot. */
const aReversal = `${aConsumption}; update ums_credit_consumption set reversed = 1;
  insert into ums_credit_reversal (member_id, consumption_id, amount, actor) select member_id, id, 1, 'x' from ums_credit_consumption`;

/** Three credits that somebody gave, as they should be. */
const aGift = `insert into ums_credit_adjustment (member_id, origin, amount, reason, status, requested_by, request_seq, finish_time)
    select member_id, 'GIFT', 3, 'x', 'DONE', 1000, 1, now() from ums_credit_balance;
  insert into ums_credit_lot (member_id, kind, granted, remaining, origin, adjustment_id)
    select member_id, 'BONUS', amount, amount, origin, id from ums_credit_adjustment;
  update ums_credit_balance set total = total + 3;
  insert into ums_credit_ledger (member_id, lot_id, adjustment_id, entry_type, delta, balance_after, reason, actor)
    select l.member_id, l.id, l.adjustment_id, 'GRANT', 3, b.total, 'x', 'x'
    from ums_credit_lot l join ums_credit_balance b using (member_id) where l.adjustment_id is not null`;

/** The day's bill with a line for each payment given, as if it had been compared; its sums are those of its lines. */
const aBill = (payments = "select * from oms_payment_records") => `
  insert into oms_bill_day (bill_date, status, trade_count, trade_fen, refund_count, refund_fen, import_time, finish_time)
  select '2026-03-01', 'RECONCILED', count(*), coalesce(sum(payment_amount_fen), 0), 0, 0, now(), now() from (${payments}) p;
  insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, amount_fen, finish_time)
  select '2026-03-01', row_number() over (), 'TRADE', trade_no, out_trade_no, payment_amount_fen, payment_time from (${payments}) p`;

/** An invoice that is asked for, as it should be. */
const anInvoice = `insert into oms_invoice (invoice_sn, member_id, kind, title, email, amount_fen)
    select 'i1', member_id, 'PERSON', 'x', 'a@b.c', pay_amount_fen from oms_order where status = 'PAID' order by id limit 1;
  insert into oms_invoice_order (invoice_id, order_id, order_sn, amount_fen)
    select (select id from oms_invoice), o.id, order_sn, pay_amount_fen from oms_order o where status = 'PAID' order by o.id limit 1`;

/** The violation of each invariant, written with the guards switched off. Some also break another invariant. */
const PLANTED: Record<string, { sql: string; breaks?: string }> = {
  C01: { sql: "update ums_credit_balance set total = total + 1", breaks: "C01,C03" },
  C02: {
    sql: "update ums_credit_lot set remaining = remaining - 1; update ums_credit_balance set total = total - 2",
    breaks: "C02,C03",
  },
  C03: { sql: "update ums_credit_ledger set balance_after = balance_after + 1" },
  C04: { sql: "delete from ums_credit_balance" },
  C05: { sql: "update ums_credit_lot set frozen = 1" },
  C06: { sql: aReservation },
  C07: {
    sql: "insert into ums_credit_consumption (member_id, biz_id, amount, reason, actor) select member_id, 'b', 1, 'x', 'x' from ums_credit_balance",
  },
  C08: { sql: `${aConsumption}; update ums_credit_consumption set reversed = 1` },
  C09: { sql: aReversal },
  C10: {
    sql: `${aReversal}; ${anEntry("REVERSE", 1, "BONUS")}; update ums_credit_ledger set reversal_id = (select id from ums_credit_reversal)
      where entry_type = 'REVERSE'`,
    breaks: "C02,C10",
  },
  C11: {
    sql: `insert into ums_credit_adjustment (member_id, origin, amount, reason, status, requested_by, request_seq, finish_time)
      select member_id, 'GIFT', 3, 'x', 'DONE', 1000, 1, now() from ums_credit_balance`,
  },
  C12: { sql: `${aGift}; update ums_credit_lot set origin = 'COMPENSATION' where adjustment_id is not null` },
  C13: { sql: "update ums_credit_ledger set order_id = null where id = (select min(id) from ums_credit_ledger)" },
  C14: {
    sql: `insert into ums_credit_grant (member_id, biz_id, amount, reason, actor)
      select member_id, 'b', 1, 'x', 'x' from ums_credit_balance`,
  },
  O01: { sql: "update oms_payment_records set kind = 'DUPLICATE', payment_status = 'RETURNED'", breaks: "O01,M02" },
  O02: { sql: "update oms_payment_records set payment_amount_fen = payment_amount_fen + 1" },
  O03: { sql: "delete from oms_payment_evidence" },
  O04: { sql: "delete from oms_delivery_records" },
  O05: { sql: "update oms_order_item set credit_amount = credit_amount + 1", breaks: "O05,M05" },
  O06: { sql: "delete from ums_member_subscriptions" },
  O07: {
    sql: "update ums_credit_lot set order_id = (select id from oms_order where status = 'PENDING')",
    breaks: "C13,O05,O07",
  },
  O08: { sql: "update oms_order_event set to_status = 'REFUNDED' where to_status = 'PAID'" },
  O09: { sql: "update oms_order set expire_time = '2026-02-01' where status = 'PENDING'" },
  O10: { sql: "update oms_delivery_records set delivery_status = 'PENDING', delivered_time = null" },
  R01: {
    sql: aRefund("refund_amount_fen = 100000000, status = 'SUCCESS', finish_time = now()"),
    breaks: "R01,R02,M03",
  },
  R02: { sql: "update oms_order set refunded_amount_fen = 1 where status = 'PAID'" },
  R03: { sql: aRefund("status = 'SENT', next_check_at = now()") },
  R04: { sql: "update oms_order set status = 'REFUNDED' where status = 'PAID'", breaks: "O08,R04" },
  R05: { sql: aRefund("status = 'APPROVED'"), breaks: "R03,R05" },
  R06: {
    sql: `${aRefund("status = 'REJECTED', finish_time = now()")};
      insert into oms_refund_review (refund_id, admin_id, verdict) select id, member_id, 'REJECT' from oms_refund_records`,
  },
  R07: {
    sql: `insert into oms_payment_records (order_id, order_sn, attempt_id, out_trade_no, trade_no, kind, payment_amount_fen, payment_time, app_id, seller_id, source, create_time)
      select order_id, order_sn, attempt_id, out_trade_no, '2', 'MISMATCH', payment_amount_fen, payment_time, app_id, seller_id, source, '2026-02-01' from oms_payment_records limit 1`,
    breaks: "O03,R07",
  },
  R08: { sql: aRefund("create_time = '2026-02-20'"), breaks: "R03,R08" },
  R10: {
    sql: `${aRefund("status = 'SUCCESS', finish_time = now(), refund_amount_fen = 0, requested_by = 'admin:1'")};
      update oms_refund_records set quote = '{"amountFen": 0, "desk": {"part": 1}, "held": {"type": "CREDITS", "lots": [{"lotId": 1, "amount": 1}]}}'`,
  },
  R09: { sql: aRefund("kind = 'OUTSIDE', member_seq = null, quote = '{}'") },
  S02: { sql: "update ums_member_subscriptions set status = 'FROZEN'" },
  S03: { sql: "update ums_member_subscriptions set end_date = end_date + interval '1 day'" },
  S04: {
    sql: "update ums_member_subscriptions set start_date = start_date - interval '1 hour', end_date = end_date - interval '1 hour', anchor_date = null",
  },
  S05: { sql: "update ums_member_subscriptions set status = 'EXPIRED'" },
  S06: { sql: "update ums_member_subscriptions set status = 'REFUNDED'" },
  M01: { sql: "update oms_order set total_amount_fen = total_amount_fen + 1" },
  M02: { sql: "update oms_payment_records set payment_status = 'RETURNED'" },
  M03: { sql: aRefund("refund_amount_fen = 2, status = 'REJECTED', finish_time = now()") },
  H01: { sql: "alter table oms_order_event disable trigger oms_order_event_append_only" },
  H02: {
    sql: "insert into oms_payment_evidence (evidence_key, source, out_trade_no, trade_no, verdict, content) values ('k', 'NOTIFY', 'n', 't', 'ORPHAN', '')",
  },
  M04: { sql: "update oms_payment_attempts set payment_method = 'paper' where status = 'PAID'" },
  M05: { sql: "update oms_order_item set bonus_credits = bonus_credits + 1, goods_version = 9", breaks: "O05,M05" },
  V01: {
    sql: `${anInvoice}; update oms_invoice set amount_fen = amount_fen - 1; update oms_invoice_order set amount_fen = amount_fen - 1`,
  },
  V02: {
    sql: `${anInvoice}; update oms_invoice set status = 'ISSUED', number = '25117000', issued_date = '2026-03-01', amount_fen = amount_fen + 1;
      update oms_invoice_order set amount_fen = amount_fen + 1`,
  },
  V03: { sql: `${anInvoice}; update oms_invoice set amount_fen = amount_fen + 1` },
  B01: { sql: `${aBill()}; update oms_bill_line set amount_fen = 1; update oms_bill_day set trade_fen = 2` },
  B02: { sql: aBill("select * from oms_payment_records limit 1") },
  B03: { sql: `${aBill()}; update oms_bill_day set trade_fen = trade_fen + 1` },
  B04: {
    sql: "insert into oms_bill_day (bill_date, next_check_at, create_time) values ('2026-02-01', now(), '2026-02-20')",
  },
  B05: { sql: "insert into sys_alert (kind, cause) values ('BILL_DIFFERENCE', 'TRADE:x')" },
  B06: {
    sql: `insert into oms_month_closing (month, sheet, sha256, closed_by, close_time)
        select '2026-03-01', '{}', repeat('0', 64), min(id), now() from ums_member;
      insert into oms_month_account (month, seller_id, bill_in_fen, bill_out_fen, set_aside_fen, paid_fen, refunded_fen, difference_fen)
        select '2026-03-01', seller_id, 0, 0, 0, sum(payment_amount_fen) + 1, 0, 0 from oms_payment_records group by seller_id`,
  },
  S01: {
    sql: `alter table ums_member_subscriptions drop constraint ums_member_subscriptions_no_overlap;
      insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
      select member_id, (select min(id) from oms_order where status = 'PAID'), plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date from ums_member_subscriptions limit 1`,
  },
};

beforeEach(async () => {
  const memberId = await aMember();
  await anOrder({ memberId });
  await aPaidOrder({ memberId });
  await aPaidOrder({ memberId, wanted: await aPlan() });
});

// The guards are switched off for one transaction only; H01 and S01 change the table itself and come last.
afterEach(() => query("alter table oms_order_event enable trigger oms_order_event_append_only"));

describe("the books", () => {
  test("are clean after orders, payments and deliveries", async () => {
    expect(await broken()).toBe("");
  });

  test("are clean when a person gave something", async () => {
    await query(`begin; set local session_replication_role = replica; ${aGift}; commit`);
    expect(await broken()).toBe("");
  });

  test("are clean when an invoice was asked for", async () => {
    await query(anInvoice);
    expect(await broken()).toBe("");
  });

  test("are clean when a bill says the same", async () => {
    await query(aBill());
    expect(await broken()).toBe("");
  });

  test("every invariant has a planted violation", () => {
    expect(Object.keys(PLANTED).sort()).toEqual(
      invariantsAt(now)
        .filter((invariant) => !hasOwnTest(invariant))
        .map((invariant) => invariant.id)
        .sort(),
    );
  });

  test.each(Object.entries(PLANTED))("%s finds its planted violation", async (id, { sql, breaks = id }) => {
    await query(`begin; set local session_replication_role = replica; ${sql}; commit`);
    expect(await broken()).toBe(breaks);
  });

  test.each(APPEND_ONLY_TABLES)("H01 finds that %s can be rewritten", async (table) => {
    await query(`alter table ${table} disable trigger ${table}_append_only`);
    try {
      expect(await broken()).toBe("H01");
    } finally {
      await query(`alter table ${table} enable trigger ${table}_append_only`);
    }
  });

  test("leave it to a person who closed the alert that Alipay refused to take money back", async () => {
    const refused = aRefund(
      "kind = 'STRAY', member_seq = null, status = 'REFUSED', finish_time = now(), refund_amount_fen = 990",
    );
    await query(`begin; set local session_replication_role = replica; ${PLANTED.R07!.sql};
      insert into oms_payment_evidence (evidence_key, source, out_trade_no, trade_no, order_id, verdict, content)
        select 'k', 'QUERY', out_trade_no, trade_no, order_id, 'MISMATCH:amount', '' from oms_payment_records where kind = 'MISMATCH';
      ${refused}, payment_id = (select id from oms_payment_records where kind = 'MISMATCH'); commit`);
    expect(await broken()).toBe("R07");
    await query(`insert into sys_alert (kind, cause, resolved_time, resolved_by)
      select 'REFUND_REFUSED', out_request_no, now(), 1 from oms_refund_records`);
    expect(await broken()).toBe("");
  });

  /** What lasts, whose alert somebody closed. */
  const CLOSED: Record<string, string> = {
    O04: `update oms_delivery_records set delivery_status = 'FAILED', delivered_time = null where id = 1;
      update oms_order set delivery_status = 'FAILED' where id = (select order_id from oms_delivery_records where id = 1);
      insert into sys_alert (kind, cause) select 'DELIVERY_GIVEN_UP', order_sn from oms_order where id = (select order_id from oms_delivery_records where id = 1)`,
    B04: `insert into oms_bill_day (bill_date, next_check_at, create_time) values ('2026-02-01', now(), '2026-02-20');
      insert into sys_alert (kind, cause) values ('BILL_LATE', 'alipay:2026-02-01')`,
  };

  test.each(Object.entries(CLOSED))(
    "%s finds what stays undone two days after its alert was closed",
    async (id, sql) => {
      await query(`begin; set local session_replication_role = replica; ${sql}; commit`);
      expect(await broken()).toBe("");
      const close = (when: Date) => query("update sys_alert set resolved_time = $1, resolved_by = 1", [when]);
      await close(after(now, 1 - 2 * DAY_MS));
      expect(await broken()).toBe("");
      await close(after(now, -2 * DAY_MS));
      expect(await broken()).toBe(id);
    },
  );
});
