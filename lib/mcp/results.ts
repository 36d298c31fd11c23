import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { problemSchema } from "../contracts/service-values.ts";

/** What a tool says that did nothing. Only a result that is no error means that something was done or read. */
export function notDone(words: string): CallToolResult {
  return { isError: true, content: [{ type: "text", text: words }] };
}

/** What the door answered, for an agent: a success as it is, a problem in its words. */
export async function resultOf(answer: Response): Promise<CallToolResult> {
  const text = await answer.text();
  const data = parsed(text);
  if (answer.ok && typeof data === "object" && data !== null)
    return { content: [{ type: "text", text }], structuredContent: data as Record<string, unknown> };
  const { success, data: problem } = problemSchema.safeParse(data);
  if (!success) return notDone(`账房答复 ${answer.status}，不是它自己的话：请检查地址`);
  const issues = (problem.issues ?? []).map(({ field, message }) => `\n${field}：${message}`).join("");
  return notDone(`${problem.code}：${problem.detail}${issues}\n（请求编号 ${problem.requestId}）`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
