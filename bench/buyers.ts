import { createHash, randomInt, randomUUID, sign, type KeyObject } from "node:crypto";
import type pg from "pg";
import { yuanText } from "../lib/core/money.ts";
import { beijingText } from "../lib/core/time.ts";
import { env } from "../lib/env.ts";

/** An order that waits for its payment. */
export interface OpenOrder {
  readonly memberId: bigint;
  readonly orderSn: string;
  readonly amountFen: number;
}

const NEW_MEMBERS = `member as (insert into ums_member (email, password_hash, name)
  select gen_random_uuid() || '@bench.test', 'scrypt$$', '买家' from generate_series(1, $1) returning id)`;

/** The smallest pack. */
const PRODUCT = "product as (select * from pms_credit_product order by price_fen limit 1)";

/** A new order each, its number by time and chance as the product makes it. */
function newOrders(status: "PENDING" | "PAID"): string {
  const isPaid = status === "PAID";
  return `placed as (insert into oms_order (order_sn, member_id, product_type, status, delivery_status, payment_time,
      total_amount_fen, pay_amount_fen, open_slot, expire_time)
    select to_char(now() at time zone 'Asia/Shanghai', 'YYYYMMDDHH24MISSMS') || substr(md5(gen_random_uuid()::text), 1, 16),
      member.id, 'CREDITS', '${status}', '${isPaid ? "DELIVERED" : "PENDING"}', ${isPaid ? "now()" : "null"},
      price_fen, price_fen, 1, now() + interval '30 minutes'
    from member, product returning *),
  item as (insert into oms_order_item (order_id, product_id, product_name, price_fen, credit_amount, bonus_credits, valid_days, goods_version)
    select placed.id, product.id, name, price_fen, credit_amount, bonus_credits, valid_days, version from placed, product)`;
}

/** New members who have bought nothing yet, and the pack they want. */
export async function openMembers(db: pg.Pool, n: number): Promise<{ memberId: bigint; productId: number }[]> {
  const { rows } = await db.query<{ member: string; product: string }>(
    `with ${NEW_MEMBERS}, ${PRODUCT} select member.id as member, product.id as product from member, product`,
    [n],
  );
  return rows.map(({ member, product }) => ({ memberId: BigInt(member), productId: Number(product) }));
}

/** New members with one unpaid order each: nobody's limit of open orders or of creations is near. */
export async function openOrders(db: pg.Pool, n: number): Promise<OpenOrder[]> {
  const [{ appId, sellerId }] = env().alipay.accounts;
  const { rows } = await db.query<{ member_id: string; order_sn: string; pay_amount_fen: number }>(
    `with ${NEW_MEMBERS}, ${PRODUCT}, ${newOrders("PENDING")},
     attempt as (insert into oms_payment_attempts (order_id, out_trade_no, cashier_kind, app_id, seller_id, amount_fen, subject,
         expire_time, next_check_at)
       select id, order_sn, 'PAGE', $2, $3, pay_amount_fen, '账房', expire_time, now() + interval '1 minute' from placed)
     select member_id, order_sn, pay_amount_fen from placed`,
    [n, appId, sellerId],
  );
  return rows.map((row) => ({
    memberId: BigInt(row.member_id),
    orderSn: row.order_sn,
    amountFen: row.pay_amount_fen,
  }));
}

/** New members with `credits` to spend. */
export async function openPurses(db: pg.Pool, n: number, credits: number): Promise<bigint[]> {
  const { rows } = await db.query<{ member_id: string }>(
    `with ${NEW_MEMBERS}, ${PRODUCT}, ${newOrders("PAID")},
     lot as (insert into ums_credit_lot (member_id, order_id, kind, granted, remaining, expire_time)
       select member_id, id, 'PAID', $2, $2, now() + interval '1 year' from placed returning *),
     balance as (insert into ums_credit_balance (member_id, total) select member_id, granted from lot),
     entry as (insert into ums_credit_ledger (member_id, lot_id, order_id, entry_type, delta, balance_after, reason, actor)
       select member_id, id, order_id, 'GRANT', granted, granted, '压测', 'bench' from lot)
     select member_id from lot`,
    [n, credits],
  );
  return rows.map((row) => BigInt(row.member_id));
}

/** Alipay's signed notice that an order was paid just now, as posted (docs/alipay.md A18, A20). */
export function paidNotice({ orderSn, amountFen }: OpenOrder, key: KeyObject): string {
  const now = beijingText(new Date());
  const amount = yuanText(amountFen);
  const [{ appId, sellerId }] = env().alipay.accounts;
  const fields: Record<string, string> = {
    app_id: appId,
    auth_app_id: appId,
    buyer_id: "2088000000000002",
    buyer_logon_id: "tes***@bench.test",
    buyer_pay_amount: amount,
    charset: "utf-8",
    fund_bill_list: `[{"amount":"${amount}","fundChannel":"ALIPAYACCOUNT"}]`,
    gmt_create: now,
    gmt_payment: now,
    invoice_amount: amount,
    notify_id: createHash("sha256").update(randomUUID()).digest("hex").slice(0, 34),
    notify_time: now,
    notify_type: "trade_status_sync",
    out_trade_no: orderSn,
    point_amount: "0.00",
    receipt_amount: amount,
    seller_id: sellerId,
    subject: "账房 积分",
    total_amount: amount,
    trade_no: `2026${Array.from({ length: 24 }, () => randomInt(10)).join("")}`,
    trade_status: "TRADE_SUCCESS",
    version: "1.0",
  };
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const signature = sign("RSA-SHA256", Buffer.from(text), key).toString("base64");
  return new URLSearchParams({ ...fields, sign_type: "RSA2", sign: signature }).toString();
}
