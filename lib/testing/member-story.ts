import fc from "fast-check";
import { DAY_MS, MINUTE_MS } from "../core/time.ts";
import type { Pack } from "./member-model.ts";

// What one member, the admins and the scheduler may do, in any order; lib/refunds/model.test.ts plays it.

export const PACKS: readonly Pack[] = [
  { priceFen: 990, creditAmount: 100, bonusCredits: 10, validDays: 30 },
  { priceFen: 333, creditAmount: 7, bonusCredits: 0, validDays: null },
  { priceFen: 30_001, creditAmount: 1_000, bonusCredits: 77, validDays: 3 },
];
export const PLANS = [
  { code: "basic", level: 1, priceMonthlyFen: 2_900, priceYearlyFen: 29_900 },
  { code: "pro", level: 2, priceMonthlyFen: 29_901, priceYearlyFen: 299_001 },
] as const;

/** A refund of this plan needs review. */
const DEAR_PLAN = 1;

export type Step =
  | { readonly do: "buyPack"; readonly pack: number }
  | { readonly do: "buyPlan"; readonly plan: number; readonly yearly: boolean }
  | { readonly do: "wait"; readonly minutes: number }
  | { readonly do: "spend"; readonly amount: number }
  | { readonly do: "reserve"; readonly amount: number }
  | { readonly do: "finish"; readonly used: number | null }
  | { readonly do: "reverse"; readonly pick: number; readonly amount: number | null }
  | { readonly do: "refund"; readonly pick: number; readonly lost: boolean }
  | { readonly do: "review"; readonly approve: boolean }
  | { readonly do: "tick" };

const waits = (days: number) => fc.integer({ min: 1, max: (days * DAY_MS) / MINUTE_MS });

/** How often each is tried, and with what. */
const STEPS: readonly [number, Step["do"], fc.Arbitrary<object>][] = [
  [3, "buyPack", fc.record({ pack: fc.nat({ max: PACKS.length - 1 }) })],
  [4, "buyPlan", fc.record({ plan: fc.nat({ max: PLANS.length - 1 }), yearly: fc.boolean() })],
  [5, "wait", fc.record({ minutes: fc.oneof(waits(1), waits(10)) })],
  [3, "spend", fc.record({ amount: fc.integer({ min: 1, max: 150 }) })],
  [1, "reserve", fc.record({ amount: fc.integer({ min: 1, max: 60 }) })],
  [2, "finish", fc.record({ used: fc.option(fc.integer({ min: 1, max: 60 })) })],
  [3, "reverse", fc.record({ pick: fc.nat(), amount: fc.option(fc.integer({ min: 1, max: 60 })) })],
  [6, "refund", fc.record({ pick: fc.nat(), lost: fc.boolean() })],
  [4, "review", fc.record({ approve: fc.boolean() })],
  [2, "tick", fc.constant({})],
];
const step = fc.oneof(
  ...STEPS.map(([weight, what, details]) => ({
    weight,
    arbitrary: details.map((given) => ({ do: what, ...given }) as Step),
  })),
);
const anything = fc.array(step, { minLength: 10, maxLength: 30, size: "max" });

const month: Step = { do: "buyPlan", plan: DEAR_PLAN, yearly: false };

/** A refund in review for weeks, while later periods of its line are bought, refunded and end. */
const forgotten = fc
  .record({
    early: waits(6),
    weeks: fc.array(
      fc.oneof(
        { weight: 3, arbitrary: waits(45).map((minutes): Step => ({ do: "wait", minutes })) },
        { weight: 2, arbitrary: fc.constant(month) },
        { weight: 1, arbitrary: fc.nat().map((pick): Step => ({ do: "refund", pick, lost: false })) },
        { weight: 1, arbitrary: fc.constant<Step>({ do: "tick" }) },
      ),
      { minLength: 6, maxLength: 10, size: "max" },
    ),
    after: fc.array(step, { minLength: 2, maxLength: 12, size: "max" }),
  })
  .map(({ early, weeks, after }): Step[] => [
    month,
    { do: "wait", minutes: early },
    { do: "refund", pick: 0, lost: false },
    ...weeks,
    { do: "review", approve: false },
    ...after,
  ]);

export const steps = fc.oneof({ weight: 2, arbitrary: anything }, { weight: 1, arbitrary: forgotten });
