import { comeBack } from "./come-back.ts";
import { expect, test } from "./fixtures.ts";
import { Member } from "./member.ts";
import { pressAndConfirm, pressOpened } from "./popups.ts";

/** Pages with the address that their component asks again, and a word of what they show. */
const PAGES = [
  { path: "/orders", asks: "/api/payment/orders", shows: "还没有支付记录" },
  { path: "/credits", asks: "/api/credits/balance", shows: "还没有积分" },
  { path: "/subscription", asks: "/api/subscription/current", shows: "现在没有生效的套餐" },
  { path: "/notices", asks: "/api/notices?", shows: "还没有消息" },
] as const;

for (const { path, asks, shows } of PAGES) {
  const address = (url: URL) => url.href.includes(asks);
  const pattern = new RegExp(asks.replace("?", "\\?"));

  test(`${path} says that the network is gone, and tries again when asked`, async ({ page, watch }) => {
    await Member.join(page.request);
    await page.clock.install();
    await page.goto(path);
    await expect(page.getByText(shows)).toBeVisible();
    watch.expects(0, pattern);
    await page.route(address, (route) => route.abort("internetdisconnected"));
    await comeBack(page);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("网络没有连上，请检查网络后再试");
    await page.unroute(address);
    await page.getByRole("main").getByRole("button", { name: "重试" }).click();
    await expect(page.getByText(shows)).toBeVisible();
  });

  test(`${path} says that the server is at its limit`, async ({ page, watch }) => {
    await Member.join(page.request);
    await page.clock.install();
    await page.goto(path);
    await expect(page.getByText(shows)).toBeVisible();
    watch.expects(503, pattern);
    const json = { code: 503, message: "系统繁忙，请稍后再试", data: null, error: "BUSY" };
    await page.route(address, (route) => route.fulfill({ status: 503, json }));
    await comeBack(page);
    await expect(page.getByRole("main").getByRole("alert")).toContainText("系统繁忙，请稍后再试");
  });
}

test("what the server did not answer with the page is asked for, with a word that it is being read", async ({
  page,
  member,
  watch,
}) => {
  const { orderSn } = await member.place({ pack: "标准包" });
  // No status has this number, so the page comes without its rows, and the address is refused.
  const address = (url: URL) => url.pathname === "/api/payment/orders";
  const held = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto("/orders?status=99");
  await expect(page.getByRole("status", { name: "正在读取" })).toBeVisible();
  watch.expects(400, /\/api\/payment\/orders\?status=99/);
  held.resolve();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("提交的内容有误");
  await page.getByRole("link", { name: "清除筛选" }).click();
  await expect(page.getByRole("row").filter({ hasText: orderSn })).toBeVisible();
});

test("a payment that cannot begin says why, opens no window for nothing, and begins when tried again", async ({
  page,
  context,
  member,
  watch,
}) => {
  watch.expects(0, /create-credits-order/);
  await page.route("**/api/payment/create-credits-order", (route) => route.abort("connectionreset"));
  await page.goto("/");
  await page.getByRole("button", { name: "购买标准包" }).click();
  const dialog = page.getByRole("dialog", { name: "支付订单" });
  await dialog.getByRole("button", { name: "去支付宝付款" }).click();
  await expect(dialog.getByRole("alert")).toContainText("网络没有连上");
  await expect.poll(() => context.pages().length).toBe(1);
  expect(await member.orders()).toEqual([]);

  await page.unroute("**/api/payment/create-credits-order");
  const popup = page.waitForEvent("popup");
  await dialog.getByRole("button", { name: "重试支付" }).click();
  await expect((await popup).getByTestId("login")).toBeVisible();
  expect(await member.orders()).toHaveLength(1);
});

test("a price that is no longer the one on the page is not paid, and the page is loaded anew", async ({
  page,
  member,
  watch,
}) => {
  watch.expects(409, /create-credits-order/);
  // As a page that was opened before the price changed would send it.
  await page.route("**/api/payment/create-credits-order", (route) => {
    const body = { ...(route.request().postDataJSON() as object), expectedAmount: 0.01 };
    return route.continue({ postData: JSON.stringify(body) });
  });
  await page.goto("/");
  await page.getByRole("button", { name: "购买标准包" }).click();
  const dialog = page.getByRole("dialog", { name: "支付订单" });
  await dialog.getByRole("button", { name: "去支付宝付款" }).click();
  await expect(dialog.getByRole("alert")).toContainText("价格已经变了");
  expect(await member.orders()).toEqual([]);
  await page.unrouteAll();
  const reloaded = page.waitForEvent("load");
  await dialog.getByRole("button", { name: "刷新页面，看新的价格" }).click();
  await reloaded;
  await expect(page.getByRole("button", { name: "购买标准包" })).toBeVisible();
});

