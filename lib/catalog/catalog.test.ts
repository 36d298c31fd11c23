import { expect, test } from "vitest";
import { aCreditProduct, aPlan } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { getProduct } from "./get-product.ts";
import { listCatalog } from "./list-catalog.ts";

useDatabase();

test("the shop window shows what is on sale, in its order, with prices in yuan", async () => {
  const small = await aCreditProduct({ priceFen: 990, creditAmount: 100, bonusCredits: 0, validDays: null });
  const big = await aCreditProduct({ priceFen: 9_900, creditAmount: 1_200, bonusCredits: 300 });
  await aCreditProduct({ status: "OFF_SALE" });
  const plan = await aPlan({ code: "pro", level: 2, priceMonthlyFen: 2_900, priceYearlyFen: 29_900 });
  await aPlan({ status: "OFF_SALE" });
  await query("update pms_credit_product set sort = -1 where id = $1", [big.productId]);
  await query("update ums_subscription_plans set features = '{一,二}'");

  const { creditProducts, plans } = await listCatalog();
  expect(creditProducts).toMatchObject([
    { id: big.productId, creditAmount: 1_200, bonusCredits: 300, price: 99, validDays: 365 },
    { id: small.productId, creditAmount: 100, bonusCredits: 0, price: 9.9, validDays: null },
  ]);
  expect(plans).toEqual([
    {
      id: plan.planId,
      code: "pro",
      name: "套餐 pro",
      priceMonthly: 29,
      priceYearly: 299,
      otherTerms: [],
      features: ["一", "二"],
      level: 2,
      limitPerMember: null,
      limitPerDay: null,
    },
  ]);
});

test("an empty shop is an empty window", async () => {
  expect(await listCatalog()).toEqual({ creditProducts: [], plans: [] });
});

test("the price of what somebody wants comes from the database alone", async () => {
  const pack = await aCreditProduct({ priceFen: 990 });
  expect(await getProduct(pack)).toMatchObject({ type: "CREDITS", priceFen: 990 });
  await query("update pms_credit_product set price_fen = 1090");
  expect(await getProduct(pack)).toMatchObject({ priceFen: 1_090 });
});
