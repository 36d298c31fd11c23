import { randomUUID } from "node:crypto";
import { aCreditProduct, aPlan } from "./builders.ts";
import type { DoorRow } from "./door-row.ts";

const answers = "401 403 403 200 401 401";
const shown = { status: "OFF_SALE", sort: 3, limitPerMember: 2, limitPerDay: 1, reason: "活动" };
const pack = () => ({ name: randomUUID(), creditAmount: 100, bonusCredits: 5, price: 9.9, validDays: 30, ...shown });
const plan = () => ({
  ...{ name: "试用版", level: 1, priceMonthly: 9, priceYearly: 90, features: ["一项权益"] },
  ...{ otherTerms: [{ unit: "DAY", count: 3, price: 1 }], ...shown },
});

/** The catalogue's rows of the door book. A change is of goods of its own, because other requests buy the others. */
export const CATALOG_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/admin/products": { answers },
  "POST /api/admin/products": { answers, good: () => ({ body: pack() }) },
  "PATCH /api/admin/products/[productId]": {
    answers,
    good: async () => ({
      params: { productId: String((await aCreditProduct()).productId) },
      body: { ...pack(), version: 1 },
    }),
  },
  "GET /api/admin/products/[productId]/versions": {
    answers,
    good: ({ product }) => ({ params: { productId: String(product.productId) }, query: "before=9" }),
  },
  "GET /api/admin/plans": { answers },
  "POST /api/admin/plans": { answers, good: () => ({ body: { code: `p-${randomUUID()}`, ...plan() } }) },
  "PATCH /api/admin/plans/[planId]": {
    answers,
    good: async () => ({ params: { planId: String((await aPlan()).planId) }, body: { ...plan(), version: 1 } }),
  },
  "GET /api/admin/plans/[planId]/versions": {
    answers,
    good: (premises) => ({ params: { planId: String(premises.plan.planId) }, query: "before=9" }),
  },
};
