import type { PackTerms, PlanTerms } from "../contracts/catalog-admin.ts";
import type { BillingCycle } from "../core/states.ts";
import { fenOf, yuanNumber, yuanText, type Fen } from "../core/money.ts";
import { otherCycleOf, termOf, termText, type PricedTerm } from "../core/terms.ts";
import { MINUTE_MS } from "../core/time.ts";

/** The product of an order as it was when the order was placed. Later changes of the catalogue do not affect it. */
export type Snapshot =
  | {
      readonly type: "CREDITS";
      readonly productId: bigint;
      readonly productName: string;
      readonly priceFen: Fen;
      readonly creditAmount: number;
      readonly bonusCredits: number;
      readonly validDays: number | null;
      readonly goodsVersion: number;
    }
  | {
      readonly type: "SUBSCRIPTION";
      readonly planId: bigint;
      readonly productName: string;
      readonly priceFen: Fen;
      readonly planCode: string;
      readonly planLevel: number;
      readonly billingCycle: BillingCycle;
      readonly planFeatures: string[];
      readonly goodsVersion: number;
    };

interface ProductFacts {
  readonly id: bigint;
  readonly name: string;
  readonly creditAmount: number;
  readonly bonusCredits: number;
  readonly priceFen: Fen;
  readonly validDays: number | null;
  readonly version: number;
}

interface PlanFacts {
  readonly id: bigint;
  readonly code: string;
  readonly name: string;
  readonly level: number;
  readonly priceMonthlyFen: Fen;
  readonly priceYearlyFen: Fen;
  readonly otherTerms: readonly PricedTerm[];
  readonly features: string[];
  readonly version: number;
}

/** As the name of what is bought says it. */
function paidText(cycle: BillingCycle): string {
  if (cycle === "MONTHLY") return "月付";
  return cycle === "YEARLY" ? "年付" : termText(termOf(cycle));
}

/** null: the plan is not sold for this term. */
function priceOf(plan: PlanFacts, cycle: BillingCycle): Fen | null {
  if (cycle === "MONTHLY") return plan.priceMonthlyFen;
  if (cycle === "YEARLY") return plan.priceYearlyFen;
  return plan.otherTerms.find((term) => otherCycleOf(term) === cycle)?.priceFen ?? null;
}

export function snapshotOfProduct(product: ProductFacts): Snapshot {
  const { id, name, version, ...goods } = product;
  const { creditAmount, bonusCredits, priceFen, validDays } = goods;
  return {
    type: "CREDITS",
    productId: id,
    productName: name,
    ...{ priceFen, creditAmount, bonusCredits, validDays },
    goodsVersion: version,
  };
}

/** null: the plan is not sold for this term. */
export function snapshotOfPlan(plan: PlanFacts, billingCycle: BillingCycle): Snapshot | null {
  const priceFen = priceOf(plan, billingCycle);
  if (priceFen === null) return null;
  return {
    type: "SUBSCRIPTION",
    planId: plan.id,
    productName: `${plan.name}（${paidText(billingCycle)}）`,
    priceFen,
    planCode: plan.code,
    planLevel: plan.level,
    billingCycle,
    planFeatures: plan.features,
    goodsVersion: plan.version,
  };
}

/** How many of a pack or a plan one member may buy; null: any number. */
export interface PurchaseLimits {
  readonly limitPerMember: number | null;
  /** On one Beijing day. */
  readonly limitPerDay: number | null;
}

/** How long a report that Alipay does not answer counts. It is repeated while the failure lasts. */
export const ALIPAY_FAILING_MS = 2 * MINUTE_MS;

/** Whether Alipay is known not to answer. */
export function isAlipayFailing(sales: { readonly alipayFailedAt: Date | null } | null, now: Date): boolean {
  const last = sales?.alipayFailedAt ?? null;
  return last !== null && now.getTime() - last.getTime() < ALIPAY_FAILING_MS;
}

/** How many packs, and how many plans, may be on sale at once: the shop shows no more. */
export const MAX_ON_SALE = 100;

/** How many packs, and how many plans, there may be, off sale included. Nothing is deleted. */
export const MAX_GOODS = 1_000;

/** Whether there is room for goods beside those that are there. `isNew`: they are not among them yet. */
export function hasRoom(
  there: { readonly all: number; readonly onSale: number },
  { isNew, goesOnSale }: { readonly isNew: boolean; readonly goesOnSale: boolean },
): boolean {
  return (!isNew || there.all < MAX_GOODS) && (!goesOnSale || there.onSale < MAX_ON_SALE);
}

