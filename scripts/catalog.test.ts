import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CatalogFile } from "../lib/contracts/catalog-file.ts";
import { aCreditProduct, aPlan, NOW } from "../lib/testing/builders.ts";
import { count, overtake, query, useDatabase } from "../lib/testing/database.ts";
import { catalogCommand } from "./catalog-command.ts";

useDatabase();

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-catalog-"));
  path = resolve(folder, "catalog.json");
});
afterAll(() => rm(folder, { recursive: true }));

/** What the command says, line by line. */
async function run(...args: string[]): Promise<string[]> {
  const said: string[] = [];
  await catalogCommand(args, NOW, (line) => said.push(line));
  return said;
}

const push = () => run("push", path, "--yes", "--reason", "新学期");
const write = (file: unknown) => writeFile(path, JSON.stringify(file, null, 2));
const read = async () => JSON.parse(await readFile(path, "utf8")) as CatalogFile;

beforeEach(async () => {
  await aCreditProduct({ priceFen: 990 });
  await query("update pms_credit_product set name = '尝鲜包'");
  await aPlan({ code: "pro" });
  await run("pull", path);
});

describe("the catalogue as a file", () => {
  test("what was pulled is what there is", async () => {
    expect((await read()).products).toMatchObject([
      { name: "尝鲜包", price: 9.9, creditAmount: 100, status: "ON_SALE" },
    ]);
    expect(await run("diff", path)).toEqual(["没有差别。"]);
    expect(await push()).toEqual(["没有差别。"]);
    expect(await count("sys_audit_log")).toBe(0);
  });

  test("is shown, and then made so, in one commit; nothing is deleted, and what is missing goes off sale", async () => {
    const { products } = await read();
    const team = { name: "团队包", creditAmount: 6_500, price: 499 };
    await write({ products: [{ ...products[0], price: 12 }, team], plans: [] });
    const shown = [
      "~ 修改积分包「尝鲜包」",
      "    价格：9.90 元 → 12.00 元",
      "+ 新建积分包「团队包」",
      "    名称：团队包",
    ];
    const [first, last] = [await run("diff", path), await run("push", path)];
    expect(first).toEqual(last);
    expect(first.slice(0, 4)).toEqual(shown);
    expect(first.slice(-2)).toEqual([
      "- 下架套餐「套餐 pro」（文件里没有）",
      "一共 3 处；还没有改，改用 push --yes --reason 理由。",
    ]);
    expect(await count("pms_credit_product")).toBe(1);

    expect((await push()).at(-1)).toBe("改好了 3 处。");
    expect(await query("select name, price_fen, version from pms_credit_product order by id")).toEqual([
      { name: "尝鲜包", price_fen: 1_200, version: 3 },
      { name: "团队包", price_fen: 49_900, version: 1 },
    ]);
    expect(await query("select status, changed_by, change_reason from ums_subscription_plans")).toEqual([
      { status: "OFF_SALE", changed_by: "operator", change_reason: "新学期" },
    ]);
    expect(await count("sys_audit_log", "actor = 'operator'")).toBe(3);
    expect(await push()).toEqual(["没有差别。"]);
  });

  test("has the other terms of a plan, shown before they are written; a file from before there were any has none", async () => {
    const { products, plans } = await read();
    expect(plans).toMatchObject([{ code: "pro", otherTerms: [] }]);
    const terms = [
      { unit: "DAY", count: 3, price: 9.9 },
      { unit: "MONTH", count: 3, price: 79 },
    ];
    await write({ products, plans: [{ ...plans[0], otherTerms: terms }] });
    const shown = ["~ 修改套餐「套餐 pro」", "    其他时长：没有 → 3 天 9.90 元、3 个月 79.00 元"];
    expect((await run("push", path)).slice(0, 2)).toEqual(shown);
    expect(await query("select other_terms from ums_subscription_plans")).toEqual([{ other_terms: [] }]);
    expect((await push()).slice(0, 2)).toEqual(shown);
    expect(await query("select other_terms from ums_subscription_plans")).toEqual([
      {
        other_terms: [
          { unit: "DAY", count: 3, priceFen: 990 },
          { unit: "MONTH", count: 3, priceFen: 7_900 },
        ],
      },
    ]);
    await run("pull", path);
    expect((await read()).plans).toMatchObject([{ otherTerms: terms }]);
    expect(await push()).toEqual(["没有差别。"]);
    await write({ products, plans: [{ ...plans[0], otherTerms: undefined }] });
    expect((await run("diff", path))[1]).toBe("    其他时长：3 天 9.90 元、3 个月 79.00 元 → 没有");
  });

  test("is refused as a whole when somebody else changed the catalogue meanwhile", async () => {
    const { products, plans } = await read();
    await write({
      products: [...products, { name: "新包", creditAmount: 1, price: 1 }],
      plans: [{ ...plans[0], level: 5 }],
    });
    await expect(overtake("update ums_subscription_plans set price_monthly_fen = 1", push)).rejects.toMatchObject({
      code: "CATALOG_CHANGED",
    });
    expect(await count("pms_credit_product")).toBe(1);
  });

  test("needs a reason to be written, and a verb that there is", async () => {
    await expect(run("push", path, "--yes")).rejects.toThrow("--reason");
    await expect(run("delete")).rejects.toThrow("npm run catalog -- pull");
  });
});

const pack = `{ "name": "甲", "creditAmount": 1, "price": 1 }`;
test.each([
  ["a comma too many", `{\n  "products": [\n    ${pack},\n  ],\n  "plans": []\n}`, ":4 "],
  [
    "a price that is none",
    `{\n"products": [\n  ${pack},\n  {"name": "乙", "creditAmount": 1,\n   "price": 1.234}],\n"plans": []}`,
    ":5 products.1.price：",
  ],
  [
    "a field that is missing",
    `{\n"products": [\n  ${pack},\n  {"name": "乙", "price": 1}],\n"plans": []}`,
    ":4 products.1.creditAmount：",
  ],
  [
    "a field that there is not",
    `{\n"products": [\n {"name": "乙", "creditAmount": 1, "price": 1,\n "prise": 2}],\n"plans": []}`,
    ":4 products.0.prise：",
  ],
  [
    "two terms that are equally long",
    `{\n"products": [],\n"plans": [{"code": "pro", "name": "甲", "level": 1, "priceMonthly": 1, "priceYearly": 9,\n"otherTerms": [\n{"unit": "WEEK", "count": 1, "price": 1},\n{"unit": "DAY", "count": 7, "price": 2}]}]}`,
    ":6 plans.0.otherTerms.1.count：与已有的 1 周一样长",
  ],
  ["a name for the second time", `{\n"products": [\n  ${pack},\n  ${pack}],\n"plans": []}`, ":4 products.1.name："],
  ["a key for the second time", `{\n"products": [],\n"plans": [],\n"products": []}`, ":4 products："],
  ["a list that is missing", `{\n"products": []}`, ":1 plans："],
  ["a NUL", `{\n"products": [],\n"plans": [\n"\\u0000"]}`, ":4 "],
])("a file with %s is refused with its line", async (_, text, said) => {
  await writeFile(path, text);
  await expect(run("push", path, "--yes", "--reason", "错的")).rejects.toThrow(`${path}${said}`);
  expect(await count("pms_credit_product")).toBe(1);
});
