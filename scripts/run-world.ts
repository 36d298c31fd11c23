import { resolve } from "node:path";
import { databaseEnv } from "../lib/env.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { portFrom } from "./ports.ts";
import { runScript } from "./script.ts";
import { ROOT } from "./stages.ts";
import { startWorld, type World, type WorldOptions } from "./world.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a world for a person, until Ctrl-C: the whole of `npm run demo` and `npm run dev`. */
export async function runWorld(mode: WorldOptions["mode"]): Promise<void> {
  await runScript(async () => {
    const interrupted = new Promise<"interrupted">((done) => {
      for (const signal of SIGNALS) process.on(signal, () => done("interrupted"));
    });
    const starting = startWorld({
      mode,
      dataDir: resolve(ROOT, ".data"),
      appPort: portFrom("PORT", 3000),
      sandboxPort: portFrom("SANDBOX_PORT", 3100),
      postgresPort: process.env.PG_PORT ? portFrom("PG_PORT", 0) : undefined,
      databaseUrl: process.env.DATABASE_URL ? databaseEnv().databaseUrl : undefined,
      durable: true,
      // `npm run demo -- --example`: a product that sells by this shop is started beside it.
      examplePort: process.argv.includes("--example") ? portFrom("EXAMPLE_PORT", 4000) : undefined,
      usesMailServer: true,
      history: true,
      scheduler: true,
    });
    const world = await Promise.race([starting, interrupted]);
    // Every child follows us when we go, so leaving in the middle of a start leaves nothing behind.
    if (world === "interrupted") process.exit(130);
    greet(world);
    const end = await Promise.race([world.fallen, interrupted]);
    console.log("\n正在停止……");
    await world.stop();
    if (end !== "interrupted") throw new Error(`${end}意外退出了，日志在 .data/logs/；修好后再运行一次即可继续。`);
    console.log("已停止，数据保存在 .data/，下次运行会接着用。");
  });
  process.exit();
}

function greet({ appUrl, sandboxUrl, mailUrl, exampleUrl, databaseUrl }: World): void {
  const rows = [
    ["商店", appUrl],
    ["本地支付宝", sandboxUrl],
    ...(mailUrl === null ? [] : [["收到的邮件", mailUrl]]),
    ...(exampleUrl === null ? [] : [["示例产品", exampleUrl]]),
    ["数据库", databaseUrl],
    ...DEMO_ACCOUNTS.map(({ name, email, password }) => [name, `${email}  密码 ${password}`]),
  ];
  // A Chinese character is two columns wide.
  const width = (text: string) => [...text].reduce((sum, char) => sum + (char > "\u2e7f" ? 2 : 1), 0);
  const lines = rows.map(([label, value]) => `  ${label}${" ".repeat(12 - width(label!))}${value}`);
  console.log(["", "账房已就绪", "", ...lines, "", "  按 Ctrl-C 停止；数据保存在 .data/。", ""].join("\n"));
}
