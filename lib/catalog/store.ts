import { sql } from "kysely";
import { prisma } from "../db/client.ts";
import { db, literal, truth } from "../db/database.ts";
import { compiled, prepare, type Given } from "../db/prepared.ts";
import type { Watched } from "../db/version-watch.ts";

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

export type StoredSales = NonNullable<Awaited<ReturnType<typeof findSales>>>;

/** The row about sales; null: nobody has changed anything yet. */
export async function findSales() {
  const row = await db
    .selectFrom("sysSales")
    .select(["isOpen", "reason", "switchTime", "alipayFailingSince", "alipayFailedAt"])
    .executeTakeFirst();
  return row ?? null;
}

/** Read with the product, so that a purchase costs no read more. */
const isSelling = truth(sql`not exists (select from sys_sales where not is_open)`);

const products = compiled((given: Given<{ id: bigint }>) =>
  db
    .selectFrom("pmsCreditProduct")
    .select(["id", "name", "creditAmount", "bonusCredits", "priceFen", "validDays", isSelling.as("isSelling")])
    .where("id", "=", given.id)
    .where("status", "=", literal("ON_SALE")),
);

export async function findProductOnSale(id: number) {
  const [found] = await products({ id: BigInt(id) });
  return found ?? null;
}

const plans = compiled((given: Given<{ id: bigint }>) =>
  db
    .selectFrom("umsSubscriptionPlans")
    .select(["id", "code", "name", "level", "priceMonthlyFen", "priceYearlyFen", isSelling.as("isSelling")])
    .where("id", "=", given.id)
    .where("status", "=", literal("ON_SALE")),
);

export async function findPlanOnSale(id: number) {
  const [found] = await plans({ id: BigInt(id) });
  return found ?? null;
}

const version = db.selectFrom("pmsCatalogVersion").select("version");

/** Where the database tells that the catalogue has changed: the triggers of migration 0009. */
export const CATALOG_CHANGES: Watched = { channel: "zhangfang_catalog", version: prepare(version) };

const versions = compiled(() => version);

/** null: not known, so the catalogue must not be cached. */
export async function findCatalogVersion(): Promise<bigint | null> {
  const [found] = await versions({});
  return found?.version ?? null;
}
