import { beforeEach, describe, expect, test } from "vitest";
import type { Wanted } from "../catalog/get-product.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, aTrade, at, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { settlePayment } from "./settle-payment.ts";

useDatabase();

let memberId: bigint;
let wanted: Wanted & { type: "CREDITS" };
beforeEach(async () => {
  memberId = await aMember();
  wanted = await aCreditProduct();
});

const limit = (column: "limit_per_member" | "limit_per_day", n: number) =>
  query(`update pms_credit_product set ${column} = $1`, [n]);
const order = (minute = 0) => anOrder({ memberId, wanted, now: at(minute) });
const REFUSED = { code: "PURCHASE_LIMIT_REACHED", status: 409 };

/** Ten orders of one member at once; the codes of those that were refused. */
async function tenAtOnce(): Promise<unknown[]> {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => order()));
  return results.flatMap((result) => (result.status === "rejected" ? [(result.reason as { code?: string }).code] : []));
}

describe("a limit per member", () => {
  test("counts what was bought before it was set, and what is not paid yet; a closed order counts no more", async () => {
    await aPaidOrder({ memberId, wanted });
    await limit("limit_per_member", 2);
    const { orderId } = await order();
    await expect(order(1)).rejects.toMatchObject({
      ...REFUSED,
      message: "这件商品的购买次数已到上限：每人限购 2 份，你已有 2 份，未付款的也算",
    });
    await query("update oms_order set status = 'CANCELLED' where id = $1", [orderId]);
    await order(2);
  });

  test("is one member's, and one product's", async () => {
    await limit("limit_per_member", 1);
    await order();
    await anOrder({ wanted });
    await anOrder({ memberId });
    const plan = await aPlan();
    await query("update ums_subscription_plans set limit_per_member = 1");
    await anOrder({ memberId, wanted: plan });
    const yearly = { ...plan, billingCycle: "YEARLY" } as const;
    await expect(anOrder({ memberId, wanted: yearly })).rejects.toMatchObject(REFUSED);
  });

  test("does not keep from its goods who pays after the order was closed", async () => {
    await limit("limit_per_member", 1);
    const late = await order();
    await query("update oms_order set status = 'CANCELLED'");
    await order(1);
    await settlePayment(aTrade(late), contextAt(at(2), "alipay"));
    expect(await count("oms_order", "status = 'PAID' and delivery_status = 'DELIVERED'")).toBe(1);
    await query("update oms_order set status = 'CANCELLED' where status = 'PENDING'");
    await expect(order(3)).rejects.toMatchObject(REFUSED);
  });

  test("answers a repeat with the same key as the first time", async () => {
    await limit("limit_per_member", 1);
    const first = await anOrder({ memberId, wanted, requestKey: "key" });
    const again = await anOrder({ memberId, wanted, requestKey: "key" });
    expect(again.orderSn).toBe(first.orderSn);
  });

  test("holds against an order that is placed after the count was read", async () => {
    await limit("limit_per_member", 1);
    await order();
    await query("update oms_order set status = 'CANCELLED'");
    const { productId } = wanted;
    // Another process of the shop places one meanwhile: its order and the guard, as in one commit.
    await expect(
      overtake(
        `update oms_purchase_guard set version = version + 1;
         with placed as (insert into oms_order (order_sn, member_id, product_type, total_amount_fen, pay_amount_fen, open_slot, expire_time)
           values ('20260301120000000another', ${memberId}, 'CREDITS', 990, 990, 20, now()) returning id)
         insert into oms_order_item (order_id, product_id, product_name, price_fen, credit_amount, bonus_credits)
           select id, ${productId}, '', 990, 1, 0 from placed`,
        () => order(),
      ),
    ).rejects.toMatchObject(REFUSED);
  });

  test("A73 holds against ten orders at once", async () => {
    await limit("limit_per_member", 1);
    expect(await tenAtOnce()).toEqual(Array.from({ length: 9 }, () => REFUSED.code));
    expect(await count("oms_order")).toBe(1);
  });

  test("positive control: without the guard's version the same ten break it", async () => {
    await limit("limit_per_member", 1);
    await query(`create function forget_version() returns trigger language plpgsql as
      $$ begin new.version := 0; return new; end $$;
      create trigger forget before insert or update on oms_purchase_guard for each row execute function forget_version()`);
    await tenAtOnce();
    expect(await count("oms_order")).toBeGreaterThan(1);
    await query("drop trigger forget on oms_purchase_guard");
  });
});

test("a limit per day begins again at midnight in Beijing", async () => {
  await limit("limit_per_day", 1);
  await order();
  // 23:59 and 24:00 of the same day, whose noon is minute 0.
  await expect(order(12 * 60 - 1)).rejects.toMatchObject({
    ...REFUSED,
    message: "这件商品的购买次数已到上限：每人每天限购 1 份，你今天已有 1 份，未付款的也算",
  });
  await order(12 * 60);
});

test("goods without a limit are not guarded", async () => {
  await order();
  await order(1);
  expect(await count("oms_purchase_guard")).toBe(0);
});
