import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantCredits } from "../../lib/credits/grant-credits.ts";
import { contextAt } from "../../lib/testing/builders.ts";
import { beside, count, query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { aCustomer, aServiceKey, type TestCustomer, type TestKey } from "../../lib/testing/service.ts";

useDatabase();

let doors: Door[];
let key: TestKey;
let customer: TestCustomer;
beforeAll(async () => {
  doors = await findDoors();
});
/** A customer who holds 100 credits. */
async function rich(): Promise<TestCustomer> {
  const made = await aCustomer();
  const gift = { amount: 100, bizId: "welcome", reason: "新用户" };
  await grantCredits(made.memberId, gift, contextAt(new Date(), "service:1"));
  return made;
}
beforeEach(async () => {
  key = await aServiceKey();
  customer = await rich();
});

const at = async (name: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
  const door = doors.find((one) => one.name === `POST /api/v1/credits/${name}`)!;
  const { status, text } = await knock(door, { body, headers: { ...key.headers, ...headers } });
  return { status, json: JSON.parse(text) as Record<string, unknown> };
};
const spend = (bizId: string, amount = 1, { customerId } = customer) => ({ customerId, bizId, amount, reason: "画图" });

describe("an Idempotency-Key", () => {
  test("is answered the same for the same request, and refused for another, of that service key alone", async () => {
    const once = { "idempotency-key": "k-1" };
    const first = await at("consume", spend("a", 10), once);
    expect(first).toMatchObject({ status: 200, json: { balanceAfter: 90 } });
    expect(await at("consume", spend("a", 10), once)).toEqual(first);
    for (const [name, body] of [
      ["consume", spend("b", 10)],
      ["reserve", spend("a", 10)],
      ["grant", spend("a", 10)],
    ] as const)
      expect(await at(name, body, once)).toMatchObject({ status: 409, json: { code: "IDEMPOTENCY_KEY_REUSED" } });
    key = await aServiceKey();
    expect(await at("consume", spend("b", 10), once)).toMatchObject({ status: 200, json: { balanceAfter: 80 } });
  });

  test("of a refused request may be used for a corrected one", async () => {
    const once = { "idempotency-key": "k-1" };
    expect((await at("consume", spend("a", 101), once)).status).toBe(409);
    expect((await at("consume", spend("a", 100), once)).status).toBe(200);
  });
});

describe("a batch", () => {
  test("answers each operation as it would be answered alone, in their order", async () => {
    const operations = [spend("a", 60), spend("b", 60), { ...spend("c"), customerId: "nobody" }, spend("d", 40)];
    const { status, json } = await at("batch", { operations: operations.map((body) => ({ op: "consume", ...body })) });
    expect(status).toBe(200);
    expect(json.results).toMatchObject([
      { status: 200, bizId: "a", balanceAfter: 40 },
      { status: 409, code: "INSUFFICIENT_CREDITS", requestId: expect.any(String) as string },
      { status: 404, code: "CUSTOMER_NOT_FOUND" },
      { status: 200, bizId: "d", balanceAfter: 0 },
    ]);
  });

  test("A96 of more than a hundred, or too large, is refused whole", async () => {
    const many = (n: number, body = spend("a")) => ({
      operations: Array.from({ length: n }, (_, i) => ({ op: "consume", ...body, bizId: `${i}` })),
    });
    expect(await at("batch", many(101))).toMatchObject({ status: 400, json: { issues: [{ field: "operations" }] } });
    expect((await at("batch", many(0))).status).toBe(400);
    expect((await at("batch", { ...many(1), padding: "x".repeat(160_000) })).status).toBe(413);
    expect(await count("ums_credit_consumption")).toBe(0);
    const longest = { ...spend("a"), reason: "\u{1F600}".repeat(100), customerId: "x".repeat(128) };
    expect((await at("batch", many(100, longest))).status).toBe(200);
  });

  test("A96 that waits for one customer's rows keeps no other customer waiting", async () => {
    const other = await rich();
    const operations = Array.from({ length: 100 }, (_, i) => ({ op: "consume", ...spend(`job-${i}`) }));
    const locked = `select from ums_credit_lot where member_id = ${customer.memberId} for update`;
    let hammering: Promise<unknown> = Promise.resolve();
    await beside(locked, async () => {
      hammering = Promise.all([1, 2].map(() => at("batch", { operations })));
      for (let i = 0; i < 5; i += 1)
        expect((await at("consume", spend(`mine-${i}`, 1, other))).status, "while the other waits").toBe(200);
    });
    await hammering;
    const [left] = await query<{ total: bigint }>("select total from ums_credit_balance where member_id = $1", [
      customer.memberId,
    ]);
    expect(Number(left!.total)).toBe(0);
  });
});
