/** npm run --silent mcp: the tools for agents on standard input and output. Nothing else may be printed there, so npm must be silent. */
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { serveMcp, servingOf } from "./mcp-command.ts";
import { runScript } from "./script.ts";

await runScript(() => serveMcp(servingOf(process.argv.slice(2), process.env), new StdioServerTransport()));
