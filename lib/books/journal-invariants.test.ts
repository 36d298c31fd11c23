import { beforeEach, describe, expect, test } from "vitest";
import { aMember, aPaidOrder, aPlan, at, anOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { openJournal } from "../testing/journal.ts";
import { checkInvariants } from "./check-invariants.ts";
import { journalInvariantsAt } from "./journal-invariants.ts";

useDatabase();

const now = at(60);

async function broken(): Promise<string> {
  const findings = (await checkInvariants(now)).filter(({ id, offending }) => offending !== 0 && id.startsWith("J"));
  return findings.map(({ id }) => id).join(",");
}

/** Writes past the triggers, for one transaction. */
const plant = (sql: string) => query(`begin; set local session_replication_role = replica; ${sql}; commit`);

/** A refund of the first order. */
const aRefund = (status: string, byHand = false) => `insert into oms_refund_records
  (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no, kind, refund_amount_fen, status, reason, requested_by, next_check_at, finish_time, member_seq, by_hand)
  select p.order_id, p.order_sn, o.member_id, p.id, p.out_trade_no, p.trade_no, 'r' || repeat('0', 20), 'ORDER', 1, '${status}', 'x', 'x',
    ${status === "SUCCESS" ? "null, now()" : "now(), null"}, 1, ${byHand}
  from oms_payment_records p join oms_order o on o.id = p.order_id order by p.id limit 1`;

/** What each invariant is there to find. A movement without its voucher differs on each account that it moves. */
const PLANTED: Readonly<Record<string, { readonly sql: string; readonly breaks?: string }>> = {
  J00: { sql: "alter table oms_payment_records disable trigger oms_payment_records_journal" },
  J01: { sql: aRefund("SUCCESS") },
  J02: { sql: aRefund("SUCCESS", true) },
  J03: { sql: "delete from oms_journal_entry where kind = 'PAID'", breaks: "J01,J03" },
  J04: { sql: "update ums_credit_lot set remaining = remaining - 1 where kind = 'PAID'" },
  J05: { sql: "delete from oms_journal_entry where credit = 'DEFERRED_PLANS'", breaks: "J03,J05" },
  J06: { sql: aRefund("SENT"), breaks: "J06,J07" },
  J07: { sql: aRefund("APPROVED"), breaks: "J06,J07" },
  J08: { sql: "update oms_payment_records set kind = 'DUPLICATE'" },
  J09: {
    sql: `insert into oms_bill_day (bill_date, next_check_at) values ('2026-03-01', now());
      insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, amount_fen, fee_fen, finish_time)
        values ('2026-03-01', 1, 'TRADE', 't', 'o', 990, 5, now())`,
  },
};

beforeEach(async () => {
  await query("alter table oms_payment_records enable trigger oms_payment_records_journal");
  const memberId = await aMember();
  await anOrder({ memberId });
  await aPaidOrder({ memberId });
  await aPaidOrder({ memberId, wanted: await aPlan() });
});

describe("the journal", () => {
  test("agrees with the books", async () => {
    expect(await broken()).toBe("");
  });

  test("has a planted violation for every invariant", () => {
    expect(Object.keys(PLANTED)).toEqual(
      journalInvariantsAt(now)
        .map(({ id }) => id)
        .sort(),
    );
  });

  test.each(Object.entries(PLANTED))("%s finds its planted violation", async (id, { sql, breaks = id }) => {
    await plant(sql);
    expect(await broken()).toBe(breaks);
  });

  test("an entry of an order that there is not is found", async () => {
    await query(`insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, order_id, occurred_at)
      values ('X', 'PAID', 'CHANNEL', 'REVENUE_CREDITS', 1, 999, now())`);
    const findings = await checkInvariants(now);
    expect(findings.find(({ id }) => id === "J01")?.subjects).toEqual(["订单 编号 999"]);
  });

  test("cannot be posted to one account, or with no amount", async () => {
    const post = (credit: string, fen: number) =>
      query(`insert into oms_journal_entry (voucher_no, kind, debit, credit, amount_fen, occurred_at)
        values ('X', 'PAID', 'CHANNEL', '${credit}', ${fen}, now())`);
    await expect(post("CHANNEL", 1)).rejects.toMatchObject({ code: "23514" });
    await expect(post("STRAYS", 0)).rejects.toMatchObject({ code: "23514" });
  });
});

describe("a database that is older than the journal", () => {
  test("opens with what stands in its books, so that every account agrees", async () => {
    await plant(`update ums_credit_lot set remaining = remaining - 7 where kind = 'PAID';
      insert into oms_payment_records (order_id, order_sn, out_trade_no, trade_no, kind, payment_amount_fen, payment_time, app_id, source)
        select order_id, order_sn, out_trade_no, '2', 'DUPLICATE', 50, payment_time, app_id, source from oms_payment_records limit 1;
      ${aRefund("SENT")}; delete from oms_journal_entry`);
    expect(await broken()).toBe("J01,J04,J06,J07,J08,J05");
    await openJournal(now);
    expect(await broken()).toBe("");
    const left = await query("select 1 from oms_journal_entry where kind <> 'OPENING'");
    expect(left).toEqual([]);
  });
});
