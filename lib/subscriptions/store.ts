import type { BillingCycle, SegmentStatus } from "../db/generated/enums.ts";
import { rows, sql } from "../db/sql.ts";

export interface StoredSegment {
  id: bigint;
  orderSn: string;
  planCode: string;
  planName: string;
  planLevel: number;
  billingCycle: BillingCycle;
  startDate: Date;
  endDate: Date;
  status: SegmentStatus;
  /** Grows with every write; see addSegment. */
  version: number;
}

const columns = sql`s.id, o.order_sn as "orderSn", s.plan_code as "planCode", s.plan_name as "planName", s.plan_level as "planLevel",
  s.billing_cycle as "billingCycle", s.start_date as "startDate", s.end_date as "endDate", s.status, s.version`;

/** The member's periods that have not ended, oldest first: all of them, for a new one is put behind the last. */
export function findOpenSegments(memberId: bigint, now: Date): Promise<StoredSegment[]> {
  return rows<StoredSegment>(sql`select ${columns} from ums_member_subscriptions s join oms_order o on o.id = s.order_id
    where s.member_id = ${memberId} and s.end_date > ${now} and s.status in ('ACTIVE', 'FROZEN')
    order by s.start_date, s.id`);
}

/** The period that an order bought, and after it all later ones of its line, over or not, oldest first: they move together. */
export function findLine(orderId: bigint): Promise<StoredSegment[]> {
  return rows<StoredSegment>(sql`select ${columns} from ums_member_subscriptions own
      join ums_member_subscriptions s on s.member_id = own.member_id and s.plan_code = own.plan_code
      join oms_order o on o.id = s.order_id
    where own.order_id = ${orderId}
      and (s.id = own.id or (s.status <> 'REFUNDED' and s.start_date >= own.end_date))
    order by s.id <> own.id, s.start_date`);
}

export interface EndingSegment {
  id: bigint;
  memberId: bigint;
  orderSn: string;
  planName: string;
  endDate: Date;
}

/** Running periods that end before `before`, that nothing continues, and of which the member was not told. */
export function findEndingSegments(now: Date, before: Date, limit: number): Promise<EndingSegment[]> {
  return rows<EndingSegment>(sql`select s.id, s.member_id as "memberId", o.order_sn as "orderSn", s.plan_name as "planName", s.end_date as "endDate"
    from ums_member_subscriptions s join oms_order o on o.id = s.order_id
    where s.status = 'ACTIVE' and s.reminded_time is null and s.end_date > ${now} and s.end_date <= ${before} and s.start_date <= ${now}
      and not exists (select 1 from ums_member_subscriptions next where next.member_id = s.member_id and next.plan_code = s.plan_code
        and next.status = 'ACTIVE' and next.start_date >= s.end_date)
    order by s.end_date limit ${limit}`);
}
