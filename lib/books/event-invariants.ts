import { sql, type RawBuilder } from "kysely";
import type { EventType } from "../contracts/events.ts";
import { after, DAY_MS, HOUR_MS } from "../core/time.ts";
import { literal, literals } from "../db/database.ts";
import { REMIND_BEFORE_MS } from "../subscriptions/rules.ts";
import type { Invariant } from "./invariant.ts";

/** Facts this young are compared with events. What was compared and has not changed since need not be compared again. */
const COMPARED_MS = 3 * DAY_MS;
/** The job that announces has run within this time, and an audit may take as long. */
const SETTLED_MS = HOUR_MS;

/** The triggers that write events, each with its table (decision 61). */
const EVENT_TRIGGERS = [
  ["oms_order", "oms_order_event_made"],
  ["oms_order", "oms_order_event_moved"],
  ["oms_delivery_records", "oms_delivery_records_event"],
  ["oms_refund_records", "oms_refund_records_event"],
  ["ums_credit_ledger", "ums_credit_ledger_event"],
  ["ums_member_subscriptions", "ums_member_subscriptions_event_made"],
  ["ums_member_subscriptions", "ums_member_subscriptions_event_over"],
  ["ums_member_subscriptions", "ums_member_subscriptions_event_ending"],
  ["ums_customer", "ums_customer_event"],
] as const;

const TRIGGERS = sql.join(EVENT_TRIGGERS.map(([table, name]) => sql`(${literal(table)}, ${literal(name)})`));

/** Rows of `source` from this one on have their events; what was there before migration 0047 has none. */
const startOf = (source: string) =>
  sql`coalesce((select last_id from sys_event_start where source = ${literal(source)}), 0)`;

/** `since`: the instant from which on facts and events are compared. */
interface Family {
  readonly id: string;
  readonly holds: string;
  readonly types: readonly EventType[];
  /** Rows of type, fact (the number that its event's id is made of) and subject: what must have been told. */
  readonly facts: RawBuilder<unknown>;
  /** Whether the event `e` has its fact. */
  readonly isTrue: RawBuilder<unknown>;
}

/** No event without its fact, and no fact without its event. */
function agrees({ id, holds, types, facts, isTrue }: Family, since: Date): Invariant {
  return {
    id,
    holds,
    offenders: sql`select fact.subject || ' 没有 ' || fact.type as subject from (${facts}) fact
        where not exists (select 1 from sys_event e where e.event_no = event_no(fact.type, fact.fact))
      union all select '事件 ' || e.event_no || ' ' || e.type from sys_event e
        where e.create_time >= ${since} and e.type in (${sql.join(literals(types))}) and not ${isTrue}`,
  };
}

/** The order of the event `e`, where it meets a condition. */
const itsOrder = (condition: RawBuilder<unknown>) =>
  sql`exists (select 1 from oms_order o where o.order_sn = e.data ->> 'orderSn' and ${condition})`;
const isOf = (row: string) => sql`e.event_no = event_no(e.type, ${sql.ref(row)})`;

/** What each step of an order is told as. */
const STEP = sql`case when s.to_status = 'PENDING' then 'order.created' when s.to_status = 'CANCELLED' then 'order.closed'
  when s.to_status = 'COMPLETED' then 'order.completed' when s.to_status = 'PAID' and s.from_status in ('PENDING', 'CANCELLED') then 'order.paid' end`;

function orders(since: Date): Family {
  return {
    id: "E01",
    holds: "订单的下单、付款、关闭、完成都有事件，事件都有其事",
    types: ["order.created", "order.paid", "order.closed", "order.completed"],
    facts: sql`select ${STEP} as type, s.order_id as fact, '订单 ' || o.order_sn as subject from oms_order_event s join oms_order o on o.id = s.order_id
      where s.create_time >= ${since} and ${STEP} is not null and s.order_id > ${startOf("oms_order")}`,
    isTrue: itsOrder(
      sql`${isOf("o.id")} and exists (select 1 from oms_order_event s where s.order_id = o.id and ${STEP} = e.type)`,
    ),
  };
}

