/**
 * npm run db:seed -- --catalog        the demonstration catalogue on sale, as far as it is not there
 * npm run db:seed -- --demo           the same with the demo accounts; never for a shop that others can reach
 * npm run db:seed -- --admin <email>  an administrator of a new or a known address; the password of a new one comes from
 *                                     ADMIN_PASSWORD or is asked for
 * Without one of them nothing is put on sale.
 */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import type { z } from "zod";
import { makeAdmin } from "../lib/accounts/make-admin.ts";
import { audit } from "../lib/accounts/parts.ts";
import { registerAccount } from "../lib/accounts/register-account.ts";
import { registerBody } from "../lib/contracts/accounts.ts";
import { closeDatabase } from "../lib/db/pool.ts";
import { Commit } from "../lib/db/commit.ts";
import { runScript } from "../scripts/script.ts";
import { addMissingGoods } from "./catalogue.ts";
import { addDemoAccounts } from "./demo.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

const NOTHING = "没有可做的：--catalog 上架演示商品，--demo 再加演示账号，--admin 邮箱 建立管理员。";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { catalog: { type: "boolean" }, demo: { type: "boolean" }, admin: { type: "string" } },
  });
  if (values.demo) refuseInPublic();
  const now = new Date();
  try {
    if (values.catalog || values.demo) {
      const { packs, plans } = await addMissingGoods(now);
      console.log(`商品目录：新增 ${packs} 个积分包、${plans} 个套餐。`);
    } else if (values.admin === undefined) console.log(NOTHING);
    if (values.demo) console.log(`演示账号：新增 ${(await addDemoAccounts(now)).size} 个。`);
    if (values.admin !== undefined) await addAdmin(values.admin, now);
  } finally {
    await closeDatabase();
  }
}

/** The demo passwords are public. */
function refuseInPublic(): void {
  const { APP_URL } = process.env;
  if (APP_URL && !LOOPBACK.has(new URL(APP_URL).hostname))
    throw new Error("演示账号的密码是公开的，不能加到正式环境；要建立管理员，请用 npm run db:seed -- --admin 邮箱");
}

async function addAdmin(address: string, now: Date): Promise<void> {
  const email = wanted(registerBody.shape.email.safeParse(address));
  const context = { now, actor: "operator" } as const;
  if (await makeAdmin(email, context)) {
    console.log(`${email} 是管理员了，密码还是原来的。`);
    return;
  }
  const body = wanted(registerBody.safeParse({ email, password: process.env.ADMIN_PASSWORD ?? (await askPassword()) }));
  const id = await registerAccount(body, now, "ADMIN");
  const commit = new Commit("addAdmin");
  audit(commit, "admin.create", `member:${id}`, {}, context);
  await commit.run();
  console.log(`管理员 ${email} 已建立。`);
}

/** Throws a sentence. */
function wanted<Output>(parsed: z.ZodSafeParseResult<Output>): Output {
  if (!parsed.success) throw new Error(parsed.error.issues.map((issue) => issue.message).join("；"));
  return parsed.data;
}

/** Asks at the terminal without showing what is typed. */
async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) throw new Error("请用环境变量 ADMIN_PASSWORD 给出管理员的密码。");
  process.stdout.write("管理员的密码（至少 8 位，输入时不显示）：");
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await terminal.question("");
  } finally {
    terminal.close();
    process.stdout.write("\n");
  }
}

await runScript(main);
