import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ElicitRequestSchema, type CallToolResult, type ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { onTestFinished } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import type { TestKey } from "./service.ts";

/** An agent's client: the library's own. */
export interface Agent {
  readonly tools: () => Promise<string[]>;
  readonly call: (name: string, args?: Record<string, unknown>) => Promise<CallToolResult>;
  readonly client: Client;
}

/** A person at the client, who is asked and answers; absent: nobody can be asked. */
export type Person = (question: string) => ElicitResult;

/** Connects a client, until the test is over. */
export async function anAgent(transport: Transport, person?: Person): Promise<Agent> {
  const client = new Client({ name: "test", version: "1" }, { capabilities: person ? { elicitation: {} } : {} });
  if (person) client.setRequestHandler(ElicitRequestSchema, ({ params }) => person(params.message));
  onTestFinished(() => client.close());
  await client.connect(transport);
  return {
    client,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: async (name, args = {}) => (await client.callTool({ name, arguments: args })) as CallToolResult,
  };
}

/** By POST /api/mcp. */
export function overHttp(origin: string, { headers }: Pick<TestKey, "headers">): Transport {
  const transport = new StreamableHTTPClientTransport(new URL("/api/mcp", origin), { requestInit: { headers } });
  // The class has an optional field that may also be undefined, which the interface does not allow.
  return transport as Transport;
}

/** By `npm run mcp`, as package.json has it, in a process of its own. */
export function overStdio(origin: string, { headers }: Pick<TestKey, "headers">, ...args: string[]): Transport {
  const SERVICE_KEY = headers.authorization.slice("Bearer ".length);
  return new StdioClientTransport({
    command: process.execPath,
    args: [...manifest.scripts.mcp.split(" ").slice(1), ...args],
    env: { PATH: process.env.PATH!, ZHANGFANG_URL: origin, SERVICE_KEY },
    stderr: "inherit",
  });
}

export function textOf({ content }: CallToolResult): string {
  return content.map((part) => (part.type === "text" ? part.text : part.type)).join("\n");
}
