import { beforeEach, describe, expect, test } from "vitest";
import {
  APPROVED_REFUND_STATUSES,
  ISSUED_INVOICE_STATUSES,
  OPEN_INVOICE_STATUSES,
  OPEN_REFUND_STATUSES,
  STRAY_PAYMENT_KINDS,
  UNPAID_ORDER_STATUSES,
} from "../core/states.ts";
import { aPaidOrder, aPlan, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { APPEND_ONLY_TABLES } from "./append-only.ts";
import { SegmentStatus } from "./generated/enums.ts";

// Constraints of the database (docs/rules.md R59).

useDatabase();

let credits: TestOrder;
let plan: TestOrder;
beforeEach(async () => {
  credits = await aPaidOrder();
  plan = await aPaidOrder({ wanted: await aPlan({ code: "pro" }), memberId: credits.memberId });
});

/** A copy of the credits order's row of a table, with some columns changed. */
async function again(table: string, changes: Record<string, string> = {}): Promise<unknown> {
  const columns = await query<{ column_name: string }>(
    "select column_name from information_schema.columns where table_name = $1 and column_name <> 'id'",
    [table],
  );
  const names = columns.map(({ column_name: name }) => name);
  const values = names.map((name) => changes[name] ?? name);
  return query(
    `insert into ${table} (${names.join(", ")}) select ${values.join(", ")} from ${table} where order_id = $1 limit 1`,
    [credits.orderId],
  );
}

const newTrade = { trade_no: "'2026030122001499999999999999'" };

describe("once means once", () => {
  test.each([
    ["a trade", "oms_payment_records", { kind: "'DUPLICATE'" }, "oms_payment_records_trade_key"],
    ["the payment that counts", "oms_payment_records", newTrade, "oms_payment_records_effective_key"],
    ["a delivery", "oms_delivery_records", {}, "oms_delivery_records_order_key"],
    ["a lot of one kind", "ums_credit_lot", {}, "ums_credit_lot_order_key"],
    ["a grant", "ums_credit_ledger", {}, "ums_credit_ledger_grant_key"],
    ["an attempt's number", "oms_payment_attempts", { cashier_kind: "'WAP'" }, "oms_payment_attempts_out_trade_no_key"],
    ["a piece of news", "oms_payment_evidence", {}, "oms_payment_evidence_key_key"],
    ["an item", "oms_order_item", {}, "oms_order_item_order_key"],
  ])("%s", async (_, table, changes, constraint) => {
    await expect(again(table, changes as Record<string, string>)).rejects.toMatchObject({ code: "23505", constraint });
  });

  test("an open attempt of one kind", async () => {
    await query("update oms_payment_attempts set status = 'OPEN'");
    const another = again("oms_payment_attempts", { out_trade_no: "out_trade_no || '_2'" });
    await expect(another).rejects.toMatchObject({ code: "23505", constraint: "oms_payment_attempts_order_kind_key" });
  });

  test("a notice to a member", async () => {
    const copied = query(
      "insert into ums_member_notice (member_id, notice_key, kind) select member_id, notice_key, kind from ums_member_notice limit 1",
    );
    await expect(copied).rejects.toMatchObject({ constraint: "ums_member_notice_key_key" });
  });

  test("a period of one plan family at any instant", async () => {
    const overlapping = query(
      `insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
       select member_id, $1, plan_id, plan_code, plan_name, plan_level, billing_cycle, end_date - interval '1 millisecond', end_date + interval '1 month'
       from ums_member_subscriptions`,
      [credits.orderId],
    );
    await expect(overlapping).rejects.toMatchObject({
      code: "23P01",
      constraint: "ums_member_subscriptions_no_overlap",
    });
  });
});

describe("amounts stay sane", () => {
  test.each([
    ["oms_order", "refunded_amount_fen = pay_amount_fen + 1", "oms_order_refunded_within_paid"],
    ["oms_order", "refunded_amount_fen = -1", "oms_order_refunded_within_paid"],
    ["oms_order", "pay_amount_fen = 0", "oms_order_pay_amount_fen_check"],
    ["oms_order", "total_amount_fen = 100000001", "oms_order_total_amount_fen_check"],
    ["oms_order", "payment_time = null", "oms_order_paid_has_time"],
    ["oms_order", "open_slot = 0", "oms_order_open_slot_check"],
    ["oms_payment_records", "payment_amount_fen = 0", "oms_payment_records_payment_amount_fen_check"],
    ["ums_credit_lot", "remaining = -1", "ums_credit_lot_frozen_range"],
    ["ums_credit_lot", "remaining = granted + 1", "ums_credit_lot_remaining_range"],
    ["ums_credit_lot", "frozen = remaining + 1", "ums_credit_lot_frozen_range"],
    ["ums_credit_lot", "frozen = -1", "ums_credit_lot_frozen_range"],
    ["ums_credit_lot", "frozen = remaining, reserved = 1", "ums_credit_lot_reserved_range"],
    ["ums_credit_lot", "granted = 0, remaining = 0", "ums_credit_lot_granted_check"],
    ["ums_credit_lot", "order_id = null", "ums_credit_lot_origin"],
    ["ums_credit_lot", "origin = 'GIFT'", "ums_credit_lot_origin"],
    ["ums_credit_balance", "total = -1", "ums_credit_balance_total_check"],
    ["ums_member_subscriptions", "end_date = start_date", "ums_member_subscriptions_period"],
    ["oms_delivery_records", "delivered_time = null", "oms_delivery_records_done_has_time"],
    ["oms_order_item", "credit_amount = 100, product_id = null", "oms_order_item_one_product"],
    ["pms_credit_product", "price_fen = 0", "pms_credit_product_price_fen_check"],
    ["ums_subscription_plans", "price_yearly_fen = -1", "ums_subscription_plans_price_yearly_fen_check"],
  ])("%s: %s", async (table, change, constraint) => {
    await expect(query(`update ${table} set ${change}`)).rejects.toMatchObject({ code: "23514", constraint });
  });
});

test("a period that does not touch another's is welcome, and so is another plan beside it", async () => {
  const copy = (code: string, start: string) =>
    query(
      `insert into ums_member_subscriptions (member_id, order_id, plan_id, plan_code, plan_name, plan_level, billing_cycle, start_date, end_date)
       select member_id, $1, plan_id, $2, plan_name, plan_level, billing_cycle, ${start}, end_date + interval '1 month'
       from ums_member_subscriptions where order_id = $3`,
      [credits.orderId, code, plan.orderId],
    );
  await copy("pro", "end_date");
  await query("delete from ums_member_subscriptions where order_id = $1", [credits.orderId]);
  await copy("basic", "start_date");
});

describe("a set of states is the same in the database and in the code", () => {
  /** The sets that definitions name, each by the name of its index or constraint. */
  async function setsIn(definitions: string): Promise<Record<string, string[]>> {
    const found = await query<{ name: string; definition: string }>(definitions);
    const statesOf = (definition: string) => [...definition.matchAll(/'(\w+)'::\w+[,\]]/g)].map(([, state]) => state!);
    const sets = found.map(({ name, definition }) => [name, statesOf(definition).sort()] as const);
    return Object.fromEntries(sets.filter(([, states]) => states.length > 1));
  }

  const sorted = (states: readonly string[]) => [...states].sort();

  test("for every partial index on more than one of them", async () => {
    expect(await setsIn("select indexname as name, indexdef as definition from pg_indexes")).toEqual({
      oms_refund_records_open_key: sorted(OPEN_REFUND_STATUSES),
      oms_refund_records_holder_key: sorted(OPEN_REFUND_STATUSES),
      // Kinds, not states: those whose numbers are ours.
      oms_refund_records_own_no_key: ["ORDER", "STRAY"],
      oms_refund_records_due_idx: sorted(APPROVED_REFUND_STATUSES),
      oms_payment_records_stray_idx: sorted(STRAY_PAYMENT_KINDS),
      oms_invoice_open_idx: sorted(OPEN_INVOICE_STATUSES),
      oms_invoice_owed_idx: sorted(ISSUED_INVOICE_STATUSES),
      // Accounts: what the triggers of the journal ask of one order.
      oms_journal_entry_order_idx: ["DEFERRED_PLANS", "DEFERRED_PLANS", "REFUND_PENDING", "REFUND_PENDING"],
      // The code says it as "not refunded".
      ums_member_subscriptions_no_overlap: sorted(Object.keys(SegmentStatus).filter((one) => one !== "REFUNDED")),
    });
  });

  test("for the orders that need no time of payment", async () => {
    const sets = await setsIn("select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint");
    expect(sets.oms_order_paid_has_time).toEqual(sorted(UNPAID_ORDER_STATUSES));
  });
});

