import { sql } from "kysely";
import { HOLDING_REFUND, type Invariant } from "./invariant.ts";

export const CREDIT_INVARIANTS: readonly Invariant[] = [
  {
    id: "C01",
    holds: "余额等于各批次剩余之和",
    offenders: sql`select '会员 ' || b.member_id as subject from ums_credit_balance b
      left join (select member_id, sum(remaining) as remaining from ums_credit_lot group by member_id) own using (member_id)
      where b.total <> coalesce(own.remaining, 0)`,
  },
  {
    id: "C02",
    holds: "每个批次的剩余等于它的流水之和",
    offenders: sql`select '积分批次 ' || l.id as subject from ums_credit_lot l
      left join (select lot_id, sum(delta) as remaining from ums_credit_ledger group by lot_id) own on own.lot_id = l.id
      where l.remaining <> coalesce(own.remaining, 0)`,
  },
  {
    id: "C03",
    holds: "最后一条流水的余额等于现在的余额",
    offenders: sql`select '会员 ' || b.member_id as subject from ums_credit_balance b
      join lateral (select balance_after from ums_credit_ledger e where e.member_id = b.member_id order by e.id desc limit 1) last on true
      where last.balance_after <> b.total`,
  },
  {
    id: "C04",
    holds: "持有批次的会员都有余额行",
    offenders: sql`select '会员 ' || l.member_id as subject from ums_credit_lot l
      where not exists (select 1 from ums_credit_balance b where b.member_id = l.member_id)`,
  },
  {
    id: "C05",
    holds: "冻结的积分属于一笔进行中的退款",
    offenders: sql`select '积分批次 ' || l.id as subject from ums_credit_lot l where l.frozen > 0
      and not exists (select 1 from oms_refund_records r where r.order_id = l.order_id and ${HOLDING_REFUND})`,
  },
  {
    id: "C06",
    holds: "预留的积分等于仍在持有的预留之和",
    offenders: sql`select '积分批次 ' || l.id as subject from ums_credit_lot l
      left join (select part.lot_id, sum(part.amount) as reserved from ums_credit_reservation_lot part
        join ums_credit_reservation r on r.id = part.reservation_id where r.status = 'HELD' group by part.lot_id) held on held.lot_id = l.id
      where l.reserved <> coalesce(held.reserved, 0)`,
  },
  {
    id: "C07",
    holds: "每次消费扣的积分等于它的流水之和",
    offenders: sql`select '消费 ' || c.id as subject from ums_credit_consumption c
      left join (select consumption_id, -sum(delta) as amount from ums_credit_ledger
        where consumption_id is not null and entry_type = 'CONSUME' group by consumption_id) own on own.consumption_id = c.id
      where c.amount <> coalesce(own.amount, 0)`,
  },
  {
    id: "C08",
    holds: "每次消费已归还的积分等于它的各次归还之和",
    offenders: sql`select '消费 ' || c.id as subject from ums_credit_consumption c
      left join (select consumption_id, sum(amount) as amount from ums_credit_reversal group by consumption_id) own on own.consumption_id = c.id
      where c.reversed <> coalesce(own.amount, 0)`,
  },
  {
    id: "C09",
    holds: "每次归还的积分等于它的流水之和",
    offenders: sql`select '归还 ' || r.id as subject from ums_credit_reversal r
      left join (select reversal_id, sum(delta) as amount from ums_credit_ledger where reversal_id is not null
        group by reversal_id) own on own.reversal_id = r.id
      where r.amount <> coalesce(own.amount, 0)`,
  },
  {
    id: "C10",
    holds: "没有批次从一次消费拿回的比它付出的多",
    offenders: sql`select '消费 ' || consumption_id as subject from ums_credit_ledger where consumption_id in (select consumption_id from ums_credit_reversal)
      group by consumption_id, lot_id having sum(delta) > 0`,
  },
  {
    id: "C11",
    holds: "办了的积分调整恰好动了那么多积分，没有办的没有动",
    offenders: sql`select '积分调整 ' || a.id as subject from ums_credit_adjustment a
      left join (select adjustment_id, sum(delta) as moved from ums_credit_ledger where adjustment_id is not null
        group by adjustment_id) own on own.adjustment_id = a.id
      where coalesce(own.moved, 0) <> case a.status when 'DONE' then a.amount else 0 end`,
  },
  {
    id: "C12",
    holds: "人工给的批次，会员、来源和数目都与它的积分调整相同",
    offenders: sql`select '积分批次 ' || l.id as subject from ums_credit_lot l left join ums_credit_adjustment a on a.id = l.adjustment_id
      where l.order_id is null and l.grant_id is null and (a.id is null or a.status <> 'DONE' or a.member_id <> l.member_id or a.origin <> l.origin or a.amount <> l.granted)`,
  },
  {
    id: "C13",
    holds: "每条流水的订单就是它的批次的订单",
    offenders: sql`select '积分流水 ' || e.id as subject from ums_credit_ledger e join ums_credit_lot l on l.id = e.lot_id
      where e.order_id is distinct from l.order_id`,
  },
  {
    id: "C14",
    holds: "产品后端的每次赠送恰好是一个批次，会员、数目和到期都相同",
    offenders: sql`select '赠送 ' || g.id as subject from ums_credit_grant g left join ums_credit_lot l on l.grant_id = g.id
      where l.id is null or l.member_id <> g.member_id or l.granted <> g.amount or l.expire_time is distinct from g.expire_time`,
  },
];
