import { expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { after, DAY_MS } from "../core/time.ts";
import { aPaidOrder, contextAt, NOW } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { getTrialBalance } from "./get-trial-balance.ts";
import { trialBalance } from "./rules.ts";

useDatabase();

/** A pack of 100 credits with 10 bonus for 9.90 yuan, in March; half of it is used in April. */
test("a month has what stood before, both sides and what stands after, and adds up to zero", async () => {
  const { memberId } = await aPaidOrder();
  const april = after(NOW, 40 * DAY_MS);
  await consumeCredits(memberId, { amount: 60, bizId: "b", reason: "x" }, contextAt(april));
  const lines = async (month?: string) => {
    const balance = await getTrialBalance(month, april);
    expect(balance.total).toMatchObject({ opening: 0, closing: 0, debit: balance.total.credit });
    const moved = balance.accounts.filter((line) => line.opening || line.debit || line.credit);
    return {
      month: balance.month,
      lines: moved.map(({ name, opening, debit, credit, closing }) => [name, opening, debit, credit, closing]),
    };
  };
  expect(await lines("2026-02")).toEqual({ month: "2026-02", lines: [] });
  expect(await lines("2026-03")).toEqual({
    month: "2026-03",
    lines: [
      ["应收支付宝", 0, 990, 0, 990],
      ["合同负债—待发放", 0, 990, 990, 0],
      ["合同负债—积分", 0, 0, 990, -990],
    ],
  });
  expect(await lines()).toEqual({
    month: "2026-04",
    lines: [
      ["应收支付宝", 990, 0, 0, 990],
      ["合同负债—积分", -990, 495, 0, -495],
      ["营业收入—积分", 0, 0, 495, -495],
    ],
  });
});

test("an account without an entry is a line of zeros", () => {
  const { lines, total } = trialBalance([]);
  expect(lines).toHaveLength(15);
  expect(
    [...lines, total].every(({ opening, debit, credit, closing }) => !opening && !debit && !credit && !closing),
  ).toBe(true);
});
