import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { env } from "../lib/env.ts";
import { aMember } from "../lib/testing/builders.ts";
import { count, query, useDatabase } from "../lib/testing/database.ts";
import { childEnv } from "../scripts/environment.mjs";
import { programOf } from "../scripts/program.mjs";

useDatabase();

const ROOT = resolve(import.meta.dirname, "..");

/** What a command says that is run beside this database. */
async function command(script: string, ...args: string[]): Promise<string> {
  const variables = childEnv({ DATABASE_URL: env().databaseUrl });
  const { stdout } = await promisify(execFile)(programOf(ROOT, "node")!, [script, ...args], {
    cwd: ROOT,
    env: variables,
  });
  return stdout;
}

test("a shop is prepared without anything on sale; the demonstration catalogue comes when it is asked for", async () => {
  expect(await command("prisma/seed.ts")).toContain("--catalog");
  expect((await count("pms_credit_product")) + (await count("ums_subscription_plans"))).toBe(0);
  expect(await command("prisma/seed.ts", "--catalog")).toBe("商品目录：新增 4 个积分包、3 个套餐。\n");
  expect(await query("select distinct actor, reason from pms_catalog_history")).toEqual([
    { actor: "operator", reason: "演示商品" },
  ]);
  const folder = await mkdtemp(resolve(tmpdir(), "zhangfang-seed-"));
  const path = resolve(folder, "catalog.json");
  expect(await command("scripts/catalog.ts", "pull", path)).toBe(`${path}：4 个积分包，3 个套餐。\n`);
  expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ plans: [{ code: "basic" }, {}, {}] });
  await rm(folder, { recursive: true });
});

test("somebody with an account becomes an admin, and keeps the password", async () => {
  const memberId = await aMember();
  const [before] = await query<{ email: string; hash: string }>("select email, password_hash as hash from ums_member");
  expect(await command("prisma/seed.ts", "--admin", before!.email)).toContain("密码还是原来的");
  expect(await query("select id, role, password_hash as hash from ums_member")).toEqual([
    { id: memberId, role: "ADMIN", hash: before!.hash },
  ]);
  expect(await count("sys_audit_log", "actor = 'operator'")).toBe(1);
  expect(await count("pms_credit_product")).toBe(0);
});
