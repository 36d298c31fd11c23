import { test as base, expect, type BrowserContextOptions, type Page } from "@playwright/test";
import { ADMIN, Member, signIn } from "./member.ts";
import { Watch } from "./watch.ts";

/** Somebody else at a browser of their own. */
interface Visitor {
  readonly page: Page;
  readonly watch: Watch;
}

interface Fixtures {
  /** Guards the test's own browser; every test has it, asked for or not. */
  watch: Watch;
  /** A member of the test's own, signed in in its browser. */
  member: Member;
  /** Another browser beside the test's own, guarded the same. */
  visitor: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** The administrator. */
  admin: Visitor;
}

export const test = base.extend<Fixtures>({
  watch: [
    async ({ context }, use) => {
      const watch = new Watch(context);
      await use(watch);
      expect(watch.problems()).toEqual([]);
    },
    { auto: true },
  ],
  member: async ({ context }, use) => use(await Member.join(context.request)),
  visitor: async ({ browser }, use) => {
    const visitors: Visitor[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      const visitor = { watch: new Watch(context), page: await context.newPage() };
      visitors.push(visitor);
      return visitor;
    });
    for (const { page, watch } of visitors) {
      expect(watch.problems()).toEqual([]);
      await page.context().close();
    }
  },
  admin: async ({ visitor }, use) => {
    const admin = await visitor();
    await signIn(admin.page.request, ADMIN);
    await use(admin);
  },
});

export { expect };
