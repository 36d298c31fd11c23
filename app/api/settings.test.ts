import { expect, test } from "vitest";
import { getShopName } from "../../lib/accounts/get-settings.ts";
import { continuePayment } from "../../lib/payments/continue-payment.ts";
import { aCreditProduct, aMember, anOrder, aPlan, at, contextAt } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Knock } from "../../lib/testing/doors.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useDatabase();

const UNSET = {
  shopName: null,
  supportContact: null,
  termsUrl: null,
  privacyUrl: null,
  filingNumber: null,
  summaryHour: null,
};

async function asAdmin() {
  const doors = new Map((await findDoors()).map((door) => [door.name, door]));
  const headers = await signedInAs(await aMember({ role: "ADMIN" }));
  const ask = async (name: string, how: Knock = {}) => (await knock(doors.get(name)!, how)).json;
  const save = (body: object) => ask("PUT /api/admin/settings", { body, headers });
  return { ask, save };
}

test("what an admin sets is what everybody reads, and the audit log keeps both states", async () => {
  const { ask, save } = await asAdmin();
  const contact = async () => (await ask("GET /api/support")).data;

  expect(await contact()).toEqual({ contact: null });
  const set = { ...UNSET, supportContact: "微信 shop-help" };
  expect((await save({ supportContact: " 微信 shop-help " })).data).toEqual(set);
  expect(await contact()).toEqual({ contact: "微信 shop-help" });
  await save({ supportContact: null });
  expect(await contact()).toEqual({ contact: null });
  await Promise.all([save({ supportContact: "电话 1" }), save({ supportContact: "电话 1" })]);
  expect(await query("select detail from sys_audit_log where action = 'SETTINGS_SAVED' order by id")).toEqual([
    { detail: { before: UNSET, after: set } },
    { detail: { before: set, after: UNSET } },
    { detail: { before: UNSET, after: { ...UNSET, supportContact: "电话 1" } } },
  ]);
});

test("a setting that is left out stays, and of two admins who set different ones both are kept", async () => {
  const { save } = await asAdmin();
  await save({ shopName: "灯塔" });
  await Promise.all([save({ termsUrl: "https://shop.example/terms" }), save({ filingNumber: "京ICP备1号" })]);
  expect((await save({})).data).toEqual({
    ...UNSET,
    shopName: "灯塔",
    termsUrl: "https://shop.example/terms",
    filingNumber: "京ICP备1号",
  });
  expect(await getShopName()).toBe("灯塔");
});

test("the cashier says whose goods they are, at once and when it is opened another way", async () => {
  const { save } = await asAdmin();
  await save({ shopName: "灯塔" });
  for (const wanted of [await aCreditProduct(), await aPlan()]) {
    const { memberId, orderSn } = await anOrder({ wanted });
    await save({ shopName: "灯塔二号" });
    const phone = { paymentMethod: "alipay", cashierKind: "WAP" } as const;
    await continuePayment(memberId, orderSn, phone, contextAt(at(1)));
    expect(await query("select split_part(subject, ' ', 1) as shop from oms_payment_attempts order by id")).toEqual([
      { shop: "灯塔" },
      { shop: "灯塔二号" },
    ]);
    await query("delete from oms_payment_attempts");
    await save({ shopName: "灯塔" });
  }
});

test.each([
  ["shopName", ["", " ", "长".repeat(31), 1]],
  ["supportContact", ["", "  ", "长".repeat(201), 1]],
  ["termsUrl", ["terms", "http://shop.example", "javascript:alert(1)", `https://x.example/${"a".repeat(500)}`]],
  ["privacyUrl", ["//shop.example", "data:text/html,x"]],
  ["filingNumber", ["", "长".repeat(61)]],
  ["summaryHour", [-1, 24, 8.5, "8"]],
  ["anything", ["x"]],
])("a bad %s is refused by its name", async (field, bad) => {
  const { save } = await asAdmin();
  for (const value of bad) {
    const { code, issues } = await save({ [field]: value });
    expect([value, code, issues?.[0]?.field]).toEqual([value, 400, field]);
  }
});
