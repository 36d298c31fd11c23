import { beforeEach } from "vitest";
import { settlePayment } from "../payments/settle-payment.ts";
import { anOrder, at, aTrade, contextAt, type OrderWish, type TestOrder } from "./builders.ts";
import { query } from "./database.ts";

/** A trigger that rejects lots of the orders listed in `refused`. Call it after useDatabase. */
export function useRefusedGoods(): void {
  beforeEach(() =>
    query(`drop table if exists refused cascade; create table refused (order_id bigint);
    create or replace function refuse_lots() returns trigger language plpgsql as $$ begin
      if exists (select 1 from refused where order_id = new.order_id) then raise exception 'planted: no lots today'; end if;
      return new; end $$;
    create or replace trigger refuse_lots before insert on ums_credit_lot for each row execute function refuse_lots()`),
  );
}

export async function refuse({ orderId }: Pick<TestOrder, "orderId">): Promise<void> {
  await query("insert into refused values ($1)", [orderId]);
}

export async function relent(): Promise<void> {
  await query("truncate refused");
}

/** Paid at at(1) with a failing delivery that keeps failing. */
export async function anUndelivered(wish: OrderWish = {}): Promise<TestOrder> {
  const order = await anOrder(wish);
  await refuse(order);
  const settlement = await settlePayment(aTrade(order), contextAt(at(1), "alipay"));
  if (settlement !== "settle") throw new Error(`the payment came to ${settlement}`);
  return order;
}
