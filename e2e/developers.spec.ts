import { expect, test } from "./fixtures.ts";

test("the API reference is drawn under the page policy, asks no other host, and shows what a back end may do", async ({
  page,
  baseURL,
}) => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto("/developers");
  await page.getByRole("main").getByRole("link", { name: "接口参考" }).first().click();
  await expect(page).toHaveURL(/\/developers\/reference/);
  await page.getByRole("link", { name: "积分", exact: true }).click();
  await expect(page.getByRole("heading", { name: "花一位客户的积分" })).toBeVisible();
  await expect(page.getByText("定时任务")).toHaveCount(0);
  expect([...hosts]).toEqual([new URL(baseURL!).origin]);
});
