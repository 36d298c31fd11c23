/**
 * npm run db:seed                     the catalogue, as far as it is not there
 * npm run db:seed -- --demo           the demo accounts too; never for a shop that others can reach
 * npm run db:seed -- --admin <email>  one administrator; the password comes from ADMIN_PASSWORD or is asked for
 */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { parseArgs } from "node:util";
import { audit } from "../lib/accounts/parts.ts";
import { registerAccount } from "../lib/accounts/register-account.ts";
import { registerBody } from "../lib/contracts/accounts.ts";
import { AppError } from "../lib/core/errors.ts";
import { closeDatabase } from "../lib/db/pool.ts";
import { Commit } from "../lib/db/commit.ts";
import { DEMO_ACCOUNTS } from "../scripts/demo-accounts.ts";
import { runScript } from "../scripts/script.ts";
import { addMissingGoods } from "./catalogue.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { demo: { type: "boolean" }, admin: { type: "string" } } });
  if (values.demo) refuseInPublic();
  const now = new Date();
  try {
    const { packs, plans } = await addMissingGoods();
    console.log(`商品目录：新增 ${packs} 个积分包、${plans} 个套餐。`);
    if (values.demo) await addDemoAccounts(now);
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

async function addDemoAccounts(now: Date): Promise<void> {
  for (const { email, password, name, role } of DEMO_ACCOUNTS)
    try {
      await registerAccount({ email, password, name }, now, role);
      console.log(`演示账号：${email}`);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "EMAIL_TAKEN")) throw error;
    }
}

async function addAdmin(email: string, now: Date): Promise<void> {
  const password = process.env.ADMIN_PASSWORD ?? (await askPassword());
  const body = registerBody.safeParse({ email, password });
  if (!body.success) throw new Error(body.error.issues.map((issue) => issue.message).join("；"));
  const id = await registerAccount(body.data, now, "ADMIN");
  const commit = new Commit("addAdmin");
  audit(commit, "admin.create", `member:${id}`, {}, { now, actor: "operator" });
  await commit.run();
  console.log(`管理员 ${body.data.email} 已建立。`);
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
