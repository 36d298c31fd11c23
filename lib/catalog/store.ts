import { prisma } from "../db/client.ts";
import { db } from "../db/database.ts";

export type CreditProduct = Awaited<ReturnType<typeof findProductsOnSale>>[number];

export type Plan = Awaited<ReturnType<typeof findPlansOnSale>>[number];

/** Upper bound of a catalogue. */
const WINDOW = 100;

/** In the order that the shop gave them. */
export function findProductsOnSale() {
  return prisma().creditProduct.findMany({
    select: { id: true, name: true, creditAmount: true, bonusCredits: true, priceFen: true, validDays: true },
    where: { status: "ON_SALE" },
    orderBy: [{ sort: "asc" }, { id: "asc" }],
    take: WINDOW,
  });
}

/** In the order that the shop gave them. */
export function findPlansOnSale() {
  return prisma().subscriptionPlan.findMany({
    select: {
      id: true,
      code: true,
      name: true,
      level: true,
      priceMonthlyFen: true,
      priceYearlyFen: true,
      features: true,
    },
    where: { status: "ON_SALE" },
    orderBy: [{ sort: "asc" }, { id: "asc" }],
    take: WINDOW,
  });
}

export async function findProductOnSale(id: number) {
  const found = await db
    .selectFrom("pmsCreditProduct")
    .select(["id", "name", "creditAmount", "bonusCredits", "priceFen", "validDays"])
    .where("id", "=", BigInt(id))
    .where("status", "=", "ON_SALE")
    .executeTakeFirst();
  return found ?? null;
}

export async function findPlanOnSale(id: number) {
  const found = await db
    .selectFrom("umsSubscriptionPlans")
    .select(["id", "code", "name", "level", "priceMonthlyFen", "priceYearlyFen"])
    .where("id", "=", BigInt(id))
    .where("status", "=", "ON_SALE")
    .executeTakeFirst();
  return found ?? null;
}