function deliveries(since: Date): Family {
  return {
    id: "E02",
    holds: "商品的发放与发放失败都有事件，事件都有其事",
    types: ["order.delivered", "order.delivery_failed"],
    facts: sql`select case when d.delivered_time is null then 'order.delivery_failed' else 'order.delivered' end as type, d.order_id as fact,
        '订单编号 ' || d.order_id as subject from oms_delivery_records d
      where (d.delivered_time >= ${since} or d.delivery_status = 'FAILED') and d.id > ${startOf("oms_delivery_records")}
        and (d.delivery_status <> 'FAILED' or exists (select 1 from oms_order_event s where s.order_id = d.order_id
          and s.type = 'DELIVERY_GIVEN_UP' and s.create_time >= ${since}))`,
    isTrue: itsOrder(sql`${isOf("o.id")} and case e.type when 'order.delivered' then o.delivery_status = 'DELIVERED'
      else exists (select 1 from oms_order_event s where s.order_id = o.id and s.type = 'DELIVERY_GIVEN_UP') end`),
  };
}

const END = sql`case r.status when 'SUCCESS' then 'refund.succeeded' when 'REJECTED' then 'refund.rejected' when 'REFUSED' then 'refund.refused' end`;

function refunds(since: Date): Family {
  const subject = sql`'退款 ' || r.out_request_no as subject`;
  const isNew = sql`r.id > ${startOf("oms_refund_records")}`;
  return {
    id: "E03",
    holds: "退款的申请与结果都有事件，事件都有其事",
    types: ["refund.requested", "refund.succeeded", "refund.rejected", "refund.refused"],
    facts: sql`select told.type, r.id as fact, ${subject} from oms_refund_records r
      cross join lateral (values ('refund.requested', r.create_time), (${END}, r.finish_time)) told (type, at)
      where told.type is not null and told.at >= ${since} and ${isNew}`,
    isTrue: itsOrder(sql`exists (select 1 from oms_refund_records r where r.order_id = o.id and ${isOf("r.id")}
      and (e.type = 'refund.requested' or ${END} = e.type))`),
  };
}

/** The movements of credits since then, each with the number of its event and how many moved. */
const movements = (since: Date) => sql`
  select case l.entry_type when 'CONSUME' then 'credits.consumed' when 'REVERSE' then 'credits.reversed' when 'EXPIRE' then 'credits.expired'
      else 'credits.granted' end as type,
    case l.entry_type when 'CONSUME' then l.consumption_id when 'REVERSE' then l.reversal_id when 'EXPIRE' then min(l.id) else min(l.lot_id) end as fact,
    sum(abs(l.delta)) as credits, min(l.id) as first_id
  from ums_credit_ledger l where l.create_time >= ${since} and l.entry_type <> 'TAKE_BACK'
  group by l.entry_type, l.consumption_id, l.reversal_id, case when l.entry_type = 'EXPIRE' then l.id end,
    case when l.entry_type = 'GRANT' then l.order_id end, case when l.entry_type = 'GRANT' and l.order_id is null then l.id end`;

/** One movement is one event, with as many credits. A full join, because both are of the same instant. */
function credits(since: Date): Invariant {
  return {
    id: "E04",
    holds: "积分的每次变动有且只有一个事件，数目相同",
    offenders: sql`select coalesce('事件 ' || e.event_no || ' ' || e.type, '积分流水 ' || fact.first_id || ' 没有 ' || fact.type) as subject
      from (select event_no(one.type, one.fact) as event_no, one.* from (${movements(since)}) one) fact
      full join (select event_no, type, data from sys_event where create_time >= ${since}
        and type in ('credits.granted', 'credits.consumed', 'credits.reversed', 'credits.expired')) e on e.event_no = fact.event_no
      where case when fact.event_no is null then true when e.event_no is null then fact.first_id > ${startOf("ums_credit_ledger")}
        else (e.data ->> 'credits')::bigint <> fact.credits end
      union all select '事件 ' || e.event_no || ' ' || e.type from sys_event e
        where e.create_time >= ${since} and e.type in ('credits.low', 'credits.exhausted') and e.event_no not in (
          select event_no(type, l.consumption_id) from ums_credit_ledger l cross join (values ('credits.low'), ('credits.exhausted')) two (type)
          where l.create_time >= ${since} and l.consumption_id is not null)`,
  };
}

