import { z } from "zod";
import { credentialsSchema, memberView } from "../contracts/accounts.ts";
import { tokenForm } from "../contracts/checkout.ts";
import { instant } from "../contracts/values.ts";
import { errorResponses } from "./openapi-errors.ts";
import type { Json, SchemaWriter } from "./openapi-schemas.ts";

const FORM = "application/x-www-form-urlencoded";

const csrfToken = z.string().describe("`GET /api/auth/csrf` 给出的，与它的 cookie 一起交回");
const signInForm = credentialsSchema.extend({ csrfToken, json: z.literal("true").optional() });
const signOutForm = z.object({ csrfToken, json: z.literal("true").optional() });
const session = z.union([z.object({ user: memberView, expires: instant }), z.object({})]);
const next = z.object({ url: z.url().describe("接着去哪里") });

const FORM_ERRORS = [
  "VALIDATION_FAILED",
  "FOREIGN_ORIGIN",
  "BODY_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "BUSY",
] as const;

/** What the hosted pages post themselves. */
function hostedOperations(requestBody: Json): Readonly<Record<string, Json>> {
  return {
    "POST /api/checkout/open": {
      summary: "打开付款会话：属于第一个打开它的浏览器；由付款页自己提交",
      requestBody,
      responses: {
        303: { description: "到付款页，会话的 cookie 在回答里；打不开时到说明原因的页面" },
        ...errorResponses(FORM_ERRORS),
      },
    },
    "POST /api/portal/open": {
      summary: "用掉一个自助链接，在这个浏览器里开始一小时的会话；由链接的页面自己提交",
      requestBody,
      responses: { 303: { description: "到支付记录；链接已失效时到说明原因的页面" }, ...errorResponses(FORM_ERRORS) },
    },
  };
}

/** The tools for agents, whose messages the Model Context Protocol says. */
function agentOperation(answered: Json): Json {
  return {
    summary: "给智能体的工具（MCP，Streamable HTTP）；密钥要有 `read`，会改变东西的工具另要各自的权限，并且要确认",
    security: [{ serviceKey: ["read"] }],
    requestBody: { required: true, content: { "application/json": { schema: { type: "object" } } } },
    responses: {
      200: answered,
      202: { description: "收到，没有要回答的" },
      406: { description: "`Accept` 里要有 `application/json` 和 `text/event-stream`" },
      ...errorResponses(
        [
          ...(["VALIDATION_FAILED", "BAD_SECRET", "FORBIDDEN", "FOREIGN_ORIGIN", "BODY_TOO_LARGE"] as const),
          ...(["UNSUPPORTED_MEDIA_TYPE", "TOO_MANY_REQUESTS", "INTERNAL", "BUSY"] as const),
        ],
        true,
      ),
    },
  };
}

/**
 * The addresses that do not answer in the envelope: next-auth's, Alipay's, the metrics and this document's own. By method
 * and path, as the table has them; next-auth's by what stands behind its one folder.
 */
export function outsideOperations({ write }: SchemaWriter): Readonly<Record<string, Json>> {
  const json = (description: string, schema: z.ZodType) => ({
    description,
    content: { "application/json": { schema: write(schema, "output") } },
  });
  const form = (schema: z.ZodType) => ({ required: true, content: { [FORM]: { schema: write(schema, "input") } } });
  const text = (description: string, schema: Json) => ({ description, content: { "text/plain": { schema } } });
  return {
    "GET /api/auth/csrf": {
      summary: "登录前：取令牌",
      responses: { 200: json("令牌，另有同名的 cookie", z.object({ csrfToken: z.string() })) },
    },
    "POST /api/auth/callback/credentials": {
      summary: "登录",
      requestBody: form(signInForm),
      responses: {
        200: json("登录成功，会话在 cookie 里（`json=true` 时）", next),
        302: { description: "接着去哪里：登录成功，或令牌不对要重来" },
        401: json("邮箱或密码不正确（`json=true` 时）", next),
        ...errorResponses(["VALIDATION_FAILED", "FOREIGN_ORIGIN", "BODY_TOO_LARGE", "TOO_MANY_REQUESTS"]),
      },
    },
    "GET /api/auth/session": {
      summary: "现在登录的是谁；没有登录时为空对象",
      responses: { 200: json("会话", session) },
    },
    "POST /api/auth/signout": {
      summary: "退出登录",
      requestBody: form(signOutForm),
      responses: {
        200: json("已退出（`json=true` 时）", next),
        302: { description: "已退出" },
        ...errorResponses(["VALIDATION_FAILED", "FOREIGN_ORIGIN", "BODY_TOO_LARGE"]),
      },
    },
    "POST /api/alipay/notify": {
      summary: "支付宝的异步通知",
      requestBody: {
        required: true,
        content: { [FORM]: { schema: { type: "object", additionalProperties: { type: "string" } } } },
      },
      responses: {
        200: text("`success`：已经落库；`fail`：请再发一次", { enum: ["success", "fail"] }),
        413: text("通知太大", { const: "fail" }),
        503: text("现在存不下，请再发一次", { const: "fail" }),
      },
    },
    "GET /api/alipay/return": {
      summary: "付款后支付宝让浏览器回到这里；不改变任何订单",
      parameters: [{ name: "out_trade_no", in: "query", schema: { type: "string" } }],
      responses: { 303: { description: "到付款结果页", headers: { Location: { schema: { type: "string" } } } } },
    },
    ...hostedOperations(form(tokenForm)),
    "POST /api/mcp": agentOperation(json("回答；工具没有做成的，`result.isError` 为 true", z.looseObject({}))),
    "GET /api/metrics": {
      summary: "本进程与订单的指标，供 Prometheus 抓取",
      security: [{ cron: [] }],
      responses: { 200: text("Prometheus 文本格式", { type: "string" }), ...errorResponses(["BAD_SECRET"]) },
    },
    "GET /api/openapi.json": {
      summary: "这份文档",
      responses: { 200: json("OpenAPI 3.1", z.record(z.string(), z.unknown())) },
    },
  };
}
