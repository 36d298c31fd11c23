import { describe, expect, test } from "vitest";
import { aCreditProduct, anOrder, aMember, aPlan, aTrade, at, contextAt, NOW } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { getCurrent } from "../subscriptions/get-current.ts";
import { changePlan } from "./change-plan.ts";
import { changeProduct } from "./change-product.ts";
import { createPlan } from "./create-plan.ts";
import { createProduct } from "./create-product.ts";
import { listCatalog } from "./list-catalog.ts";
import { listProducts, listProductVersions, listPlanVersions } from "./list-goods.ts";

useDatabase();

const admin = contextAt(NOW, "admin:7");
const reason = "双十一";
const shown = { status: "ON_SALE", sort: 0, limitPerMember: null, limitPerDay: null } as const;
const pack = { name: "尝鲜包", creditAmount: 100, bonusCredits: 5, price: 9.9, validDays: 30, ...shown, reason };
const plan = {
  ...{
    code: "pro",
    name: "专业版",
    level: 2,
    priceMonthly: 29,
    priceYearly: 299,
    otherTerms: [],
    features: ["商用授权"],
  },
  ...{ ...shown, reason },
};

describe("an admin", () => {
  test("makes a pack and a plan, which are on sale at once and stand in the audit log", async () => {
    const made = await createProduct(pack, admin);
    expect(made).toMatchObject({ name: "尝鲜包", price: 9.9, version: 1, changedBy: "管理员 7", changeReason: reason });
    await createPlan(plan, admin);
    const { creditProducts, plans } = await listCatalog();
    expect([creditProducts[0]!.id, plans[0]!.code]).toEqual([made.id, "pro"]);
    expect(await query("select actor, action, target from sys_audit_log order by id")).toEqual([
      { actor: "admin:7", action: "PRODUCT_CREATED", target: "product:尝鲜包" },
      { actor: "admin:7", action: "PLAN_CREATED", target: "plan:pro" },
    ]);
  });

  test("changes what is named and nothing else; each version says who, why and what", async () => {
    const { id } = await createProduct(pack, admin);
    await changeProduct(id, { version: 1, reason: "涨价", price: 12, bonusCredits: 0 }, contextAt(at(5), "admin:8"));
    const off = await changeProduct(
      id,
      { version: 2, reason: "停售", status: "OFF_SALE" },
      contextAt(at(9), "admin:9"),
    );
    expect(off).toMatchObject({ name: "尝鲜包", price: 12, validDays: 30, status: "OFF_SALE", version: 3 });
    const { list, next } = await listProductVersions(id, undefined);
    expect(next).toBeNull();
    expect(list.map(({ version, by, time, changes }) => [version, by, time, changes.length])).toEqual([
      [3, "管理员 9", at(9).toISOString(), 1],
      [2, "管理员 8", at(5).toISOString(), 2],
      [1, "管理员 7", NOW.toISOString(), 9],
    ]);
    expect(list[1]!.changes).toEqual([
      { label: "赠送", before: "5", after: "0" },
      { label: "价格", before: "9.90 元", after: "12.00 元" },
    ]);
    const [last] = await query<{ detail: object }>("select detail from sys_audit_log order by id desc limit 1");
    expect(last!.detail).toMatchObject({
      before: { status: "ON_SALE" },
      after: { status: "OFF_SALE" },
      reason: "停售",
    });
    expect((await listProducts()).list).toHaveLength(1);
    expect(await listCatalog()).toMatchObject({ creditProducts: [] });
  });

  test("who changes nothing writes nothing", async () => {
    const { id } = await createProduct(pack, admin);
    expect(await changeProduct(id, { version: 1, reason, price: 9.9 }, admin)).toMatchObject({ version: 1 });
    expect(await count("sys_audit_log")).toBe(1);
  });

  test("is told of a name that is taken, of goods that are not there, and of a catalogue that is full", async () => {
    const { id } = await createProduct(pack, admin);
    await expect(createProduct(pack, admin)).rejects.toMatchObject({ code: "CATALOG_NAME_TAKEN", status: 409 });
    await expect(changeProduct(id + 1, { version: 1, reason }, admin)).rejects.toMatchObject({
      code: "PRODUCT_NOT_FOUND",
    });
    await expect(changePlan(1, { version: 1, reason }, admin)).rejects.toMatchObject({ code: "PLAN_NOT_FOUND" });
    await query(
      `insert into pms_credit_product (name, credit_amount, price_fen) select 'n' || i, 1, 1 from generate_series(1, 99) i`,
    );
    await expect(createProduct({ ...pack, name: "多一个" }, admin)).rejects.toMatchObject({ code: "CATALOG_FULL" });
    const off = await createProduct({ ...pack, name: "多一个", status: "OFF_SALE" }, admin);
    const onSale = { version: 1, reason, status: "ON_SALE" } as const;
    await expect(changeProduct(off.id, onSale, admin)).rejects.toMatchObject({ code: "CATALOG_FULL" });
  });
});

