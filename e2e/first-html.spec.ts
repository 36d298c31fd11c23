import type { Page } from "@playwright/test";
import { PRODUCT_TYPE_CODES } from "../lib/contracts/codes.ts";
import { expect, test } from "./fixtures.ts";
import { ADMIN, Member, signIn } from "./member.ts";

/** What each page of a member with a past must show, and the address where it stands. */
async function memberWithPast(member: Member) {
  const { orderSn } = await member.buy({ pack: "标准包" });
  await member.buy({ plan: "专业版", cycle: "monthly" });
  const main = (page: Page) => page.getByRole("main");
  return {
    orderSn,
    pages: [
      { path: "/", shows: (page: Page) => page.getByLabel("我现有的").getByText("600") },
      { path: "/", shows: (page: Page) => page.getByRole("button", { name: "续费专业版" }) },
      { path: "/orders", shows: (page: Page) => page.getByRole("row").filter({ hasText: orderSn }) },
      { path: `/orders/${orderSn}`, shows: (page: Page) => main(page).getByText("支付宝付款成功，商品已到账") },
      {
        path: "/credits",
        shows: (page: Page) => page.getByRole("region", { name: "积分余额" }).getByText("600").first(),
      },
      {
        path: "/credits",
        shows: (page: Page) => page.getByRole("table", { name: "积分批次" }).getByText("550").first(),
      },
      { path: "/credits", shows: (page: Page) => page.getByRole("table", { name: "积分明细" }).getByText("+550") },
      { path: "/credits/try", shows: (page: Page) => main(page).getByText("现在可用 600 积分") },
      {
        path: "/subscription",
        shows: (page: Page) => page.getByRole("region", { name: "当前套餐" }).getByText("专业版"),
      },
      { path: "/notices", shows: (page: Page) => main(page).getByText("「标准包」已付款") },
      {
        path: `/payment/return?orderSn=${orderSn}`,
        shows: (page: Page) => page.getByRole("heading", { name: "付款成功，已到账" }),
      },
    ],
  };
}

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  // The document announces its scripts, and this browser refuses them.
  test.beforeEach(({ watch }) => watch.expects(0, /\/_next\/static\/chunks\/[^/]+\.js$/));

  test("the shop shows a stranger packs and plans with their prices", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("listitem").filter({ hasText: "标准包" })).toContainText("¥49.90");
    await expect(page.getByRole("listitem").filter({ hasText: "专业版" })).toContainText("¥49.00/ 月");
  });

  test("a member's pages show what is theirs", async ({ page, member }) => {
    const { pages } = await memberWithPast(member);
    for (const { path, shows } of pages) {
      await page.goto(path);
      await expect(shows(page), path).toBeVisible();
      await expect(page.getByRole("status", { name: /^正在读取/ }), path).toHaveCount(0);
    }
  });

  test("the history is turned by links, and narrowed by its address", async ({ page, member }) => {
    for (let placed = 0; placed < 6; placed++) {
      await member.cancel((await member.place({ pack: "尝鲜包" })).orderSn);
      await member.cancel((await member.place({ plan: "基础版", cycle: "monthly" })).orderSn);
    }
    await page.goto("/orders?pageSize=10");
    const rows = page.getByRole("table", { name: "支付记录" }).getByRole("row");
    await expect(rows).toHaveCount(11);
    await page.getByRole("link", { name: "下一页" }).click();
    await expect(rows).toHaveCount(3);
    await page.goto(`/orders?productType=${PRODUCT_TYPE_CODES.CREDITS}`);
    await expect(rows).toHaveCount(7);
  });

  test("somebody else's order is not shown, and neither is the administration", async ({ page, request, member }) => {
    const other = await Member.join(request);
    const { orderSn } = await other.place({ pack: "标准包" });
    for (const path of [`/orders/${orderSn}`, `/payment/return?orderSn=${orderSn}`]) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: "没有找到这笔订单" })).toBeVisible();
      expect(await page.content()).not.toContain("标准包");
    }
    for (const path of ["/admin/today", `/admin/orders/${orderSn}`, "/admin/refunds"]) {
      const answer = await page.request.get(path);
      expect(answer.status(), path).toBe(404);
      expect(await answer.text(), path).not.toMatch(/标准包|paidAmount|riskMarks/);
    }
    expect(await member.orders()).toEqual([]);
  });

  test("an administrator sees the day, the orders, and one of them whole", async ({ page, request }) => {
    const member = await Member.join(request);
    const { orderSn } = await member.place({ pack: "标准包" });
    await signIn(page.request, ADMIN);
    await page.goto("/admin/today");
    await expect(page.getByRole("heading", { name: "还没有办完的事" })).toBeVisible();
    await page.goto(`/admin/orders?${new URLSearchParams({ query: member.email })}`);
    await expect(page.getByRole("table", { name: "订单" })).toContainText(orderSn);
    await page.goto(`/admin/orders/${orderSn}`);
    await expect(page.getByRole("main")).toContainText(member.email);
  });
});

test("signed out, no page holds anything of anybody", async ({ request, playwright, baseURL }) => {
  const member = await Member.join(request);
  const { orderSn, pages } = await memberWithPast(member);
  const stranger = await playwright.request.newContext({ baseURL: baseURL! });
  const admin = ["/admin/today", "/admin/orders", `/admin/orders/${orderSn}`, "/admin/refunds", "/admin/books"];
  for (const path of [...new Set(pages.map((one) => one.path)), ...admin]) {
    const words = (await (await stranger.get(path)).text()).replaceAll(path, "");
    expect(words, path).not.toMatch(new RegExp(`${member.email}|支付宝付款成功|已付款|availableCredits|openAlerts`));
    if (path !== "/") expect(words, path).toContain("请先登录");
  }
  await stranger.dispose();
});

test("with scripts the browser asks for nothing that it already has", async ({ page, member }) => {
  const { pages } = await memberWithPast(member);
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(pathname);
  });
  for (const { path, shows } of pages) {
    asked.length = 0;
    await page.goto(path);
    await expect(shows(page)).toBeVisible();
    await page.waitForLoadState("networkidle");
    // Whoever comes back from paying is told nothing on the word of an address: that page asks, and at once.
    if (path.startsWith("/payment/return")) expect(asked, path).not.toEqual([]);
    else expect(asked, path).toEqual([]);
  }
});

test.describe("far away, with a clock that is an hour ahead", () => {
  test.use({ timezoneId: "America/Los_Angeles", locale: "en-US" });

  // The watch of every test fails it when the browser draws something else than the server did.
  test("every page comes alive as it was drawn", async ({ page, member }) => {
    const { pages } = await memberWithPast(member);
    await page.clock.install({ time: Date.now() + 3_600_000 });
    for (const { path, shows } of pages) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      await expect(shows(page), path).toBeVisible();
    }
  });
});
