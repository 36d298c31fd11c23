import { expect, it } from "vitest";
import { yearlySaving } from "./purchases.ts";

const noLimits = { limitPerMember: null, limitPerDay: null };
const plan = { id: 1, code: "PRO", name: "专业版", features: [], level: 2, otherTerms: [], ...noLimits };

it.each([
  [49, 499, 89],
  [19.9, 199, 39.8],
  [0.1, 1.1, 0.1],
  [10, 120, 0],
  [10, 130, 0],
])("%d a month against %d a year saves %d yuan, to the fen", (priceMonthly, priceYearly, saving) => {
  expect(yearlySaving({ ...plan, priceMonthly, priceYearly })).toBe(saving);
});