/** What the reader sees: the ground under the page. */
const GROUND = { light: "rgb(247, 245, 240)", dark: "rgb(19, 22, 19)" };

test("the colour mode follows the system at first, and the reader from then on", async ({ page }) => {
  const shows = async (mode: keyof typeof GROUND) => {
    await expect(page.locator("html")).toHaveAttribute("data-mode", mode);
    await expect(page.locator("body")).toHaveCSS("background-color", GROUND[mode]);
  };
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/");
  await shows("dark");
  await page.emulateMedia({ colorScheme: "light" });
  await shows("light");
  await page.getByRole("button", { name: /^外观/ }).click();
  await pressOpened(page.getByRole("button", { name: "深色", exact: true }));
  await shows("dark");
  await page.reload();
  await shows("dark");
});

for (const reducedMotion of ["no-preference", "reduce"] as const)
  test(`menus and bubbles come and go, motion: ${reducedMotion}`, async ({ page, member }) => {
    await page.emulateMedia({ reducedMotion });
    const { orderSn } = await member.place({ pack: "尝鲜包" });
    await page.goto("/orders");
    const opener = page.getByRole("button", { name: /^外观/ });
    for (const mode of ["深色", "浅色", "深色"]) {
      await opener.click();
      const [button, list] = [
        await opener.boundingBox(),
        await page.getByRole("group", { name: /^外观/ }).boundingBox(),
      ];
      expect(list!.y, "below its button").toBeGreaterThan(button!.y + button!.height);
      expect(list!.x + list!.width, "and beside it").toBeCloseTo(button!.x + button!.width, 0);
      await pressOpened(page.getByRole("button", { name: mode, exact: true }));
      await expect(page.getByRole("button", { name: mode, exact: true })).toBeHidden();
    }
    const row = page.getByRole("row").filter({ hasText: orderSn });
    await pressAndConfirm(row.getByRole("button", { name: "取消" }), "取消订单");
    await expect(row).toContainText("已取消");
  });

test("the history is narrowed, and the address keeps how", async ({ page, member }) => {
  const pack = await member.buy({ pack: "尝鲜包" });
  const plan = await member.place({ plan: "基础版", cycle: "monthly" });
  await page.goto("/orders");
  const rows = page.getByRole("table", { name: "支付记录" }).getByRole("row");
  await expect(rows).toHaveCount(3);
  const filter = page.getByRole("search");
  await filter.getByRole("combobox", { name: "商品类型" }).selectOption("套餐");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(plan.orderSn);
  await page.reload();
  await expect(rows).toHaveCount(2);
  await filter.getByRole("link", { name: "清除筛选" }).click();
  await expect(rows).toHaveCount(3);
  await filter.getByLabel("订单号").fill(pack.orderSn);
  await filter.getByLabel("订单号").press("Enter");
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(pack.orderSn);
  await filter.getByLabel("订单号").fill("NOSUCHORDER00000");
  await filter.getByLabel("订单号").press("Enter");
  await expect(page.getByText("没有符合条件的记录")).toBeVisible();
});

test("a script in foreign markup does not run, and the watch sees it", async ({ page, watch }) => {
  await page.goto("/");
  await page.evaluate(() => {
    document.body.insertAdjacentHTML("beforeend", `<svg onload="document.body.dataset.ran = 'yes'"></svg>`);
  });
  await expect.poll(() => watch.takeProblems(/Content Security Policy/).length).toBe(1);
  await expect(page.locator("body")).not.toHaveAttribute("data-ran");
});

test("a page that throws or is refused does not pass the watch", async ({ page, watch }) => {
  await page.goto("/");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("planted");
    });
    void fetch("/api/payment/orders");
  });
  await expect.poll(() => watch.problems().length).toBe(2);
  expect(watch.takeProblems(/planted/)).toHaveLength(1);
  watch.expects(401, /\/api\/payment\/orders$/);
});
