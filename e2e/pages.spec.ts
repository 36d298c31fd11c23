import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Locator, Page, Response, TestInfo } from "@playwright/test";
import { makeCustomer, type Customer } from "./customer.ts";
import { expect, test as base } from "./fixtures.ts";
import { ADMIN, Member, signIn } from "./member.ts";
import { ACCOUNT_VIEWS } from "./account-views.ts";
import { ADMIN_VIEWS } from "./admin-views.ts";
import { BUYER_VIEWS } from "./buyer-views.ts";
import { pressOpened } from "./popups.ts";
import { expectSeenChanges, translate } from "./translator.ts";
import type { View } from "./view.ts";

const test = base.extend<object, { customer: Customer }>({
  customer: [
    async ({ playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: `http://localhost:${process.env.E2E_APP_PORT}` });
      await use(await makeCustomer(request));
      await request.dispose();
    },
    { scope: "worker" },
  ],
});

async function enterAs(who: View["as"], context: BrowserContext, customer: Customer): Promise<void> {
  if (who === "newcomer") await Member.join(context.request);
  if (who === "customer") await context.addCookies(customer.cookies.cookies);
  if (who === "admin") await signIn(context.request, ADMIN);
}

/** Nothing is being read, no button waits, and whatever fades has faded: half of a colour has half of its contrast. */
async function becomeStill(page: Page): Promise<void> {
  await expect(page.getByRole("status", { name: /^正在(读取|计算)/ })).toHaveCount(0);
  await expect(page.locator(".ant-btn-loading")).toHaveCount(0);
  await expect
    .poll(() => page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running").length))
    .toBe(0);
}

/**
 * The whole page. The window grows to it, so that what stands at its foot stays there; the caret is left alone, because
 * Playwright hides it with a style that the page policy refuses.
 */
async function photograph(page: Page, name: string, info: TestInfo): Promise<void> {
  const size = page.viewportSize()!;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
  const path = info.outputPath(`${name}.png`);
  await page.screenshot({ path, caret: "initial" });
  await info.attach(name, { path, contentType: "image/png" });
  await page.setViewportSize(size);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect.soft(grave.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))).toEqual([]);
}

/** Every script and style of the document was let in by name; what those bring in later, the watch sees. */
async function expectNonces(answer: Response): Promise<void> {
  const [, nonce] = /script-src [^;]*'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"]!)!;
  const elements = (await answer.text()).match(/<(script|style)\b[^>]*>/g) ?? [];
  expect.soft(elements.length).toBeGreaterThan(1);
  expect.soft(elements.filter((element) => !element.includes(`nonce="${nonce}"`))).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: document.documentElement.clientWidth,
  }));
  expect.soft(wide).toBeLessThanOrEqual(room);
}

const MOST_TABS = 60;

/** With the Tab key alone, and one can see where one is. */
async function reachByKeyboard(page: Page, target: Locator): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press("Tab");
    if (!(await target.evaluate((element) => element === document.activeElement))) continue;
    const isSeen = await target.evaluate((element) => {
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      return outlineStyle !== "none" || boxShadow !== "none";
    });
    expect(isSeen, "the focus can be seen").toBe(true);
    return;
  }
  throw new Error(`not reached with ${MOST_TABS} presses of Tab`);
}

type Mode = "light" | "dark";
const MODE_WORDS: Readonly<Record<Mode, string>> = { light: "浅色", dark: "深色" };

/** A translated page is used and left: what it shows comes and goes without an error, and every change can be seen. */
async function surviveTranslation(page: Page, shown: Mode): Promise<void> {
  const other = shown === "light" ? "dark" : "light";
  await translate(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^外观/ }).click();
  await pressOpened(page.getByRole("button", { name: MODE_WORDS[other], exact: true }));
  await expect(page.locator("html")).toHaveAttribute("data-mode", other);
  const left = page.url();
  const place = page.getByRole("navigation", { name: "主导航" }).getByRole("link");
  await place.and(page.locator(":not([aria-current])")).last().click();
  await expect(page).not.toHaveURL(left);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectSeenChanges(page);
}

/**
 * The short form looks at each view once and takes no pictures: at one on a desktop in light, at the next on a phone in
 * dark, where it is translated too (the tags are those of playwright.config.ts). It is as narrow as a phone in both.
 */
function modesOf({ project }: TestInfo): readonly Mode[] {
  if (process.env.TEST_ALL) return ["light", "dark"];
  return project.name === "desktop" ? ["light"] : ["dark"];
}
const tagOf = (index: number) => (index % 2 === 0 ? "@wide" : "@narrow");

async function expectRoomOnPhone(page: Page): Promise<void> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(size);
}

/** Expectations are soft, so that one run names everything that is wrong with a page. */
for (const [index, view] of [...BUYER_VIEWS, ...ACCOUNT_VIEWS, ...ADMIN_VIEWS].entries()) {
  test(view.name, { tag: tagOf(index) }, async ({ page, context, customer, watch, baseURL }, info) => {
    await enterAs(view.as, context, customer);
    if (view.status) watch.expects(view.status, new RegExp(`${view.path(customer)}$`));
    for (const mode of modesOf(info)) {
      await context.addCookies([{ name: "theme", value: mode, url: baseURL! }]);
      const answer = await page.goto(view.path(customer));
      await view.open?.(page);
      await expect(view.ready(page)).toBeVisible();
      await becomeStill(page);
      // A title may be streamed after the page that it names.
      await expect.soft(page).toHaveTitle(view.title);
      await expect(page.locator("html")).toHaveAttribute("data-mode", mode);
      if (process.env.TEST_ALL) await photograph(page, `${view.name}-${mode}-${page.viewportSize()!.width}`, info);

      expect.soft(answer!.status()).toBe(view.status ?? 200);
      expect.soft(await page.getByRole("heading", { level: 1, includeHidden: true }).count(), "one h1").toBe(1);
      await expectNoSidewaysScroll(page);
      await expectNonces(answer!);
      await expectAccessible(page);
    }
    const isPhone = info.project.name === "phone";
    // A phone has no Tab key.
    if (!isPhone) await reachByKeyboard(page, view.main(page));
    if (!isPhone) await expectRoomOnPhone(page);
    if (isPhone || process.env.TEST_ALL) await surviveTranslation(page, modesOf(info).at(-1)!);
  });
}
