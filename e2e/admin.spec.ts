import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { breakGoodsOf, makeDeliveryDue, mendGoodsOf, runCron } from "./database.ts";
import { comeBack } from "./come-back.ts";
import { expect, test } from "./fixtures.ts";
import { pressAndConfirm } from "./popups.ts";
import { forgedNotice, payElsewhere, refundInConsole } from "./sandbox.ts";

test("a service key is shown once, spends, and ends when it is revoked", async ({ admin: { page }, request }) => {
  const customerId = randomUUID();
  const name = `画图服务 ${customerId.slice(-8)}`;
  await page.goto("/admin/service-keys");
  await page.getByLabel("名称").fill(name);
  for (const scope of [/^读取/, /^客户/, /^积分/, /^赠送/]) await page.getByRole("checkbox", { name: scope }).check();
  await page.getByRole("button", { name: "新建密钥" }).click();
  const fresh = page.getByRole("region", { name: "新密钥" });
  await expect(fresh).toContainText("密钥只显示这一次");
  const key = (await fresh.getByRole("code").textContent())!;
  await fresh.getByRole("button", { name: "已存好" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("有效");
  await expect(page.getByText(key)).toHaveCount(0);

  const headers = { authorization: `Bearer ${key}` };
  const at = (path: string) => `/api/v1/${path}`;
  const job = (bizId: string, amount: number) => ({ data: { customerId, amount, bizId, reason: "画图" }, headers });
  expect((await request.put(at(`customers/${customerId}`), { data: {}, headers })).status()).toBe(201);
  expect((await request.post(at("credits/grant"), job("welcome", 100))).status()).toBe(200);
  expect((await request.post(at("credits/consume"), job("picture-1", 30))).status()).toBe(200);
  const state = await request.get(at(`customers/${customerId}`), { headers });
  expect(await state.json()).toMatchObject({ credits: { available: 70 } });
  await pressAndConfirm(row.getByRole("button", { name: `撤销${name}` }), "撤销");
  await expect(row).toContainText("已撤销");
  expect((await request.post(at("credits/consume"), job("picture-2", 30))).status()).toBe(401);
});

test("a buyer who looks for a payment reads where the shop says that a person helps", async ({
  admin,
  member,
  page,
}) => {
  const contact = "微信 shop-help，9:00–18:00";
  await admin.page.goto("/admin/settings");
  const mark = admin.page.getByRole("banner").locator("img");
  const picture = { name: "mark.png", mimeType: "image/png", buffer: await readFile("public/icon-192.png") };
  await admin.page.getByLabel("商店的标志").setInputFiles(picture);
  await expect(mark).toHaveJSProperty("complete", true);
  expect(await mark.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await admin.page.getByRole("button", { name: "撤下" }).click();
  await expect(mark).toHaveCount(0);
  await admin.page.getByLabel("客服联系方式").fill(contact);
  await admin.page.getByRole("button", { name: "保存" }).click();
  await expect(admin.page.getByText("已保存")).toBeVisible();
  const { orderSn } = await member.place({ pack: "尝鲜包" });
  await page.goto(`/orders/find?number=${orderSn}`);
  await expect(page.getByRole("region", { name: "查到的结果" })).toContainText(`联系客服：${contact}`);
});

test("a notice with another sum buys nothing, and a person is told", async ({ admin: { page }, member, request }) => {
  const { orderSn, payUrl } = await member.place({ pack: "标准包" });
  await payElsewhere(payUrl, { notify: false });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await request.post("/api/alipay/notify", { data: await forgedNotice(orderSn, { total_amount: "0.01" }), headers });
  expect(await member.balance()).toMatchObject({ totalCredits: 0 });

  await page.goto("/admin/alerts");
  const alert = page.getByRole("listitem").filter({ hasText: orderSn });
  await expect(alert).toHaveCount(1);
  await alert.getByText("细节").click();
  await expect(alert.getByText("不符之处")).toBeVisible();
  await alert.getByRole("button", { name: "已处理" }).click();
  await expect(alert).toHaveCount(0);
  expect(await member.balance()).toMatchObject({ totalCredits: 0 });
});

test("a refund that was made in Alipay's console holds the goods, and one click books it", async ({
  admin: { page },
  member,
  request,
}) => {
  const { orderSn } = await member.buy({ pack: "标准包" });
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  await request.post("/api/alipay/notify", { data: await refundInConsole(orderSn), headers });
  expect(await member.balance()).toMatchObject({ availableCredits: 0 });

  await page.goto("/admin/alerts");
  const alert = page.getByRole("listitem").filter({ hasText: orderSn });
  await expect(alert).toContainText("有一笔退款不是从这里发出的");
  await alert.getByLabel("理由（必填，记入审计）").fill("客服在支付宝后台退过");
  await pressAndConfirm(alert.getByRole("button", { name: "登记这笔退款" }), "登记");
  await expect(page.getByText("已登记，权益已按退款收回")).toBeVisible();
  await expect(alert).toHaveCount(0);
  expect(await member.balance()).toMatchObject({ totalCredits: 0 });
  await page.goto(`/admin/orders/${orderSn}`);
  await expect(page.getByRole("cell", { name: "支付宝另行退款" })).toBeVisible();
});

test("a payment that nobody heard of is found by what the buyer can say, and booked", async ({
  admin: { page },
  member,
}) => {
  const { orderSn, payUrl } = await member.place({ pack: "标准包" });
  await payElsewhere(payUrl, { notify: false });
  await page.goto("/admin/orders");
  const field = page.getByLabel("订单号、支付宝交易号或邮箱");
  await field.fill(` ${member.email} `);
  await page.getByRole("button", { name: "查找" }).click();
  const rows = page.getByRole("table", { name: "订单" }).getByRole("row");
  await expect(rows).toHaveCount(2);
  await rows.last().getByRole("link", { name: "标准包" }).click();
  await expect(page.getByText("还没有收到付款")).toBeVisible();
  await page.getByRole("button", { name: "问支付宝" }).click();
  await expect(page.getByText("支付宝说已经付款，已入账。")).toBeVisible();
  await expect(page.getByRole("table", { name: "到账的款" })).toContainText("买下这笔订单");
  await expect(page.getByRole("button", { name: "问支付宝" })).toHaveCount(0);
  expect((await member.balance()).availableCredits).toBe(600);

  const tradeNo = (await page.getByRole("table", { name: "到账的款" }).getByRole("cell").first().textContent())!;
  await page.getByRole("link", { name: "← 订单" }).click();
  await field.fill(tradeNo);
  await field.press("Enter");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(orderSn);
});

test("goods that were given up are sent again from the order's page", async ({ admin: { page }, member }) => {
  const { orderSn, payUrl } = await member.place({ pack: "标准包" });
  await breakGoodsOf(orderSn);
  await payElsewhere(payUrl);
  await expect.poll(() => member.statusOf(orderSn)).toMatchObject({ status: 1, deliveryStatus: 0 });
  await expect
    .poll(async () => {
      await makeDeliveryDue(orderSn);
      await runCron("retry-deliveries");
      return member.statusOf(orderSn);
    })
    .toMatchObject({ deliveryStatus: 2 });

  await page.goto("/admin/alerts");
  await page.getByRole("listitem").filter({ hasText: orderSn }).getByRole("link", { name: orderSn }).click();
  await expect(page).toHaveURL(new RegExp(`/admin/orders/${orderSn}$`));
  await expect(page.getByRole("heading", { name: "自动发货多次失败" })).toBeVisible();
  const sendAgain = () => pressAndConfirm(page.getByRole("main").getByRole("button", { name: "再发一次" }), "再发一次");
  await sendAgain();
  await expect(page.getByText("这次也没有发放成功。")).toBeVisible();
  await mendGoodsOf(orderSn);
  await sendAgain();
  await expect(page.getByText("已经发放，买家会收到消息。")).toBeVisible();
  await expect(page.getByRole("table", { name: "发放的积分" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "自动发货多次失败" })).toHaveCount(0);
  expect((await member.balance()).availableCredits).toBe(600);
});

test("more orders come when asked for, also after the network was gone", async ({ admin: { page, watch }, member }) => {
  const first = await member.place({ pack: "标准包" });
  await member.place({ pack: "尝鲜包" });
  // The real answer, in pages of one.
  const address = /\/api\/admin\/orders\?/;
  const short = (url: string) => `${url}&pageSize=1`;
  await page.route(address, (route) => route.continue({ url: short(route.request().url()) }));
  await page.clock.install();
  await page.goto(`/admin/orders?${new URLSearchParams({ query: member.email })}`);
  const rows = page.getByRole("table", { name: "订单" }).getByRole("row");
  const more = page.getByRole("button", { name: "更多" });
  await expect(rows).toHaveCount(3);
  await comeBack(page);
  await expect(rows).toHaveCount(2);
  watch.expects(0, /before=/);
  await page.route(/before=/, (route) => route.abort("internetdisconnected"));
  await more.click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("网络没有连上");
  await expect(rows).toHaveCount(2);
  await page.unroute(/before=/);
  await more.click();
  await expect(rows).toHaveCount(3);
  await expect(rows.last()).toContainText(first.orderSn);
  await expect(more).toHaveCount(0);
});

test("a half number is refused in words", async ({ admin: { page, watch } }) => {
  watch.expects(400, /\/api\/admin\/orders\?query=/);
  await page.goto("/admin/orders?query=2026");
  await expect(page.getByText("请填写完整的订单号、支付宝交易号或邮箱")).toBeVisible();
});

test("a person refunds a part of an order, and the buyer reads how much went back and what is left", async ({
  admin: { page },
  member,
  page: buyer,
}) => {
  const { orderSn } = await member.buy({ pack: "尝鲜包" });
  await page.goto(`/admin/orders/${orderSn}`);
  await page.getByRole("button", { name: "退款" }).click();
  const dialog = page.getByRole("dialog", { name: "退款" });
  const outcome = dialog.getByRole("region", { name: "结果会是" });
  await expect(outcome).toContainText("100 积分");
  await dialog.getByLabel("退多少（元）").fill("3");
  await expect(outcome).toContainText("3.00 元");
  await expect(outcome).toContainText("31 积分");
  await expect(outcome).toContainText("不需要，提交后立即退回");
  await dialog.getByLabel("理由").fill("服务中断补偿");
  await dialog.getByRole("button", { name: "退款" }).click();
  await expect(dialog.getByRole("status")).toContainText("退款成功");
  await dialog.getByRole("button", { name: "知道了" }).click();
  await expect(page.getByRole("table", { name: "退款" })).toContainText("由客服发起");
  expect((await member.balance()).availableCredits).toBe(69);

  await buyer.goto(`/orders/${orderSn}`);
  const main = buyer.getByRole("main");
  await expect(main).toContainText("已原路退回 ¥3.00，收回 31 积分");
  await expect(main).toContainText("还没有退的");
  await expect(main).not.toContainText("服务中断补偿");
});
