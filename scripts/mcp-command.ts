import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { parseArgs } from "node:util";
import type { AnswerOf } from "../lib/contracts/api.ts";
import { requestOf, type Ask } from "../lib/mcp/ask.ts";
import { mcpServer } from "../lib/mcp/server.ts";

/** What the command needs to know. */
interface Serving {
  /** Where the shop answers. */
  readonly origin: string;
  /** A service key that may read. */
  readonly key: string;
  readonly mayWrite: boolean;
}

const USAGE = `用法：SERVICE_KEY=zfk_… npm run --silent mcp [-- --allow-writes]
  SERVICE_KEY     有 read 权限的服务密钥
  ZHANGFANG_URL   账房的地址，默认 http://localhost:3000
  --allow-writes  也给会改变东西的工具：密钥有那个权限的，每一次都要确认`;

/** Reads the command line and the environment. Throws with the usage where they do not say enough. */
export function servingOf(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): Serving {
  const { values } = parseArgs({ args: [...args], options: { "allow-writes": { type: "boolean" } } });
  const { SERVICE_KEY: key, ZHANGFANG_URL: url = "http://localhost:3000" } = environment;
  if (!key || !URL.canParse(url)) throw new Error(USAGE);
  return { origin: new URL(url).origin, key, mayWrite: values["allow-writes"] === true };
}

const ANSWER_MS = 30_000;

/** Serves the tools over a transport until it closes. What they ask is asked of the shop over HTTP. Throws where the key opens nothing. */
export async function serveMcp({ origin, key, mayWrite }: Serving, transport: Transport): Promise<void> {
  const authorization = `Bearer ${key}`;
  const send = (url: URL, init: RequestInit) =>
    // A redirect leads to somebody who has no business with the key.
    fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(ANSWER_MS) });
  const known = await send(new URL("/api/v1/key", origin), { headers: { authorization } }).catch((error: unknown) => {
    throw new Error(`${origin} 没有回答：请检查 ZHANGFANG_URL，以及账房是否在运行`, { cause: error });
  });
  if (!known.ok) throw new Error(`${origin} 不认这把密钥，或者它没有 read 权限（${known.status}）`);
  // Scopes never change (docs/rules.md R135).
  const { scopes } = (await known.json()) as AnswerOf<"GET /api/v1/key">;
  const ask: Ask = (question) => {
    const { url, init } = requestOf(question, origin, authorization);
    return send(url, init);
  };
  await mcpServer({ scopes, mayWrite, ask }).connect(transport);
}
