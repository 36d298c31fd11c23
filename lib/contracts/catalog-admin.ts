import { z } from "zod";
import { TERM_UNITS } from "../core/states.ts";
import { isAsLong, MAX_OTHER_TERMS, MAX_TERM, termText, type Term } from "../core/terms.ts";
import { purchaseLimits } from "./catalog.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, queryText } from "./envelope.ts";
import { actReason, count, instant, words, yuan } from "./values.ts";

// The bounds are those of the database's checks.
const name = z.string().trim().min(1, "请填写名称").max(60, "名称最多 60 个字");
const amount = z.int().min(1).max(100_000_000);
const price = yuan.min(0.01, "至少 0.01 元").max(1_000_000, "最多 1000000 元");
const limit = z.int().min(1).max(1_000).nullable();
const status = z.enum(["ON_SALE", "OFF_SALE"]).describe("ON_SALE：在售 · OFF_SALE：已下架");
const sort = z.int().min(-1_000_000).max(1_000_000).describe("小的在前");
const feature = z.string().trim().min(1, "请填写，或删去这一条").max(60, "每条最多 60 个字");

const shown = {
  status,
  sort,
  limitPerMember: limit.describe(purchaseLimits.limitPerMember.description!),
  limitPerDay: limit.describe(purchaseLimits.limitPerDay.description!),
} as const;

/** What an admin decides about a pack. */
const packTerms = z.strictObject({
  name: name.describe("名称，各不相同"),
  creditAmount: amount.describe("积分数"),
  bonusCredits: z.int().min(0).max(100_000_000).describe("赠送的积分数"),
  price,
  validDays: z.int().min(1).max(3_660).nullable().describe("积分多少天后过期；null：不过期"),
  ...shown,
});
export type PackTerms = z.infer<typeof packTerms>;

const otherTerm = z
  .strictObject({
    unit: z.enum(TERM_UNITS).describe("DAY：天 · WEEK：周 · MONTH：个月 · YEAR：年"),
    count: z.int().min(1, "至少为 1"),
    price,
  })
  .superRefine(({ unit, count }, context) => {
    if (count > MAX_TERM[unit])
      context.addIssue({
        code: "custom",
        path: ["count"],
        message: `最长 ${termText({ unit, count: MAX_TERM[unit] })}`,
      });
  });

/** The terms that every plan sells, at prices of their own. */
const ALWAYS_SOLD: readonly Term[] = [
  { unit: "MONTH", count: 1 },
  { unit: "YEAR", count: 1 },
];

/** Refuses the second of two that are equally long: nobody could tell which price is meant. */
function refuseEqualTerms(terms: readonly Term[], context: z.RefinementCtx): void {
  terms.forEach((term, i) => {
    const equal = [...ALWAYS_SOLD, ...terms.slice(0, i)].find((other) => isAsLong(other, term));
    if (equal) context.addIssue({ code: "custom", path: [i, "count"], message: `与已有的 ${termText(equal)}一样长` });
  });
}

/** What an admin decides about a plan. */
const planTerms = z.strictObject({
  name,
  level: z.int().min(1).max(100).describe("同时有几个套餐时，等级高的先算"),
  priceMonthly: price,
  priceYearly: price,
  otherTerms: z
    .array(otherTerm)
    .max(MAX_OTHER_TERMS, `最多 ${MAX_OTHER_TERMS} 种`)
    .superRefine(refuseEqualTerms)
    .describe("一个月和一年之外还卖的时长"),
  features: z.array(feature).max(20, "最多 20 条").describe("权益，买家看到的一行一条"),
  ...shown,
});
export type PlanTerms = z.infer<typeof planTerms>;

/** The name of a plan for programs and for the line of its periods; it never changes. */
const planCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, "小写字母开头，由小写字母、数字和 - 组成，2 到 40 位")
  .describe("套餐代码，建立后不能改");

/** What may be left out of new goods. */
const leftOut = {
  status: shown.status.default("ON_SALE"),
  sort: shown.sort.default(0),
  limitPerMember: shown.limitPerMember.default(null),
  limitPerDay: shown.limitPerDay.default(null),
} as const;

/** A pack that is new, or as a file has it. */
export const newPack = packTerms.extend({
  bonusCredits: packTerms.shape.bonusCredits.default(0),
  validDays: packTerms.shape.validDays.default(null),
  ...leftOut,
});

const createProductBody = newPack.extend({ reason: actReason });
export type CreateProduct = z.infer<typeof createProductBody>;

/** A plan that is new, or as a file has it. */
export const newPlan = z.strictObject({
  code: planCode,
  ...planTerms.shape,
  otherTerms: planTerms.shape.otherTerms.default([]),
  features: planTerms.shape.features.default([]),
  ...leftOut,
});

