import { sql } from "kysely";
import { MINUTE_MS } from "../core/time.ts";
import { reportRow } from "../db/report.ts";
import { channelNo } from "../refunds/outside-parts.ts";
import type { ClosingItem } from "./closing-rules.ts";

/** Of each kind and account as many are named one by one; the others share one line. */
const NAMED = 500;

/**
 * What explains that the bills of a month and our books of the same days have another sum: each piece, signed as it makes the
 * bills more. `month`: "2026-01". One statement, which reads the lines and the records of the month once.
 */
export async function findClosingItems(month: string): Promise<ClosingItem[]> {
  const first = sql`${`${month}-01`}::date`;
  const next = sql`(${first} + interval '1 month')::date`;
  const since = sql`(${first}::timestamp at time zone 'Asia/Shanghai')`;
  const until = sql`(${next}::timestamp at time zone 'Asia/Shanghai')`;
  const isWithin = (day: ReturnType<typeof sql>) => sql`${day} >= ${first} and ${day} < ${next}`;
  const question = sql<{ items: ClosingItem[] }>`with ours as (
      select 'TRADE' as kind, payment_method as method, coalesce(seller_id, '') as seller, trade_no, '' as no, order_sn,
        payment_amount_fen::bigint as fen, false as by_hand
      from oms_payment_records where payment_time >= ${since} and payment_time < ${until}
      union all
      select 'REFUND', r.payment_method, coalesce(p.seller_id, ''), r.trade_no, ${channelNo("r")}, r.order_sn,
        -r.refund_amount_fen::bigint, r.by_hand
      from oms_refund_records r join oms_payment_records p on p.id = r.payment_id
      where r.status = 'SUCCESS' and r.refund_amount_fen > 0 and r.finish_time >= ${since} and r.finish_time < ${until}),
    placed as (
      select ours.*, line.bill_date, exists (select 1 from oms_bill_difference d where d.what = 'UNLISTED'
          and d.status in ('OPEN', 'WRITTEN_OFF') and d.cause = concat_ws(':', ours.kind, ours.trade_no, nullif(ours.no, ''))) as is_unlisted
      from ours left join lateral (
        select l.bill_date from oms_bill_line l where l.trade_no = ours.trade_no and l.kind = ours.kind::bill_line_kind
          and l.out_request_no = ours.no and l.payment_method = ours.method order by l.bill_date, l.line_no limit 1) line on true),
    item as (
      select method, seller, case when by_hand then 'BY_HAND' else 'PENDING' end as kind,
        concat_ws(' ', order_sn, trade_no, nullif(no, '')) as about, null::bigint as difference_id, -fen as fen, 1 as count
      from placed where bill_date is null and not is_unlisted
      union all
      select method, seller, 'BILL_ELSEWHERE', concat_ws(' ', bill_date, order_sn, trade_no, nullif(no, '')), null, -fen, 1
      from placed where bill_date is not null and not (${isWithin(sql`bill_date`)})
      union all
      select l.payment_method, l.seller_id, 'OURS_ELSEWHERE',
        concat_ws(' ', (own.at at time zone 'Asia/Shanghai')::date, own.order_sn, l.trade_no, nullif(l.out_request_no, '')), null, own.fen, 1
      from oms_bill_line l cross join lateral (
        select p.payment_time as at, p.order_sn, p.payment_amount_fen::bigint as fen from oms_payment_records p
        where l.kind = 'TRADE' and p.trade_no = l.trade_no and p.payment_method = l.payment_method
        union all
        select r.finish_time, r.order_sn, -r.refund_amount_fen::bigint from oms_refund_records r
        where l.kind = 'REFUND' and r.trade_no = l.trade_no and r.payment_method = l.payment_method and r.status = 'SUCCESS'
          and ${channelNo("r")} = l.out_request_no) own
      where ${isWithin(sql`l.bill_date`)} and (own.at < ${since} or own.at >= ${until})
        and not exists (select 1 from oms_bill_line twin where twin.trade_no = l.trade_no and twin.kind = l.kind
          and twin.payment_method = l.payment_method and twin.out_request_no = l.out_request_no
          and (twin.bill_date, twin.line_no) < (l.bill_date, l.line_no))
      union all
      select payment_method, seller_id, case status when 'OPEN' then 'OPEN' when 'FOREIGN' then 'FOREIGN_RULE' else 'WRITTEN_OFF' end,
        concat_ws(' ', day, order_sn, trade_no, nullif(out_request_no, ''), reason), id, amount_fen, 1
      from oms_bill_difference where ${isWithin(sql`day`)} and status in ('OPEN', 'WRITTEN_OFF', 'FOREIGN')
      union all
      select payment_method, seller_id, 'FOREIGN', '', null, sum(foreign_trade_fen - foreign_refund_fen)::bigint, sum(foreign_count)::int
      from oms_bill_account where ${isWithin(sql`bill_date`)} and foreign_count > 0 group by 1, 2
      union all
      select payment_method, seller_id, 'SET_ASIDE', aside ->> 'word', null, sum((aside ->> 'fen')::bigint)::bigint,
        sum((aside ->> 'count')::int)::int
      from oms_bill_account cross join lateral jsonb_array_elements(set_aside) aside
      where ${isWithin(sql`bill_date`)} group by 1, 2, 4),
    ranked as (select *, row_number() over (partition by method, seller, kind order by about, difference_id) <= ${NAMED} as is_named from item),
    found as (
      select method, seller, kind, case when is_named then about else '' end as about,
        case when is_named then difference_id end as "differenceId", sum(fen) as fen, sum(count) as count
      from ranked group by 1, 2, 3, 4, 5)
    select coalesce(json_agg(found order by method, seller, kind, about, "differenceId"), '[]') as items from found`;
  return (await reportRow(question, MINUTE_MS))?.items ?? [];
}
