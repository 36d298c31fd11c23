import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, relative, resolve } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { ESLint } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const PLACES = ["app", "components", "lib", "packages", "scripts", "prisma", "e2e", "bench", "proof", "examples"];

async function cruiseAt(root: string, places: readonly string[]): Promise<ICruiseResult> {
  const options: ICruiseOptions = await extractOptions(resolve(ROOT, ".dependency-cruiser.cjs"));
  const tsConfig = extractTsConfig(resolve(ROOT, "tsconfig.json"));
  const { output } = await cruise([...places], { ...options, baseDir: root }, undefined, { tsConfig });
  return output as ICruiseResult;
}

function violationsOf({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

async function sourcesIn(folder: string): Promise<string[]> {
  const entries = await readdir(resolve(ROOT, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
    .map((entry) => relative(ROOT, resolve(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith("lib/db/generated/"));
}

describe("the house", () => {
  it("imports only what .dependency-cruiser.cjs allows, and every file was read", async () => {
    const files = (await Promise.all(PLACES.map(sourcesIn))).flat();
    const places = PLACES.filter((place) => files.some((file) => file.startsWith(`${place}/`)));
    const result = await cruiseAt(ROOT, places);
    expect(violationsOf(result)).toEqual([]);
    // If dependency-cruiser cannot load TypeScript, it reads nothing and reports nothing.
    const read = new Set(result.modules.map((module) => module.source));
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter((file) => !read.has(file))).toEqual([]);
  });
});

/** One wrong import each: the file, what it imports, and the rule that must name it. */
const WRONG_IMPORTS = [
  ["core-stands-alone", "lib/core/money.ts", "../env.ts"],
  ["contracts-know-only-core", "lib/contracts/orders.ts", "../env.ts"],
  ["rules-are-pure", "lib/orders/rules.ts", "../db/commit.ts"],
  ["views-are-pure", "lib/orders/view.ts", "./store.ts"],
  ["stores-only-remember", "lib/orders/store.ts", "../payments/rules.ts"],
  ["stores-only-remember", "lib/orders/store.ts", "../db/commit.ts"],
  ["stores-only-remember", "lib/orders/store.ts", "../db/pool.ts"],
  ["parts-only-write", "lib/orders/parts.ts", "./store.ts"],
  ["parts-only-write", "lib/credits/spending-order.ts", "./store.ts"],
  ["a-store-is-private-to-its-room", "lib/payments/settle-payment.ts", "../orders/store.ts"],
  ["only-stores-and-parts-write-sql", "lib/orders/get-order.ts", "../db/client.ts"],
  ["only-stores-and-parts-write-sql", "lib/orders/get-order.ts", "../db/database.ts"],
  ["only-stores-and-parts-write-sql", "lib/orders/get-order.ts", "kysely"],
  ["the-generated-client-stays-in-db", "lib/orders/store.ts", "../db/generated/enums.ts"],
  ["only-enum-types-leave-generated", "lib/orders/store.ts", "../db/generated/client.ts"],
  ["credits-looks-left-only", "lib/credits/parts.ts", "../orders/rules.ts"],
  ["payments-looks-left-only", "lib/payments/place-order.ts", "../checkout/rules.ts"],
  ["checkout-looks-left-only", "lib/checkout/rules.ts", "../refunds/rules.ts"],
  ["accounts-looks-left-only", "lib/accounts/get-account.ts", "../notices/parts.ts"],
  ["only-addresses-know-jobs", "lib/orders/get-order.ts", "../jobs/list.ts"],
  ["only-addresses-know-jobs", "app/api/catalog/route.ts", "../../../lib/jobs/list.ts"],
  ["jobs-know-no-web", "lib/jobs/list.ts", "../http/route.ts"],
  ["rooms-know-no-web", "lib/orders/get-order.ts", "../http/route.ts"],
  ["rooms-know-no-web", "lib/orders/get-order.ts", "next/server"],
  ["adapters-know-no-room", "lib/alipay/gateway.ts", "../orders/rules.ts"],
  ["the-wrapper-knows-no-room", "lib/http/route.ts", "../orders/get-order.ts"],
  ["tools-ask-the-door", "lib/mcp/acts.ts", "../orders/get-order.ts"],
  ["auth-knows-only-accounts", "lib/auth/session.ts", "../orders/get-order.ts"],
  ["only-money-rooms-use-channels", "lib/orders/get-order.ts", "../channels/channels.ts"],
  ["channels-alone-know-alipay", "lib/payments/ask-channel.ts", "../alipay/gateway.ts"],
  ["channels-alone-know-alipay", "lib/channels/channel.ts", "../alipay/channel.ts"],
  ["the-cached-catalogue-is-only-shown", "lib/payments/place-order.ts", "../catalog/show-catalog.ts"],
  ["the-cached-catalogue-is-only-shown", "app/admin/catalog/page.tsx", "../../../lib/catalog/show-catalog.ts"],
  ["the-cached-catalogue-is-only-shown", "lib/payments/place-order.ts", "../catalog/catalog-cache.ts"],
  ["only-the-catalogue-is-cached", "lib/credits/get-balance.ts", "../cache/tiers.ts"],
  ["only-the-catalogue-is-cached", "lib/credits/get-balance.ts", "layered-loader"],
  ["the-sdk-stays-behind-the-gateway", "lib/payments/settle-payment.ts", "alipay-sdk"],
  ["app-is-thin", "app/api/catalog/route.ts", "../../../lib/db/commit.ts"],
  ["app-is-thin", "app/api/catalog/route.ts", "../../../lib/orders/store.ts"],
  ["nobody-imports-app", "components/shop.ts", "../app/api/catalog/route.ts"],
  ["addresses-draw-nothing", "app/api/catalog/route.ts", "../../../components/shop.ts"],
  ["the-browser-sees-contracts-only", "components/shop.ts", "../lib/orders/get-order.ts"],
  ["production-needs-no-scripts", "lib/orders/get-order.ts", "../../scripts/migrate.ts"],
  ["test-code-stays-out-of-production", "lib/orders/get-order.ts", "../testing/builders.ts"],
  ["e2e-is-a-stranger", "e2e/buy.spec.ts", "../lib/orders/get-order.ts"],
  ["production-knows-no-package", "lib/orders/get-order.ts", "../../packages/alipay-sandbox/src/index.ts"],
  ["production-knows-no-package", "lib/orders/get-order.ts", "alipay-sandbox"],
  ["packages-know-no-product", "packages/alipay-sandbox/src/server.ts", "../../../lib/core/money.ts"],
  ["packages-know-no-product", "packages/alipay-sandbox/src/server.test.ts", "../../../scripts/migrate.ts"],
  ["an-example-is-a-stranger", "examples/ai-chat/server.ts", "../../lib/core/money.ts"],
  ["an-example-is-a-stranger", "examples/ai-chat/server.ts", "../../packages/alipay-sandbox/src/index.ts"],
  ["the-sandbox-stands-alone", "packages/alipay-sandbox/src/server.ts", "zod"],
  ["no-unresolved", "lib/orders/get-order.ts", "./nowhere.ts"],
  ["no-cycles", "lib/core/money.ts", "./time.ts"],
] as const;

/** The targets of the wrong imports, and one import that makes a cycle. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  "lib/core/time.ts": 'import "./money.ts";',
  "app/api/catalog/route.ts": "",
  "components/shop.ts": "",
  ...Object.fromEntries(
    ["env", "db/commit", "db/pool", "db/client", "db/database", "db/generated/enums", "db/generated/client"]
      .concat(["orders/rules", "orders/store", "credits/store"])
      .concat([
        "orders/get-order",
        "payments/rules",
        "checkout/rules",
        "refunds/rules",
        "notices/parts",
        "http/route",
        "alipay/gateway",
        "alipay/channel",
        "channels/channels",
        "core/money",
      ])
      .concat(["testing/builders", "jobs/list", "cache/tiers", "catalog/show-catalog", "catalog/catalog-cache"])
      .map((name) => [`lib/${name}.ts`, "export const here = true;"]),
  ),
  "scripts/migrate.ts": "export const here = true;",
  "packages/alipay-sandbox/src/index.ts": "export const here = true;",
  // Packages of its own: a linked node_modules would resolve outside of the repository.
  "node_modules/zod/index.js": "",
  "node_modules/kysely/index.js": "",
  "node_modules/layered-loader/index.js": "",
  "node_modules/alipay-sandbox/index.js": "",
  "node_modules/alipay-sdk/index.js": "",
  "node_modules/next/server.js": "",
};

describe("the import rules bite", () => {
  let house: string;
  let found: string[];

  /** All of them in one house: to read it takes most of the time. */
  beforeAll(async () => {
    house = await mkdtemp(resolve(tmpdir(), "zhangfang-house-"));
    const wrong = Map.groupBy(WRONG_IMPORTS, ([, file]) => file);
    const texts: Record<string, string> = {};
    for (const [file, imports] of wrong)
      texts[file] = imports.map(([, , at], i) => `import * as i${i} from "${at}";\nconsole.log(i${i});\n`).join("");
    const unwrapped = { "app/api/orders/route.ts": "export const GET = () => null;" };
    for (const [path, content] of Object.entries({ ...NEIGHBOURS, ...texts, ...unwrapped })) {
      await mkdir(dirname(resolve(house, path)), { recursive: true });
      await writeFile(resolve(house, path), content);
    }
    const places = PLACES.filter((place) => existsSync(resolve(house, place)));
    found = violationsOf(await cruiseAt(house, places));
  });
  afterAll(() => rm(house, { recursive: true }));

  it.each(WRONG_IMPORTS)("%s: %s → %s", (rule, file, target) => {
    const here = found.filter((text) => text.startsWith(`${rule}: ${file} → `));
    expect(here.filter((text) => text.includes(basename(target)))).not.toEqual([]);
  });

  it("an API route without the wrapper is named", () => {
    expect(found).toContain("api-routes-use-the-wrapper: app/api/orders/route.ts → app/api/orders/route.ts");
  });
});

/** One wrong line each: where it stands, and the ESLint rule that must name it. */
const WRONG_LINES = [
  ["no-restricted-syntax", "lib/orders/rules.ts", "export const today = () => new Date();"],
  ["no-restricted-syntax", "lib/orders/rules.ts", "export const today = () => Date.now();"],
  ["no-restricted-syntax", "lib/orders/rules.ts", "export const dice = () => Math.random();"],
  ["no-restricted-syntax", "lib/orders/view.ts", "export const wait = async (it: Promise<void>) => { await it; };"],
  ["no-restricted-syntax", "lib/core/money.ts", "export const today = () => new Date();"],
  ["no-restricted-properties", "lib/ids.ts", "export const home = process.env.HOME;"],
  ["no-restricted-globals", "lib/ids.ts", 'export const yuan = parseFloat("1.1");'],
  ["max-lines", "lib/ids.ts", "export {};\n".repeat(251)],
  ["max-lines-per-function", "lib/ids.ts", `export function long() {\n${"void 0;\n".repeat(70)}}`],
  ["no-console", "lib/ids.ts", 'console.log("hello");'],
  ["@typescript-eslint/no-floating-promises", "lib/ids.ts", "Promise.resolve();"],
  [
    "house/label-in-name",
    "components/ui/money.tsx",
    "export const a = <button aria-label={`更换 ${1} 的密钥`}>换密钥</button>;",
  ],
  ["house/lone-text", "components/ui/money.tsx", "export const a = (n: number) => <p>{n} 条</p>;"],
  ["house/lone-text", "components/ui/money.tsx", "export const a = (is: boolean) => <p><b>甲</b>{is && '乙'}</p>;"],
  ["house/lone-text", "components/ui/money.tsx", "export const a = (is: boolean) => <p>{is && <b>甲</b>}乙</p>;"],
  ["house/lone-text", "components/ui/money.tsx", "export const a = (text: string) => <>{text}</>;"],
  [
    "house/lone-text",
    "components/ui/money.tsx",
    "export function A({ is }: { is: boolean }) { return is ? '甲' : null; }",
  ],
] as const;

describe("the lint bites", () => {
  const eslint = new ESLint({ cwd: ROOT });
  // The first file makes it read the whole project.
  beforeAll(() => eslint.lintText("", { filePath: resolve(ROOT, "lib/ids.ts") }), 180_000);

  it.each(WRONG_LINES)("%s in %s", async (rule, file, text) => {
    const [result] = await eslint.lintText(text, { filePath: resolve(ROOT, file) });
    expect(result?.messages.map((message) => message.ruleId)).toContain(rule);
  });

  it("nothing at a text that is alone in its element, or that stands beside what never changes", async () => {
    const text = "export const a = (n: number) => <p><b>{n}</b> <span>{`${n} 条`}</span>{n > 1 && <i>甲</i>}</p>;\n";
    const still = "export const b = <p>已有账户？<b>登录</b></p>;\n";
    const [result] = await eslint.lintText(text + still, { filePath: resolve(ROOT, "components/ui/money.tsx") });
    expect(result?.messages.map((message) => message.ruleId)).toEqual([]);
  });
});
