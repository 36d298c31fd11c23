import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { CatalogView } from "../lib/contracts/catalog.ts";
import { payAt } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { openProduct } from "./product.ts";

const heading = (page: Page, name: string) => page.getByRole("heading", { name });

test("a product's customer pays on our page and lands on the product's; another browser does not; the portal shows what was bought", async ({
  page,
  visitor,
  admin,
  baseURL,
}) => {
  const product = await openProduct(baseURL!, admin.page.request);
  const host = new URL(product.origin).host;
  await product.ask("PUT", "/customers/user:1", { name: "小林" });
  const catalog = (await (await page.request.get("/api/catalog")).json()) as { data: CatalogView };
  const { id: productId } = catalog.data.creditProducts.find(({ name }) => name === "标准包")!;
  const session = await product.ask<{ id: string; url: string }>("POST", "/checkout-sessions", {
    ...{ customerId: "user:1", item: { productId }, successUrl: `${product.origin}/done?cart=7#paid` },
    cancelUrl: `${product.origin}/cart`,
  });

  await page.goto(session.url);
  await expect(page).toHaveURL(`${baseURL}/checkout/pay/${session.id}`);
  await expect(heading(page, "确认并付款")).toBeVisible();
  await expect(page.getByText("小林")).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);

  const { page: other } = await visitor();
  await other.goto(session.url);
  await expect(heading(other, "这次付款在另一个浏览器里")).toBeVisible();
  await other.getByRole("link", { name: `返回 ${host}` }).click();
  await expect(other).toHaveURL(`${product.origin}/cart`);

  const opened = page.waitForEvent("popup");
  await page.getByRole("button", { name: "去支付宝付款" }).click();
  await payAt(await opened);
  await expect(page).toHaveURL(`${product.origin}/done?cart=7&checkout_session_id=${session.id}#paid`);
  expect(await product.ask("GET", `/checkout-sessions/${session.id}`)).toMatchObject({ status: "paid" });
  expect(product.visits.map(([, referrer]) => referrer)).toEqual(product.visits.map(() => undefined));

  const portal = await product.ask<{ url: string }>("POST", "/portal-sessions", {
    ...{ customerId: "user:1", returnUrl: `${product.origin}/home` },
  });
  await page.goto(portal.url);
  await expect(page).toHaveURL(`${baseURL}/orders`);
  await expect(page.getByText("标准包").first()).toBeVisible();
  await page.goto("/account/security");
  await expect(heading(page, "这一页不在这里打开")).toBeVisible();
  await page.getByRole("link", { name: `返回 ${host}` }).click();
  await expect(page).toHaveURL(`${product.origin}/home`);
  product.close();
});