test("a payment that a release without payment methods records is of the one channel that it knows", async () => {
  await query("update oms_order set payment_method = null, payment_time = payment_time + interval '0' where id = $1", [
    credits.orderId,
  ]);
  await query("update oms_order set payment_method = 'paper', payment_time = payment_time where id = $1", [
    plan.orderId,
  ]);
  const rows = await query("select payment_method from oms_order order by id");
  expect(rows).toEqual([{ payment_method: "alipay" }, { payment_method: "paper" }]);
});

describe("what may only grow", () => {
  test("is the list, and every table of the list refuses every change of a row", async () => {
    const guards = await query<{ name: string }>(
      `select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
        where t.tgfoid = 'refuse_change'::regproc and t.tgname = c.relname || '_append_only' and t.tgenabled = 'O'`,
    );
    expect(guards.map(({ name }) => name).sort()).toEqual([...APPEND_ONLY_TABLES].sort());
  });

  test.each(APPEND_ONLY_TABLES)("%s", async (table) => {
    await query(`insert into sys_audit_log (actor, action, target) values ('cron', 'TEST', 'x');
      insert into oms_bill_day (bill_date, next_check_at) values ('2026-03-01', now());
      insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, amount_fen, finish_time)
        values ('2026-03-01', 1, 'TRADE', 't', 'o', 1, now());
      insert into oms_month_closing (month, sheet, sha256, closed_by, close_time)
        select '2026-03-01', '{}', repeat('0', 64), min(id), now() from ums_member;
      insert into ums_credit_grant (member_id, biz_id, amount, reason, actor) select min(id), 'b', 1, 'x', 'x' from ums_member;
      insert into oms_month_account values ('2026-03-01', 'alipay', '2088', 0, 0, 0, 0, 0, 0)`);
    const [column] = await query<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = $1 and is_identity = 'NO' limit 1",
      [table],
    );
    await expect(query(`update ${table} set ${column!.name} = ${column!.name}`)).rejects.toThrow("append-only");
    await expect(query(`delete from ${table}`)).rejects.toThrow("append-only");
  });
});