describe("two admins at once", () => {
  const OTHER = "update pms_credit_product set price_fen = 1500, version = version + 1";

  test("A74 the second is told, whether they come one after the other or at the same moment", async () => {
    const { id } = await createProduct(pack, admin);
    const change = () => changeProduct(id, { version: 1, reason, price: 12 }, admin);
    await expect(overtake(OTHER, change)).rejects.toMatchObject({ code: "CATALOG_CHANGED", status: 409 });
    await expect(change()).rejects.toMatchObject({ code: "CATALOG_CHANGED" });
    expect(await query("select price_fen, version from pms_credit_product")).toEqual([
      { price_fen: 1_500, version: 2 },
    ]);
    expect(await count("sys_audit_log", "action = 'PRODUCT_CHANGED'")).toBe(0);
  });

  test("positive control: a change that leaves the version alone is overwritten", async () => {
    await query("drop trigger pms_credit_product_version on pms_credit_product");
    const { id } = await createProduct(pack, admin);
    await overtake("update pms_credit_product set price_fen = 1500", () =>
      changeProduct(id, { version: 1, reason, price: 12 }, admin),
    );
    expect(await query("select price_fen from pms_credit_product")).toEqual([{ price_fen: 1_200 }]);
    await query(`create trigger pms_credit_product_version before update on pms_credit_product for each row
      when (old.* is distinct from new.* and new.version = old.version) execute function number_goods_version()`);
  });
});

test("a change by SQL is a version too, by nobody that we know", async () => {
  const { id } = await createPlan(plan, admin);
  await query("update ums_subscription_plans set features = '{商用授权,专属队列}'");
  await query("update ums_subscription_plans set name = name");
  const { list } = await listPlanVersions(id, undefined);
  expect(list.map(({ version, by, reason: why }) => [version, by, why])).toEqual([
    [2, "数据库", ""],
    [1, "管理员 7", reason],
  ]);
  expect(list[0]!.changes).toEqual([{ label: "权益", before: "商用授权", after: "商用授权、专属队列" }]);
});

test("versions are kept for good, and listed in pages", async () => {
  const { id } = await createProduct(pack, admin);
  for (let price = 10; price < 32; price += 1) await query("update pms_credit_product set price_fen = $1", [price]);
  const first = await listProductVersions(id, undefined);
  expect([first.list.length, first.next]).toEqual([20, 4]);
  const second = await listProductVersions(id, first.next!);
  expect(second.list.map(({ version }) => version)).toEqual([3, 2, 1]);
  await expect(query("update pms_catalog_history set actor = 'x'")).rejects.toThrow();
});

describe("somebody who is paying while the catalogue changes", () => {
  test("pays the old price for a pack, and gets the old credits", async () => {
    const { id } = await createProduct(pack, admin);
    const order = await anOrder({ wanted: { type: "CREDITS", productId: id } });
    await changeProduct(id, { version: 1, reason, price: 99, creditAmount: 1, bonusCredits: 0, validDays: 1 }, admin);
    await changeProduct(id, { version: 2, reason, status: "OFF_SALE" }, admin);
    await settlePayment(aTrade(order), contextAt(at(1), "alipay"));
    expect(await query("select pay_amount_fen, status from oms_order")).toEqual([
      { pay_amount_fen: 990, status: "PAID" },
    ]);
    expect(await query("select granted from ums_credit_lot order by kind")).toEqual([{ granted: 100 }, { granted: 5 }]);
    expect(await query("select goods_version from oms_order_item")).toEqual([{ goods_version: 1 }]);
  });

  test("gets the plan as it was, features included, also once it runs", async () => {
    const memberId = await aMember();
    const { id: planId } = await createPlan(plan, admin);
    const wanted = { type: "SUBSCRIPTION", planId, billingCycle: "MONTHLY" } as const;
    const order = await anOrder({ memberId, wanted });
    await changePlan(planId, { version: 1, reason, level: 9, features: ["没有了"], name: "改名" }, admin);
    await settlePayment(aTrade(order), contextAt(at(1), "alipay"));
    await changePlan(planId, { version: 2, reason, features: [] }, admin);
    const asBought = { planName: "专业版（月付）", planLevel: 2, features: ["商用授权"] };
    expect(await getCurrent(memberId, at(2))).toMatchObject({ ...asBought, segments: [{ features: ["商用授权"] }] });
  });
});

test("an order that a process of the release before places is of the version that stands", async () => {
  const [{ planId }, { productId }, order] = [await aPlan(), await aCreditProduct(), await anOrder()];
  await query("update ums_subscription_plans set features = '{甲}'");
  await query("update pms_credit_product set price_fen = 5");
  await query("delete from oms_order_item");
  const item = (columns: string, values: string) =>
    query(
      `insert into oms_order_item (order_id, product_name, price_fen, ${columns}) values (${order.orderId}, '', 1, ${values})`,
    );
  await item("plan_id, plan_code, plan_level, billing_cycle", `${planId}, 'pro', 1, 'MONTHLY'`);
  expect(await query("select goods_version, plan_features from oms_order_item")).toEqual([
    { goods_version: 2, plan_features: ["甲"] },
  ]);
  await query("delete from oms_order_item");
  await item("product_id, credit_amount, bonus_credits", `${productId}, 1, 0`);
  expect(await query("select goods_version, plan_features from oms_order_item")).toEqual([
    { goods_version: 2, plan_features: [] },
  ]);
});