type InFen<Terms, Prices extends keyof Terms & string> = Omit<Terms, Prices> & Record<`${Prices}Fen`, Fen>;

/** The columns of a pack that an admin decides. */
export type PackColumns = InFen<PackTerms, "price">;

/** The columns of a plan that an admin decides. */
export type PlanColumns = InFen<Omit<PlanTerms, "otherTerms">, "priceMonthly" | "priceYearly"> & {
  readonly otherTerms: readonly PricedTerm[];
};

export function packColumns({ price, ...terms }: PackTerms): PackColumns {
  return { ...terms, priceFen: fenOf(price) };
}

export function planColumns({ priceMonthly, priceYearly, otherTerms, ...terms }: PlanTerms): PlanColumns {
  return {
    ...terms,
    priceMonthlyFen: fenOf(priceMonthly),
    priceYearlyFen: fenOf(priceYearly),
    otherTerms: otherTerms.map(({ unit, count, price }) => ({ unit, count, priceFen: fenOf(price) })),
  };
}

/** What the row of a pack says, in yuan. */
export function packTermsOf(row: PackColumns): PackTerms {
  const { name, creditAmount, bonusCredits, priceFen, validDays } = row;
  const { status, sort, limitPerMember, limitPerDay } = row;
  const price = yuanNumber(priceFen);
  return { name, creditAmount, bonusCredits, price, validDays, status, sort, limitPerMember, limitPerDay };
}

/** What the row of a plan says, in yuan. */
export function planTermsOf(row: PlanColumns): PlanTerms {
  const { name, level, features, status, sort, limitPerMember, limitPerDay } = row;
  const [priceMonthly, priceYearly] = [yuanNumber(row.priceMonthlyFen), yuanNumber(row.priceYearlyFen)];
  const otherTerms = row.otherTerms.map(({ unit, count, priceFen }) => ({ unit, count, price: yuanNumber(priceFen) }));
  return { name, level, priceMonthly, priceYearly, otherTerms, features, status, sort, limitPerMember, limitPerDay };
}

/** The terms with the changes that are given. */
export function withChanges<Terms extends object>(
  terms: Terms,
  changes: { readonly [Field in keyof Terms]?: Terms[Field] | undefined },
): Terms {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return { ...terms, ...(Object.fromEntries(given) as Partial<Terms>) };
}

const STATUS_WORDS: Readonly<Record<string, string>> = { ON_SALE: "在售", OFF_SALE: "已下架" };
const money = (value: unknown) => `${yuanText(Number(value))} 元`;
const plain = (value: unknown) => String(value);
const upTo = (value: unknown) => (value === null ? "不限" : `${String(value)} 份`);
const priced = (value: unknown) =>
  ((value ?? []) as readonly PricedTerm[]).map((term) => `${termText(term)} ${money(term.priceFen)}`).join("、") ||
  "没有";

/** What is decided about goods, by the names of the columns: how people call it, and how it reads. */
const FIELDS: readonly (readonly [column: string, label: string, text: (value: unknown) => string])[] = [
  ["code", "代码", plain],
  ["name", "名称", plain],
  ["level", "等级", plain],
  ["creditAmount", "积分", plain],
  ["bonusCredits", "赠送", plain],
  ["priceFen", "价格", money],
  ["priceMonthlyFen", "月价", money],
  ["priceYearlyFen", "年价", money],
  ["otherTerms", "其他时长", priced],
  ["validDays", "有效期", (value) => (value === null ? "长期" : `${String(value)} 天`)],
  ["features", "权益", (value) => (value as string[]).join("、") || "没有"],
  ["status", "状态", (value) => STATUS_WORDS[String(value)] ?? plain(value)],
  ["sort", "排序", plain],
  ["limitPerMember", "每人限购", upTo],
  ["limitPerDay", "每人每天限购", upTo],
];

/** One thing that a version changed, as people read it. `before`: null in the first one. */
export interface GoodsChange {
  readonly label: string;
  readonly before: string | null;
  readonly after: string;
}

/** What goods changed from what they were; null: they are new. A column that came later was null before. */
export function changesBetween(earlier: object | null, later: object): GoodsChange[] {
  const [old, now] = [earlier, later] as [Readonly<Record<string, unknown>> | null, Readonly<Record<string, unknown>>];
  return FIELDS.filter(([column]) => column in now).flatMap(([column, label, text]) => {
    const [was, is] = [old?.[column] ?? null, now[column] ?? null];
    const [before, after] = [old && text(was), text(is)];
    if (old && (JSON.stringify(was) === JSON.stringify(is) || (was === null && before === after))) return [];
    return [{ label, before, after }];
  });
}
