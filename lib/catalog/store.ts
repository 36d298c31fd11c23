import { sql } from "kysely";
import { prisma } from "../db/client.ts";
import { db, literal, truth } from "../db/database.ts";
import { compiled, prepare, type Given } from "../db/prepared.ts";
import type { ProductType } from "../core/states.ts";
import type { PricedTerm } from "../core/terms.ts";
import type { Watched } from "../db/version-watch.ts";

export type CreditProduct = Awaited<ReturnType<typeof findProductsOnSale>>[number];

export type Plan = Awaited<ReturnType<typeof findPlansOnSale>>[number];

/** In the order that the shop gave them. */
export function findProductsOnSale(limit: number) {
  return prisma().creditProduct.findMany({
    select: {
      id: true,
      name: true,
      creditAmount: true,
      bonusCredits: true,
      priceFen: true,
      validDays: true,
      limitPerMember: true,
      limitPerDay: true,
    },
    where: { status: "ON_SALE" },
    orderBy: [{ sort: "asc" }, { id: "asc" }],
    take: limit,
  });
}

/** Only the database's check says what is in the column. */
function withTerms<Row extends { readonly otherTerms: unknown }>(row: Row) {
  return { ...row, otherTerms: row.otherTerms as readonly PricedTerm[] };
}

/** In the order that the shop gave them. */
export async function findPlansOnSale(limit: number) {
  const found = await prisma().subscriptionPlan.findMany({
    select: {
      id: true,
      code: true,
      name: true,
      level: true,
      priceMonthlyFen: true,
      priceYearlyFen: true,
      otherTerms: true,
      features: true,
      limitPerMember: true,
      limitPerDay: true,
    },
    where: { status: "ON_SALE" },
    orderBy: [{ sort: "asc" }, { id: "asc" }],
    take: limit,
  });
  return found.map(withTerms);
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
const shopName = sql<string | null>`(select shop_name from sys_settings)`;

const products = compiled((given: Given<{ id: bigint }>) =>
  db
    .selectFrom("pmsCreditProduct")
    .select(["id", "name", "creditAmount", "bonusCredits", "priceFen", "validDays", "version"])
    .select(["limitPerMember", "limitPerDay", isSelling.as("isSelling"), shopName.as("shopName")])
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
    .select(["id", "code", "name", "level", "priceMonthlyFen", "priceYearlyFen", "otherTerms", "features", "version"])
    .select(["limitPerMember", "limitPerDay", isSelling.as("isSelling"), shopName.as("shopName")])
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

export type StoredPack = Awaited<ReturnType<typeof findPacks>>[number];

/** Every pack, those on sale first. */
export function findPacks(limit: number) {
  return prisma().creditProduct.findMany({
    orderBy: [{ status: "asc" }, { sort: "asc" }, { id: "asc" }],
    take: limit,
  });
}

export function findPack(id: number): Promise<StoredPack | null> {
  return prisma().creditProduct.findUnique({ where: { id: BigInt(id) } });
}

export function findPackNamed(name: string): Promise<StoredPack | null> {
  return prisma().creditProduct.findUnique({ where: { name } });
}

export type StoredPlan = Awaited<ReturnType<typeof findPlans>>[number];

/** Every plan, those on sale first. */
export async function findPlans(limit: number) {
  const found = await prisma().subscriptionPlan.findMany({
    orderBy: [{ status: "asc" }, { sort: "asc" }, { id: "asc" }],
    take: limit,
  });
  return found.map(withTerms);
}

export async function findPlan(id: number): Promise<StoredPlan | null> {
  const found = await prisma().subscriptionPlan.findUnique({ where: { id: BigInt(id) } });
  return found && withTerms(found);
}

export async function findPlanOfCode(code: string): Promise<StoredPlan | null> {
  const found = await prisma().subscriptionPlan.findUnique({ where: { code } });
  return found && withTerms(found);
}

const GOODS_TABLES = { CREDITS: "pmsCreditProduct", SUBSCRIPTION: "umsSubscriptionPlans" } as const;

/** How many packs or plans there are, and how many of them are on sale. */
export async function countGoods(type: ProductType): Promise<{ all: number; onSale: number }> {
  const { all, onSale } = await db
    .selectFrom(GOODS_TABLES[type])
    .select((eb) => [
      eb.fn.countAll<bigint>().as("all"),
      eb.fn.countAll<bigint>().filterWhere("status", "=", "ON_SALE").as("onSale"),
    ])
    .executeTakeFirstOrThrow();
  return { all: Number(all), onSale: Number(onSale) };
}

export type StoredVersion = Awaited<ReturnType<typeof findVersions>>[number];

/** The newest versions of a pack or a plan before one of them; undefined: the newest of all. */
export function findVersions(type: ProductType, id: bigint, before: number | undefined, limit: number) {
  let found = db
    .selectFrom("pmsCatalogHistory")
    .select(["version", "content", "actor", "reason", "createTime"])
    .where("goodsType", "=", type)
    .where("goodsId", "=", id);
  if (before !== undefined) found = found.where("version", "<", before);
  return found.orderBy("version", "desc").limit(limit).execute();
}
