import { sql } from "kysely";
import { lengthOf, MAX_TERM } from "../core/terms.ts";
import { addBeijingMonths, after, DAY_MS, HOUR_MS } from "../core/time.ts";
import { literal } from "../db/database.ts";
import type { Invariant } from "./invariant.ts";

/** Every month of four years, one of them a leap year. A day of the month that is clipped gives no other lengths. */
const MONTH_STARTS = Array.from({ length: 48 }, (_, month) => new Date(Date.UTC(2024, month, 1)));

/** Minimum and maximum days of this number of calendar months: the only check for a period that moved. */
function daysOfMonths(months: number): readonly [number, number] {
  const lengths = MONTH_STARTS.map((start) => (addBeijingMonths(start, months).getTime() - start.getTime()) / DAY_MS);
  return [Math.min(...lengths), Math.max(...lengths)];
}

/** Of every number of months that is sold, and of none, which terms of days and weeks have. */
const MONTHS = sql.join(
  Array.from({ length: lengthOf({ unit: "YEAR", count: MAX_TERM.YEAR }).months + 1 }, (_, months) => {
    const [least, most] = daysOfMonths(months);
    return sql`(${literal(months)}, ${literal(least)}, ${literal(most)})`;
  }),
);

/**
 * Every period with its delivery time. A period moves only when a refund of its line ends, and keeps its length then;
 * `is_unmoved`: no refund of its line has ended since it was bought, so its dates are still the original ones. A refund
 * ends at the instant its cron run began, on the clock of its own machine: purchases of the day after may have moved
 * too, and to before they were handed over. `is_released`: it was held for a refund and released, possibly with only
 * its remaining time (decision 14).
 */
const PERIODS = sql`select s.id, s.member_id, s.plan_code, s.billing_cycle, s.term, s.start_date, s.end_date, s.anchor_date, d.delivered_time,
    coalesce(max(back.finish_time) over line < d.delivered_time - interval '1 day', true) as is_unmoved,
    coalesce(back.is_released, false) as is_released
  from ums_member_subscriptions s
  left join oms_delivery_records d on d.order_id = s.order_id
  left join (select order_id, max(finish_time) as finish_time, bool_or(kind = 'OUTSIDE' or status in ('REJECTED', 'REFUSED')) as is_released
    from oms_refund_records where kind <> 'STRAY' group by order_id) back
    on back.order_id = s.order_id
  window line as (partition by s.member_id, s.plan_code)`;

const dates: readonly Invariant[] = [
  {
    id: "S03",
    holds: "每段套餐时间与买的周期一样长",
    offenders: sql`select '套餐时间段 ' || p.id as subject from (${PERIODS}) p
      cross join lateral (select replace(coalesce(p.term, case p.billing_cycle when 'MONTHLY' then '1-MONTH' else '1-YEAR' end), '-', ' ')::interval
        as time) bought
      cross join lateral (select (extract(year from bought.time) * 12 + extract(month from bought.time))::int as months,
        extract(day from bought.time) as days) sold
      join (values ${MONTHS}) span (months, least_days, most_days) on span.months = sold.months
      cross join lateral (select extract(epoch from p.end_date - p.start_date) / 86400 as days) length
      cross join lateral (select coalesce(p.anchor_date, p.start_date) at time zone 'Asia/Shanghai' as anchor,
        p.start_date at time zone 'Asia/Shanghai' as first, p.end_date at time zone 'Asia/Shanghai' as last) wall
      cross join lateral (select ((extract(year from last) - extract(year from anchor)) * 12
        + extract(month from last) - extract(month from anchor))::int as months) reach
      where case when p.is_unmoved and sold.months > 0
        then reach.months < sold.months or wall.anchor + make_interval(months => reach.months) <> wall.last
          or wall.anchor + make_interval(months => reach.months - sold.months) <> wall.first
        when p.is_released then length.days <= 0 or length.days > span.most_days + sold.days
        else length.days <> floor(length.days) or length.days not between span.least_days + sold.days and span.most_days + sold.days end`,
  },
  {
    id: "S04",
    holds: "每段套餐时间从发货时开始，或者接着前一段",
    offenders: sql`with period as materialized (${PERIODS})
      select '套餐时间段 ' || p.id as subject from period p
      left join (select distinct member_id, plan_code, end_date from period) before
        on before.member_id = p.member_id and before.plan_code = p.plan_code and before.end_date = p.start_date
      where case when p.is_unmoved then p.start_date < p.delivered_time or (p.start_date <> p.delivered_time and before.end_date is null)
        else p.start_date < p.delivered_time - interval '1 day' end`,
  },
];

/** An audit of a large shop takes minutes, while the job keeps expiring periods. */
const LONGEST_AUDIT_MS = HOUR_MS;

function states(now: Date): Invariant[] {
  return [
    {
      id: "S05",
      holds: "没到期的套餐时间段不会过期，到期的一天之内过期",
      offenders: sql`select '套餐时间段 ' || id as subject from ums_member_subscriptions
        where (status = 'EXPIRED' and end_date > ${after(now, LONGEST_AUDIT_MS)}) or (status = 'ACTIVE' and end_date < ${after(now, -DAY_MS)})`,
    },
    {
      id: "S06",
      holds: "收回的套餐时间段恰是已退款订单的那些",
      offenders: sql`select '套餐时间段 ' || s.id as subject from ums_member_subscriptions s
        where (s.status = 'REFUNDED' and not exists (select 1 from oms_refund_records r
            where r.order_id = s.order_id and r.kind <> 'STRAY' and r.status = 'SUCCESS'))
          or (s.status <> 'REFUNDED' and exists (select 1 from oms_refund_records r
            where r.order_id = s.order_id and r.kind = 'ORDER' and r.status = 'SUCCESS' and r.quote -> 'desk' ->> 'part' is null))`,
    },
  ];
}

/** The dates of a period match the purchase, and its status matches the dates and the refund. */
export function periodInvariantsAt(now: Date): readonly Invariant[] {
  return [...dates, ...states(now)];
}
