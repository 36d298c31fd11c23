import { sql, type RawBuilder } from "kysely";
import { ACCOUNTS, type JournalAccount } from "../contracts/journal.ts";
import { APPROVED_REFUND_STATUSES } from "../core/states.ts";
import { after, beijingMonthStart, DAY_MS, HOUR_MS } from "../core/time.ts";
import { literal } from "../db/database.ts";
import { listOf, type Invariant } from "./invariant.ts";

const OWED = listOf(APPROVED_REFUND_STATUSES);

/** What the journal has on an account of each order, on the side where the account stands. */
function posted(account: JournalAccount): RawBuilder<unknown> {
  const side = sql.ref(ACCOUNTS[account].side === "DEBIT" ? "debit" : "credit");
  return sql`select order_id, case when ${side} = ${literal(account)} then amount_fen else -amount_fen end as fen
    from oms_journal_entry where ${literal(account)} in (debit, credit) and order_id is not null`;
}

/** An account agrees with the books, order by order. `due`: rows of order_id and fen that add up to what it must hold. */
function agrees(id: string, account: JournalAccount, holds: string, due: RawBuilder<unknown>): Invariant {
  return {
    id,
    holds: `${ACCOUNTS[account].name}：${holds}`,
    offenders: sql`select '订单 ' || coalesce(o.order_sn, '编号 ' || one.order_id) as subject
      from (select order_id from (${posted(account)} union all select order_id, -fen from (${due}) due) two
        group by order_id having sum(fen) <> 0) one left join oms_order o on o.id = one.order_id`,
  };
}

/** The triggers that write the journal, each with its table (decision 50). */
const JOURNAL_TRIGGERS = [
  ["oms_payment_records", "oms_payment_records_journal"],
  ["ums_credit_ledger", "ums_credit_ledger_journal"],
  ["ums_member_subscriptions", "ums_member_subscriptions_journal"],
  ["ums_member_subscriptions", "ums_member_subscriptions_journal_end"],
  ["oms_refund_records", "oms_refund_records_journal"],
  ["oms_bill_line", "oms_bill_line_journal"],
] as const;

const TRIGGERS = sql.join(JOURNAL_TRIGGERS.map(([table, name]) => sql`(${literal(table)}, ${literal(name)})`));

const accounts: readonly Invariant[] = [
  {
    id: "J00",
    holds: "写分录的触发器都在",
    offenders: sql`select t.name as subject from (values ${TRIGGERS}) t (origin, name)
      where not exists (select 1 from pg_trigger g where g.tgrelid = to_regclass(t.origin) and g.tgname = t.name and g.tgenabled in ('O', 'A'))`,
  },
  agrees(
    "J01",
    "CHANNEL",
    "收到的减去经支付宝退回的",
    sql`select order_id, payment_amount_fen as fen from oms_payment_records
      union all select order_id, -refund_amount_fen from oms_refund_records where status = 'SUCCESS' and not by_hand`,
  ),
  agrees(
    "J02",
    "OTHER_MONEY",
    "另行退还的",
    sql`select order_id, refund_amount_fen as fen from oms_refund_records where status = 'SUCCESS' and by_hand`,
  ),
  agrees(
    "J03",
    "UNDELIVERED",
    "收了钱、还没有发放的",
    sql`select p.order_id, case when goods.order_id is not null then p.payment_amount_fen - o.pay_amount_fen
          when o.status = 'REFUNDED' then 0 else p.payment_amount_fen end as fen
      from oms_payment_records p join oms_order o on o.id = p.order_id
      left join (select order_id from ums_credit_lot where kind = 'PAID' union all select order_id from ums_member_subscriptions) goods
        on goods.order_id = p.order_id
      where p.kind = 'EFFECTIVE'`,
  ),
  agrees(
    "J04",
    "DEFERRED_CREDITS",
    "没有用的积分，按买价折算",
    sql`select l.order_id, lot_worth(o.pay_amount_fen, l.remaining, l.granted) as fen
      from ums_credit_lot l join oms_order o on o.id = l.order_id where l.kind = 'PAID'`,
  ),
  agrees(
    "J06",
    "REFUNDS_PAYABLE",
    "已批准、还没有退成的退款",
    sql`select order_id, refund_amount_fen as fen from oms_refund_records where status in ${OWED}`,
  ),
  agrees(
    "J07",
    "REFUND_PENDING",
    "已批准、还没有退成的订单退款",
    sql`select r.order_id, r.refund_amount_fen as fen from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where p.kind = 'EFFECTIVE' and r.status in ${OWED}`,
  ),
  agrees(
    "J08",
    "STRAYS",
    "多余的付款减去在退的和退了的",
    sql`select order_id, payment_amount_fen as fen from oms_payment_records where kind <> 'EFFECTIVE'
      union all select r.order_id, -r.refund_amount_fen from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
        where p.kind <> 'EFFECTIVE' and (r.status in ${OWED} or r.status = 'SUCCESS')`,
  ),
];

const fees: Invariant = {
  id: "J09",
  holds: `${ACCOUNTS.FEES.name}：每天账单的服务费之和`,
  offenders: sql`select '账单 ' || coalesce(bill.voucher, own.voucher_no) as subject
    from (select 'BILL-' || bill_date || '-' || payment_method as voucher, sum(fee_fen) as fen from oms_bill_line group by 1) bill
    full join (select voucher_no, sum(case debit when 'FEES' then amount_fen else -amount_fen end) as fen from oms_journal_entry
      where 'FEES' in (debit, credit) group by 1) own on own.voucher_no = bill.voucher
    where coalesce(bill.fen, 0) <> coalesce(own.fen, 0)`,
};

/** The job that earns the days of a month has this long after its end. */
const EARNED_WITHIN_MS = DAY_MS;
/** An audit takes up to an hour, and the job may run meanwhile. */
const LONGEST_AUDIT_MS = HOUR_MS;

/**
 * What is not earned of a period: none of one that is over, and of a running one what was left of its days between the last end
 * of a month and now. One that was held for a refund has days added or left out (decision 14), so only its upper bound is known.
 */
function plans(now: Date): Invariant {
  const monthStart = beijingMonthStart(after(now, -EARNED_WITHIN_MS));
  const worthAt = (at: Date) => sql`days_worth(o.pay_amount_fen, s.start_date, s.end_date, ${at})`;
  return {
    id: "J05",
    holds: `${ACCOUNTS.DEFERRED_PLANS.name}：没有用的天数，按买价折算，月末确认`,
    offenders: sql`select '套餐时间段 ' || s.id as subject from ums_member_subscriptions s join oms_order o on o.id = s.order_id
      left join (select order_id, sum(fen) as fen from (${posted("DEFERRED_PLANS")}) one group by order_id) own on own.order_id = s.order_id
      left join (select distinct order_id from oms_refund_records where kind <> 'STRAY') held on held.order_id = s.order_id
      where case when s.status in ('EXPIRED', 'REFUNDED') then coalesce(own.fen, 0) <> 0
        when s.status = 'FROZEN' then coalesce(own.fen, 0) not between 0 and o.pay_amount_fen
        else coalesce(own.fen, 0) not between case when held.order_id is null then ${worthAt(after(now, LONGEST_AUDIT_MS))} else 0 end
          and ${worthAt(monthStart)} end`,
  };
}

/** Every account of the journal agrees with the books that it is proof of. */
export function journalInvariantsAt(now: Date): readonly Invariant[] {
  return [...accounts, plans(now), fees];
}
