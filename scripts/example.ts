import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { startChild, type Child } from "./child.ts";

export interface ExampleOptions {
  readonly appUrl: string;
  /** The configuration of the shop, for the admin's part. */
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly port: number;
}

/** What the shop gave to the example. */
interface Given {
  readonly origin: string;
  readonly key: string;
  readonly secret: string;
}

const SDK_BUILT_WITHIN_MS = 120_000;

/** Starts `examples/ai-chat`, a product with users of its own that sells by the shop. It uses the SDK as it is published. */
export async function startExample({ appUrl, env, dataDir, port }: ExampleOptions): Promise<Child> {
  await buildSdk(dataDir);
  const { key, secret } = await givenTo(`http://127.0.0.1:${port}`, env, dataDir);
  const child = startChild({
    name: "示例产品",
    args: ["examples/ai-chat/server.ts"],
    env: {
      CHAT_PORT: String(port),
      CHAT_DATABASE: resolve(dataDir, "chat.sqlite"),
      ...{ ZHANGFANG_URL: appUrl, ZHANGFANG_KEY: key, ZHANGFANG_WEBHOOK_SECRET: secret },
    },
    logFile: resolve(dataDir, "logs/example.log"),
  });
  await child.says(/^CHAT_URL=\S+$/m, 20_000);
  return child;
}

async function buildSdk(dataDir: string): Promise<void> {
  const args = ["node_modules/typescript/bin/tsc", "-p", "packages/sdk/tsconfig.build.json", "--listEmittedFiles"];
  const child = startChild({ name: "SDK 的构建", args, env: {}, logFile: resolve(dataDir, "logs/sdk.log") });
  await child.says(/TSFILE: .*index\.js/, SDK_BUILT_WITHIN_MS);
  await child.ended;
}

/** Asked for once, and kept: a key is shown when it is made, and never again. */
async function givenTo(origin: string, env: Readonly<Record<string, string>>, dataDir: string): Promise<Given> {
  const file = resolve(dataDir, "example.json");
  const kept = existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Given) : null;
  if (kept?.origin === origin) return kept;
  const child = startChild({
    name: "示例产品的密钥",
    args: ["scripts/example-keys.ts"],
    env: { ...env, EXAMPLE_URL: origin },
    logFile: resolve(dataDir, "logs/example-keys.log"),
  });
  const [, said] = await child.says(/^EXAMPLE=(.*)$/m, 30_000);
  await child.ended;
  await writeFile(file, said!, { mode: 0o600 });
  return JSON.parse(said!) as Given;
}
