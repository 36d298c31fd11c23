import pg from "pg";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { at, contextAt } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { aCustomer, type TestCustomer } from "../testing/service.ts";
import { statementsOf } from "../testing/statements.ts";
import { consumeCredits } from "./consume-credits.ts";
import { forCustomer } from "./for-customer.ts";
import { grantCredits } from "./grant-credits.ts";
import { reserveCredits } from "./reserve-credits.ts";
import { runOperations } from "./run-operations.ts";

useDatabase();

const by = (minute: number) => contextAt(at(minute), "service:7");
const spend = ({ customerId }: TestCustomer, bizId: string, amount = 1) =>
  ({ op: "consume", customerId, bizId, amount, reason: "画图" }) as const;

/** A customer who holds 100 credits. */
async function rich(): Promise<TestCustomer> {
  const customer = await aCustomer();
  await grantCredits(customer.memberId, { amount: 100, bizId: "welcome", reason: "新用户" }, by(0));
  return customer;
}

const codesOf = (outcomes: Awaited<ReturnType<typeof runOperations>>) =>
  outcomes.map((outcome) => ("done" in outcome ? outcome.done.balanceAfter : (outcome.error as { code: string }).code));

describe("many operations at once", () => {
  let [one, other]: TestCustomer[] = [];
  beforeEach(async () => {
    [one, other] = [await rich(), await rich()];
  });

  test("are each done by themselves, in the order of each customer; what fails stops no other", async () => {
    await reserveCredits(one!.memberId, { bizId: "held", amount: 40, reason: "训练" }, by(1));
    const outcomes = await runOperations(
      [
        spend(one!, "a", 10),
        spend(other!, "a", 90),
        { op: "commit", customerId: one!.customerId, bizId: "held", amount: 15 },
        spend({ customerId: "nobody", memberId: 0n }, "a"),
        spend(other!, "b", 11),
        spend(one!, "a", 10),
        spend(other!, "c", 10),
        spend(one!, "a", 11),
      ],
      by(2),
    );
    expect(codesOf(outcomes)).toEqual([
      90,
      10,
      75,
      "CUSTOMER_NOT_FOUND",
      "INSUFFICIENT_CREDITS",
      90,
      0,
      "BIZ_ID_REUSED",
    ]);
  });

  test("take of the pool a few connections, however many customers there are", async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, rich));
    let [active, most] = [0, 0];
    const real = pg.Client.prototype.query;
    const spy = vi.spyOn(pg.Client.prototype, "query").mockImplementation(function (
      this: pg.Client,
      ...args: unknown[]
    ) {
      const sent = Reflect.apply(real, this, args) as unknown;
      most = Math.max(most, (active += 1));
      void Promise.resolve(sent).finally(() => (active -= 1));
      return sent as void;
    });
    await runOperations(
      customers.flatMap((customer) => [spend(customer, "a"), spend(customer, "b")]),
      by(2),
    );
    spy.mockRestore();
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(3);
  });

  test("of one customer take one connection, and one read for all", async () => {
    const operations = Array.from({ length: 10 }, (_, i) => spend(one!, `job-${i}`));
    expect(await statementsOf(() => runOperations(operations, by(2)))).toEqual({ reads: 1, writes: 10 });
  });
});

test("a consumption for a customer is one read more than for a member", async () => {
  const { customerId } = await rich();
  const body = { customerId, amount: 1, bizId: "a", reason: "画图" };
  expect(await statementsOf(() => forCustomer(consumeCredits, body, by(2)))).toEqual({ reads: 1, writes: 1 });
});