const createPlanBody = newPlan.extend({ reason: actReason });
export type CreatePlan = z.infer<typeof createPlanBody>;

const change = {
  version: z.int().positive().describe("要改的是哪一版；已经有更新的一版时拒绝（409）"),
  reason: actReason,
} as const;

const changeProductBody = packTerms.partial().extend(change);
export type ChangeProduct = z.infer<typeof changeProductBody>;

const changePlanBody = planTerms.partial().extend(change);
export type ChangePlan = z.infer<typeof changePlanBody>;

const kept = {
  version: z.int().positive().describe("第几版，从 1 数起"),
  changedBy: words.describe("这一版是谁改的"),
  changeReason: words.describe("这一版的理由"),
  createTime: instant,
  updateTime: instant,
} as const;

const adminProductView = z.strictObject({ id: idSchema, ...packTerms.shape, ...kept }).meta({ id: "AdminProduct" });
export type AdminProductView = z.infer<typeof adminProductView>;

const adminPlanView = z
  .strictObject({ id: idSchema, code: planCode, ...planTerms.shape, ...kept })
  .meta({ id: "AdminPlan" });
export type AdminPlanView = z.infer<typeof adminPlanView>;

const goodsVersionView = z
  .strictObject({
    version: kept.version,
    by: words.describe("谁改的"),
    reason: words,
    time: instant,
    changes: z
      .array(
        z.strictObject({
          label: words.describe("哪一项"),
          before: words.nullable().describe("null：这是第一版"),
          after: words,
        }),
      )
      .describe("与前一版不同的地方"),
  })
  .meta({ id: "GoodsVersion" });
export type GoodsVersionView = z.infer<typeof goodsVersionView>;

const goodsVersions = z.strictObject({
  list: z.array(goodsVersionView).describe("最新的在前"),
  next: count.nullable().describe("下一页以它作为 `before`；null：没有了"),
});
export type GoodsVersions = z.infer<typeof goodsVersions>;

const versionsQuery = z.strictObject({
  before: queryText(idText("应为上一页给出的版本", 9)).describe("上一页给出的 `next`"),
});

const ofProduct = { params: z.strictObject({ productId: idText("应为积分包的编号") }) } as const;
const ofPlan = { params: z.strictObject({ planId: idText("应为套餐的编号") }) } as const;
const reads = { access: "admin", permission: "catalogue:read" } as const;
const manages = { access: "admin", permission: "catalogue:manage" } as const;

export const catalogAdminEndpoints = {
  "GET /api/admin/products": {
    ...reads,
    summary: "全部积分包，在售的在前，下架的也在",
    answer: z.strictObject({ list: z.array(adminProductView) }),
  },
  "POST /api/admin/products": {
    ...manages,
    summary: "新建积分包；记入审计",
    body: createProductBody,
    answer: adminProductView,
    errors: ["CATALOG_NAME_TAKEN", "CATALOG_FULL"],
  },
  "PATCH /api/admin/products/[productId]": {
    ...manages,
    ...ofProduct,
    summary: "修改、上架或下架积分包，只改给出的字段；已有的订单不受影响；记入审计",
    body: changeProductBody,
    answer: adminProductView,
    errors: ["PRODUCT_NOT_FOUND", "CATALOG_CHANGED", "CATALOG_NAME_TAKEN", "CATALOG_FULL"],
  },
  "GET /api/admin/products/[productId]/versions": {
    ...reads,
    ...ofProduct,
    summary: "积分包的每一版：谁、什么时候、为什么、改了什么",
    query: versionsQuery,
    answer: goodsVersions,
    errors: ["PRODUCT_NOT_FOUND"],
  },
  "GET /api/admin/plans": {
    ...reads,
    summary: "全部套餐，在售的在前，下架的也在",
    answer: z.strictObject({ list: z.array(adminPlanView) }),
  },
  "POST /api/admin/plans": {
    ...manages,
    summary: "新建套餐；记入审计",
    body: createPlanBody,
    answer: adminPlanView,
    errors: ["CATALOG_NAME_TAKEN", "CATALOG_FULL"],
  },
  "PATCH /api/admin/plans/[planId]": {
    ...manages,
    ...ofPlan,
    summary: "修改、上架或下架套餐，只改给出的字段；已有的订单和时间段不受影响；记入审计",
    body: changePlanBody,
    answer: adminPlanView,
    errors: ["PLAN_NOT_FOUND", "CATALOG_CHANGED", "CATALOG_NAME_TAKEN", "CATALOG_FULL"],
  },
  "GET /api/admin/plans/[planId]/versions": {
    ...reads,
    ...ofPlan,
    summary: "套餐的每一版：谁、什么时候、为什么、改了什么",
    query: versionsQuery,
    answer: goodsVersions,
    errors: ["PLAN_NOT_FOUND"],
  },
} satisfies EndpointTable;
