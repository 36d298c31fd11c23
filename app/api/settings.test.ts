import { expect, test } from "vitest";
import { getShopName } from "../../lib/accounts/get-settings.ts";
import { aPng } from "../../lib/testing/png.ts";
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
  mark: null,
  refundAutoLimitFen: null,
  creditsAloneLimit: null,
  returnOrigins: [] as string[],
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

const MANY = Array.from({ length: 21 }, (_, n) => `https://${n}.example`);
const NO_ORIGINS = [
  ...["https://a.example/", "https://a.example/x", "http://a.example", "https://u@a.example", "https://A.example"],
  ...["javascript:alert(1)", "//a.example", "*", "null", "https://a.example:443", 1],
];

test.each<[string, unknown[]]>([
  ["shopName", ["", " ", "长".repeat(31), 1]],
  ["supportContact", ["", "  ", "长".repeat(201), 1]],
  ["termsUrl", ["terms", "http://shop.example", "javascript:alert(1)", `https://x.example/${"a".repeat(500)}`]],
  ["privacyUrl", ["//shop.example", "data:text/html,x"]],
  ["filingNumber", ["", "长".repeat(61)]],
  ["summaryHour", [-1, 24, 8.5, "8"]],
  ["refundAutoLimitFen", [0, -1, 1.5, 5_000_001, "1"]],
  ["creditsAloneLimit", [0, 1_000_001, 0.5]],
  ["returnOrigins", ["https://a.example", MANY, ["https://a.example", "https://a.example"]]],
  ["returnOrigins.0", NO_ORIGINS.map((one) => [one])],
  ["anything", ["x"]],
])("a bad %s is refused by its name", async (field, bad) => {
  const { save } = await asAdmin();
  for (const value of bad) {
    const { code, issues } = await save({ [field]: value });
    expect([value, code, issues?.[0]?.field]).toEqual([value, 400, field]);
  }
});

const GONE = [404, "application/json; charset=utf-8"];

async function withMark() {
  const { ask, save } = await asAdmin();
  const headers = await signedInAs(await aMember({ role: "ADMIN" }));
  const put = (png: Buffer | null) =>
    ask("PUT /api/admin/settings/mark", { body: { png: png && png.toString("base64") }, headers });
  return { save, put };
}

test("the mark is what everybody is shown, until another takes its place; other settings leave it alone", async () => {
  const { save, put } = await withMark();
  const markAfter = async (png: Buffer | null) => ((await put(png)).data as { mark: string }).mark;
  const door = (await findDoors()).find(({ name }) => name === "GET /api/mark/[mark]")!;
  const show = async (mark: string) => {
    const { status, headers } = await knock(door, { params: { mark } });
    return [status, headers.get("content-type")];
  };
  const first = await markAfter(aPng(64, 64));
  expect(await show(first)).toEqual([200, "image/png"]);
  expect(await markAfter(aPng(64, 64))).toBe(first);
  expect((await save({ shopName: "灯塔" })).data).toMatchObject({ shopName: "灯塔", mark: first });
  const second = await markAfter(aPng(32, 32));
  expect([await show(first), await show(second)]).toEqual([GONE, [200, "image/png"]]);
  expect((await put(null)).data).toMatchObject({ mark: null, shopName: "灯塔" });
  expect(await show(second)).toEqual(GONE);
  const log = await query<{ detail: { after: { mark: string | null } } }>(
    "select detail from sys_audit_log order by id",
  );
  expect(log.map(({ detail }) => detail.after.mark)).toEqual([first, first, second, null]);
});

test.each([
  ["an SVG with a script", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
  ["a page", Buffer.from("<html>")],
  ["a page behind the first bytes of a PNG", Buffer.concat([aPng(8, 8).subarray(0, 24), Buffer.from("<html>")])],
  ["nothing", Buffer.alloc(0)],
  ["a huge picture in a small file", aPng(20_000, 20_000)],
  ["a picture without height", aPng(8, 0)],
  ["a large file", Buffer.concat([aPng(8, 8), Buffer.alloc(11_950), aPng(8, 8).subarray(-12)])],
])("A90 %s is no mark", async (_, bytes) => {
  const { put } = await withMark();
  expect(await put(bytes)).toMatchObject({ code: 400, issues: [{ field: "png" }] });
  expect(await query("select mark from sys_settings")).toEqual([]);
});

test.each([
  ["https://app.example/done?x=1#y", "https://app.example/done?x=1#y"],
  ["/credits", "/credits"],
  ["https://app.example.evil.example/", null],
  ["https://user@app.example/", null],
  ["http://app.example/", null],
  ["https://app.example:8443/", null],
  ["https:\\\\evil.example", null],
  ["javascript:alert(1)", null],
])("a buyer who asks to return to %s is sent to %s", async (returnUrl, place) => {
  const { save } = await asAdmin();
  await save({ returnOrigins: ["https://app.example"] });
  const headers = await signedInAs(await aMember());
  const wanted = await aCreditProduct();
  const door = (await findDoors()).find(({ name }) => name === "POST /api/payment/create-credits-order")!;
  const { status, json } = await knock(door, { body: { productId: wanted.productId, returnUrl }, headers });
  expect([status, json.issues?.[0]?.field]).toEqual(place === null ? [400, "returnUrl"] : [200, undefined]);
  expect(await query("select return_path from oms_order")).toEqual(place === null ? [] : [{ return_path: place }]);
});
