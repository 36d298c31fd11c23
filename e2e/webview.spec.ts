import type { Page } from "@playwright/test";
import type { CashierView } from "../lib/contracts/orders.ts";
import { choose, expectDelivered, openCashier, payAt, paymentDialog } from "./checkout.ts";
import { letExpireIn } from "./database.ts";
import { expect, test } from "./fixtures.ts";
import { payElsewhere } from "./sandbox.ts";

const WECHAT =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.48(0x18003030) NetType/WIFI Language/zh_CN";

const DESK = {
  viewport: { width: 1280, height: 900 },
  isMobile: false,
  hasTouch: false,
  userAgent: "Mozilla/5.0 (X11; Linux x64) Chrome/140",
};

test.use({ userAgent: WECHAT });

const guide = (page: Page) => page.getByRole("region", { name: "付款" });

test("WeChat shows how to pay in a browser, and the result once that is done", async ({
  page,
  context,
  member,
  visitor,
  baseURL,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const seen: string[] = [];
  context.on("request", (request) => seen.push(request.url()));
  await page.goto("/");
  await page.getByRole("button", { name: "购买标准包" }).click();
  await expect(paymentDialog(page)).toContainText("支付宝的付款页在微信里打不开");
  await paymentDialog(page).getByRole("button", { name: "提交订单，到浏览器付款" }).click();

  await expect(page).toHaveURL(/\/orders\/\w+\?pay=1$/);
  const [order] = await member.orders();
  const link = `${baseURL}/orders/${order!.orderSn}?pay=1`;
  expect(page.url()).toBe(link);
  // The first HTML has it: nothing is changed by a script later.
  expect(await (await page.request.get(link, { headers: { "user-agent": WECHAT } })).text()).toContain(
    "请在浏览器里付款",
  );
  await expect(guide(page)).toContainText("点右上角的「…」，选「在浏览器打开」");
  await expect(guide(page).getByRole("img", { name: /^示意图/ })).toBeVisible();
  await expect(guide(page).getByRole("timer")).toHaveText(/^(30:00|29:\d\d)$/);
  await expect(page.getByRole("button", { name: "继续支付" })).toBeHidden();
  await guide(page).getByRole("button", { name: "复制链接" }).click();
  await expect(guide(page).getByText("链接已复制")).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(link);

  const { page: browser } = await visitor(DESK);
  await browser.goto(copied);
  await expect(browser.getByRole("heading", { name: "登录" })).toBeVisible();
  await browser.getByLabel("邮箱").fill(member.email);
  await browser.getByLabel("密码").fill(member.password);
  await browser.getByRole("button", { name: "登录", exact: true }).click();
  await expect(paymentDialog(browser)).toContainText(order!.orderSn);
  await payAt(await openCashier(browser));
  await expectDelivered(paymentDialog(browser));

  await expect(guide(page).getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  await expect(page.getByText("待支付")).toBeHidden();
  await guide(page).getByRole("link", { name: "查看积分" }).click();
  await expect(page.getByRole("region", { name: "积分余额" })).toContainText("600");
  expect(seen.filter((url) => url.startsWith(process.env.E2E_SANDBOX_URL!))).toEqual([]);
});

test("an order of the history leads to the guide; a refused copy selects the link; an order that is over says so", async ({
  page,
  member,
}) => {
  // As a built-in browser refuses both ways of copying; Chromium under test allows them.
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException("refused", "NotAllowedError"));
    document.execCommand = () => false;
  });
  const { orderSn } = await member.place({ pack: "标准包" });
  // A phone whose clock is an hour ahead: the countdown is the server's, and the page comes alive as it was drawn.
  await page.clock.install({ time: Date.now() + 3_600_000 });
  await page.goto("/orders");
  await page.getByRole("button", { name: "继续支付" }).click();
  await expect(guide(page).getByRole("timer")).toHaveText(/^29:\d\d$/);
  await guide(page).getByRole("button", { name: "复制链接" }).click();
  await expect(guide(page).getByText("链接已经选中")).toBeVisible();
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(page.url());

  await member.cancel(orderSn);
  await expect(guide(page).getByRole("heading", { name: "订单已取消" })).toBeVisible();
  await expect(guide(page).getByRole("link", { name: "重新下单" })).toHaveAttribute("href", "/");

  // No cron here: it would take the orders of a test beside it too.
  const late = await member.place({ pack: "标准包" });
  await letExpireIn(late.orderSn, -1);
  await page.goto(`/orders/${late.orderSn}?pay=1`);
  await expect(page.getByText("付款时间已过，正在等支付宝确认")).toBeVisible();
  await expect(page.getByRole("link", { name: "重新下单" })).toHaveAttribute("href", "/");
  await expect(guide(page)).toBeHidden();
});

test.describe("in a browser of a phone", () => {
  test.use({ userAgent: "Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/140.0.0.0 Mobile Safari/537.36" });

  test("Back from the cashier leads to the order, and the payment is asked for", async ({ page, member }) => {
    await page.goto("/");
    await choose(page, { pack: "标准包" });
    await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
    await expect(page.getByTestId("login")).toBeVisible();
    const [order] = await member.orders();
    const again = await page.request.post(`/api/payment/pay/${order!.orderSn}`);
    const { data } = (await again.json()) as { data: CashierView };
    await payElsewhere(data.payUrl, { notify: false });
    await page.goBack();
    await expect(page).toHaveURL(new RegExp(`/payment/return\\?orderSn=${order!.orderSn}$`));
    await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  });

  test("a cashier that does not open leaves its link; coming back asks Alipay at once", async ({ page, member }) => {
    // As a built-in browser that swallows the way to another address; Chromium under test goes there.
    await page.route(`${process.env.E2E_SANDBOX_URL}/**`, (route) => route.fulfill({ status: 204 }));
    await page.goto("/");
    const dialog = await choose(page, { pack: "标准包" });
    await dialog.getByRole("button", { name: "去支付宝付款" }).click();
    await expect(dialog.getByText("正在打开支付宝")).toBeVisible();
    await dialog.getByText("支付宝没有打开？").click();
    const [order] = await member.orders();
    await expect(dialog.getByRole("textbox", { name: "付款链接" })).toHaveValue(
      new RegExp(`/orders/${order!.orderSn}\\?pay=1$`),
    );
    const payUrl = await dialog.getByRole("link", { name: "再打开一次付款页" }).getAttribute("href");

    // No notice comes, and the first question of the polling to Alipay is seconds away.
    await payElsewhere(payUrl!, { notify: false });
    const asked = page.waitForRequest(/\/api\/payment\/sync\//, { timeout: 2_000 });
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await asked;
    await expectDelivered(dialog);
  });
});