/** Lots that end soon. */
function expiring(now: Date): Invariant {
  return {
    id: "E05",
    holds: "快到期的积分都有事件",
    offenders: sql`select '积分批次 ' || l.id as subject from ums_credit_lot l
      where l.expire_time > ${now} and l.expire_time <= ${after(now, REMIND_BEFORE_MS - SETTLED_MS)} and l.remaining > l.frozen
        and l.create_time <= ${after(now, -SETTLED_MS)}
        and not exists (select 1 from sys_event e where e.event_no = event_no('credits.expiring', l.id))
      union all select '事件 ' || e.event_no || ' ' || e.type from sys_event e
        where e.type = 'credits.expiring' and e.create_time >= ${after(now, -COMPARED_MS)}
          and not exists (select 1 from ums_credit_lot l where l.member_id = e.member_id and ${isOf("l.id")})`,
  };
}

function periods(since: Date): Family {
  const made = sql`exists (select 1 from sys_event e where e.event_no = event_no('subscription.extended', s.id))`;
  const isLast = sql`not exists (select 1 from ums_member_subscriptions t where t.member_id = s.member_id and t.plan_code = s.plan_code
    and t.status <> 'REFUNDED' and t.end_date > s.end_date)`;
  return {
    id: "E06",
    holds: "套餐的开始、延长、将到期、结束、收回都有事件，事件都有其事",
    types: [
      "subscription.started",
      "subscription.extended",
      "subscription.ending",
      "subscription.ended",
      "subscription.revoked",
    ],
    facts: sql`select told.type, s.id as fact, '套餐时间段 ' || s.id as subject from ums_member_subscriptions s
      cross join lateral (values
        ('subscription.started', s.create_time >= ${since} and not ${made}),
        ('subscription.ending', s.reminded_time >= ${since}),
        ('subscription.ended', s.status = 'EXPIRED' and s.end_date >= ${since} and ${isLast}),
        ('subscription.revoked', s.status = 'REFUNDED' and exists (select 1 from oms_refund_records r
          where r.order_id = s.order_id and r.status = 'SUCCESS' and r.finish_time >= ${since}))) told (type, is_fact)
      where told.is_fact and s.id > ${startOf("ums_member_subscriptions")}`,
    isTrue: itsOrder(sql`exists (select 1 from ums_member_subscriptions s where s.order_id = o.id and ${isOf("s.id")}
      and case e.type when 'subscription.ended' then s.status = 'EXPIRED' when 'subscription.revoked' then s.status = 'REFUNDED'
        when 'subscription.ending' then s.reminded_time is not null else true end)`),
  };
}

function customers(since: Date): Family {
  return {
    id: "E07",
    holds: "客户的登记都有事件，事件都有其事",
    types: ["customer.created"],
    facts: sql`select 'customer.created' as type, c.member_id as fact, '客户 ' || c.external_id as subject from ums_customer c
      where c.create_time >= ${since} and c.member_id > ${startOf("ums_customer")}`,
    isTrue: sql`exists (select 1 from ums_customer c where c.member_id = e.member_id and ${isOf("c.member_id")})`,
  };
}

/** Of an event that has no place yet the heartbeat of its job tells. */
const lines: Invariant = {
  id: "E08",
  holds: "每条推送队列记着的数目，就是等着推送的事件",
  offenders: sql`select '推送队列 端点 ' || endpoint_id || ' 会员 ' || member_id as subject from (
      select endpoint_id, member_id, pending as many from sys_webhook_line
      union all select endpoint_id, member_id, -1 from sys_webhook_delivery where status = 'PENDING') one
    group by endpoint_id, member_id having sum(many) <> 0`,
};

/** Every fact of the last days has its event, and every event its fact (docs/rules.md R144). */
export function eventInvariantsAt(now: Date): readonly Invariant[] {
  const since = after(now, -COMPARED_MS);
  return [
    {
      id: "E00",
      holds: "写事件的触发器都在",
      offenders: sql`select t.name as subject from (values ${TRIGGERS}) t (origin, name)
        where not exists (select 1 from pg_trigger g where g.tgrelid = to_regclass(t.origin) and g.tgname = t.name and g.tgenabled in ('O', 'A'))`,
    },
    ...[orders(since), deliveries(since), refunds(since)].map((family) => agrees(family, since)),
    credits(since),
    expiring(now),
    ...[periods(since), customers(since)].map((family) => agrees(family, since)),
    lines,
  ];
}
