import { beforeEach, describe, expect, test } from "vitest";
import { changeRole } from "../accounts/change-role.ts";
import { saveCustomer } from "../accounts/save-customer.ts";
import { sendResetLink } from "../accounts/send-reset-link.ts";
import { verifyCredentials } from "../accounts/verify-credentials.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  aPaidOrder,
  aPlan,
  at,
  closeAccount,
  contextAt,
} from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { aCustomer, type TestCustomer } from "../testing/service.ts";
import { statementsOf } from "../testing/statements.ts";
import { getCustomerState } from "./get-customer-state.ts";
import { putCustomer } from "./put-customer.ts";
import { searchMembers } from "./search-members.ts";

useDatabase();

const EMPTY = {
  ...{ email: null, name: null, status: "open", plan: null, upcoming: [], openOrders: [], refundsInFlight: [] },
  credits: { available: 0, reserved: 0, frozen: 0, total: 0, nextExpiry: null },
};

describe("a customer", () => {
  test("is made once, and changed by what the product says of it; what is not said stays", async () => {
    const put = (given: Parameters<typeof putCustomer>[1]) => putCustomer("user_1@x:y.z-A", given, contextAt(at(0)));
    expect(await put({})).toEqual({ isNew: true, customer: { customerId: "user_1@x:y.z-A", ...EMPTY } });
    expect(await put({ email: "a@example.com", name: "小安" })).toMatchObject({
      isNew: false,
      customer: { email: "a@example.com", name: "小安" },
    });
    expect(await statementsOf(() => put({ name: "小安" }))).toEqual({ reads: 2, writes: 0 });
    expect((await put({ email: null })).customer).toMatchObject({ email: null, name: "小安" });
    expect(await query("select email, password_hash, name from ums_member")).toEqual([
      { email: null, password_hash: null, name: "小安" },
    ]);
  });

  test("whom nobody names is called by the beginning of the product's id", async () => {
    await aCustomer({ customerId: "x".repeat(128) });
    expect(await query("select name from ums_member")).toEqual([{ name: "x".repeat(50) }]);
  });

  test("whom another has made meanwhile is found, and no second member is left", async () => {
    const rival = `with m as (insert into ums_member (name) values ('u-1') returning id)
      insert into ums_customer (external_id, member_id) select 'u-1', id from m`;
    expect(await overtake(rival, () => saveCustomer("u-1", { name: "小安" }, contextAt(at(0))))).toBe(false);
    expect(await count("ums_member")).toBe(1);
    expect(await query("select name from ums_customer")).toEqual([{ name: "小安" }]);
  });

  test("is no account to sign in to, and nobody at the desk", async () => {
    const { memberId } = await aCustomer();
    await query("update ums_customer set email = 'a@example.com'");
    for (const password of ["", "a@example.com", "正确的密码 123"])
      expect(await verifyCredentials("a@example.com", password)).toBeNull();
    const adminId = await aMember({ role: "ADMIN" });
    const act = contextAt(at(1), `admin:${adminId}`);
    const promoted = changeRole(adminId, memberId, { role: "SUPPORT", reason: "试试" }, act);
    await expect(promoted).rejects.toMatchObject({ code: "MEMBER_WITHOUT_PASSWORD" });
    await expect(query("update ums_member set role = 'ADMIN' where id = $1", [memberId])).rejects.toThrow(
      "ums_member_role_check",
    );
    await expect(sendResetLink(memberId, "试试", act)).rejects.toMatchObject({ code: "MEMBER_WITHOUT_PASSWORD" });
  });

  test("is found at the desk by how its id begins, in whatever letters", async () => {
    const { memberId } = await aCustomer({ customerId: "Acme:42" });
    await aCustomer({ customerId: "other" });
    const { list } = await searchMembers({ query: "acme:" });
    expect(list).toMatchObject([{ id: Number(memberId), email: null, customerId: "Acme:42" }]);
  });
});

describe("what a product reads of its customer", () => {
  let customer: TestCustomer;
  beforeEach(async () => {
    customer = await aCustomer();
  });
  const state = (minute: number) => getCustomerState(customer.customerId, at(minute));
  const ofCustomer = <Wish extends object>(wish: Wish) => ({ memberId: customer.memberId, now: at(0), ...wish });

  test("is nothing of a customer that is none", () =>
    expect(getCustomerState("nobody", at(0))).rejects.toMatchObject({ code: "CUSTOMER_NOT_FOUND" }));

  test("is everything at once, in one statement", async () => {
    const pack = await aCreditProduct({ creditAmount: 100, bonusCredits: 10, validDays: 30 });
    await aPaidOrder(ofCustomer({ wanted: pack }));
    await aPaidOrder(
      ofCustomer({ wanted: await aCreditProduct({ validDays: null, creditAmount: 50, bonusCredits: 0 }) }),
    );
    const refunded = await aPaidOrder(
      ofCustomer({ wanted: await aCreditProduct({ priceFen: 30_000, bonusCredits: 0 }) }),
    );
    const { memberId } = customer;
    await requestRefund(memberId, { orderSn: refunded.orderSn, reason: "不要了", requestKey: null }, contextAt(at(2)));
    await reserveCredits(memberId, { bizId: "job", amount: 20, reason: "一件工作" }, contextAt(at(3)));
    const plan = await aPlan({ code: "pro", level: 3 });
    await aPaidOrder(ofCustomer({ wanted: plan }));
    await aPaidOrder(ofCustomer({ wanted: plan }));
    const open = await anOrder(ofCustomer({ wanted: pack }));

    const read = await state(4);
    expect(read).toMatchObject({
      credits: { available: 140, reserved: 20, frozen: 100, total: 260 },
      plan: { code: "pro", level: 3, billingCycle: "monthly", startDate: at(1).toISOString() },
      upcoming: [{ code: "pro", startDate: read.plan!.endDate }],
      openOrders: [{ orderSn: open.orderSn, amountFen: 990 }],
      refundsInFlight: [{ orderSn: refunded.orderSn, amountFen: 30_000, status: "reviewing" }],
    });
    // The bonus is spent first, so of 110 that end together 20 are reserved.
    expect(read.credits.nextExpiry).toEqual({
      amount: 90,
      time: new Date(at(1).getTime() + 30 * 86_400_000).toISOString(),
    });
    expect(await statementsOf(() => state(4))).toEqual({ reads: 1, writes: 0 });
  });

  test("counts a lease that has run out as free, and lots past their day as spent", async () => {
    await aPaidOrder(
      ofCustomer({ wanted: await aCreditProduct({ validDays: 1, creditAmount: 100, bonusCredits: 0 }) }),
    );
    const job = { bizId: "job", amount: 20, reason: "一件工作", leaseSeconds: 60 };
    await reserveCredits(customer.memberId, job, contextAt(at(2)));
    expect((await state(2)).credits).toMatchObject({ available: 80, reserved: 20 });
    expect((await state(4)).credits).toMatchObject({ available: 100, reserved: 0 });
    expect((await state(2 * 1_440)).credits).toMatchObject({ available: 0, nextExpiry: null });
  });

  test("says that the account is closed", async () => {
    await closeAccount(customer.memberId);
    expect(await state(1)).toMatchObject({ status: "closed" });
  });
});
