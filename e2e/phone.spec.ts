import { choose, expectDelivered, openCashier, payAt, paymentDialog } from "./checkout.ts";
import { expect, test } from "./fixtures.ts";
import { breakFor, noticesOf } from "./sandbox.ts";

const PACK = { pack: "标准包" } as const;

test("pays in the same window and comes back to the result", async ({ page, context, member }) => {
  await page.goto("/");
  const dialog = await choose(page, PACK);
  await dialog.getByRole("button", { name: "去支付宝付款" }).click();
  await expect(page.getByTestId("login")).toBeVisible();
  expect(context.pages()).toHaveLength(1);
  await payAt(page);
  await page.getByTestId("back-to-merchant").click();
  await expect(page).toHaveURL(/\/payment\/return\?orderSn=/);
  await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  await expect(page.getByRole("button", { name: "关闭此窗口" })).toBeHidden();
  expect((await member.balance()).availableCredits).toBe(600);
  await page.getByRole("link", { name: "查看积分" }).click();
  await expect(page.getByRole("region", { name: "积分余额" })).toContainText("600");
});

test("comes back by itself, also when the notice is lost", async ({ page, member }) => {
  await page.goto("/");
  await choose(page, { plan: "专业版", cycle: "yearly" });
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  await expect(page.getByTestId("login")).toBeVisible();
  const [order] = await member.orders();
  await breakFor(order!.orderSn, "notify-drop");
  await payAt(page);
  await expect(page).toHaveURL(/\/payment\/return\?orderSn=/);
  await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  expect(await noticesOf(order!.orderSn)).toEqual(["dropped"]);
  expect(await member.subscription()).toMatchObject({ planCode: "pro", billingCycle: "yearly" });
});

test("walks away, goes back, and pays later from the history", async ({ page, member }) => {
  await page.goto("/");
  await choose(page, PACK);
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  await page.getByTestId("walk-away").first().click();
  await expect(page.getByTestId("left")).toBeVisible();
  await page.goto("/orders");
  await page.getByRole("button", { name: "继续支付" }).click();
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  await payAt(page);
  await page.getByTestId("back-to-merchant").click();
  await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  expect(await member.orders()).toHaveLength(1);
});

test("a phone whose cashier does not open pays with the desktop one", async ({ page, member }) => {
  await page.goto("/");
  await choose(page, PACK);
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  await expect(page.getByTestId("login")).toBeVisible();
  await page.goBack();
  await page.getByRole("button", { name: "打不开？换电脑网页付款" }).click();
  await expect(page.getByRole("region", { name: "扫码付款" })).toBeVisible();
  await payAt(page);
  await expect(page).toHaveURL(/\/payment\/return\?orderSn=/);
  await expect(page.getByRole("heading", { name: "付款成功，已到账" })).toBeVisible();
  expect(await member.orders()).toHaveLength(1);
});

test("an order begun on a desk is paid on the phone", async ({ visitor, page, member }) => {
  const { page: shop } = await visitor({
    viewport: { width: 1280, height: 900 },
    isMobile: false,
    hasTouch: false,
    userAgent: "Mozilla/5.0 (X11; Linux x64) Chrome/140",
    storageState: await page.context().storageState(),
  });
  await shop.goto("/");
  const dialog = await choose(shop, PACK);
  const cashier = await openCashier(shop);
  await cashier.close();

  await page.goto("/orders");
  await page.getByRole("button", { name: "继续支付" }).click();
  await paymentDialog(page).getByRole("button", { name: "去支付宝付款" }).click();
  await payAt(page);
  await expectDelivered(dialog);
  expect((await member.balance()).availableCredits).toBe(600);
});
