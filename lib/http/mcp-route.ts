import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { NextRequest } from "next/server";
import { z } from "zod";
import { requireService } from "../auth/session.ts";
import { env } from "../env.ts";
import { requestOf, type Ask, type Asked } from "../mcp/ask.ts";
import { mcpServer } from "../mcp/server.ts";
import { problemAnswer } from "./answer.ts";
import { readJson } from "./body.ts";
import { parse } from "./input.ts";
import { SERVICE_KEY_LIMIT, spendPoint } from "./limits.ts";
import { requireOwnOrigin } from "./origin.ts";
import type { RouteHandler } from "./route.ts";
import { timed } from "./timed.ts";

/** The handlers of the addresses that tools ask. */
export type AskedHandlers = Readonly<Record<Asked, RouteHandler>>;

/** One message in one request. In a list one message could cancel another, whose answer would then be waited for without end. */
const message = z.looseObject({}, "应为一条 JSON-RPC 消息");

/**
 * The tools for agents over HTTP (Streamable HTTP, stateless, answers in JSON): origin → key → limit → message. Each request stands
 * alone. A tool asks the handler of its address with the caller's own key, so that scope, limit and audit are that address's
 * (docs/rules.md R166, decision 72). The origin is asked for, though no cookie is read: a page that reached a shop on the reader's own
 * machine or network by another name (DNS rebinding) has its own origin.
 */
export function mcpRoute(handlers: AskedHandlers): (request: NextRequest) => Promise<Response> {
  return timed("POST /api/mcp", async (request) => {
    try {
      requireOwnOrigin(request.headers);
      const { id, scopes } = await requireService(request, "read", new Date());
      await spendPoint(SERVICE_KEY_LIMIT, String(id));
      const parsedBody = parse(message, await readJson(request));
      const mcp = mcpServer({ scopes, mayWrite: true, ask: asker(request.headers.get("authorization")!, handlers) });
      const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
      await mcp.connect(transport);
      try {
        return await transport.handleRequest(request, { parsedBody });
      } finally {
        await mcp.close();
      }
    } catch (error) {
      return problemAnswer(error, request);
    }
  });
}

function asker(authorization: string, handlers: AskedHandlers): Ask {
  return (question) => {
    const { url, init } = requestOf(question, env().appUrl, authorization);
    return handlers[question.name](new NextRequest(url, init), { params: Promise.resolve(question.params) });
  };
}
