import type { z } from "zod";
import { sessionCookie } from "../auth/session-cookie.ts";
import { endpoints } from "../contracts/api.ts";
import type { Access, Endpoint } from "../contracts/endpoint.ts";
import { envelopeOf, errorEnvelopeSchema } from "../contracts/envelope.ts";
import { idempotencyKeySchema } from "../contracts/orders.ts";
import { problemSchema } from "../contracts/service-values.ts";
import { env } from "../env.ts";
import { JSON_HEADERS } from "./answer.ts";
import { checkoutCookiePrefix } from "./checkout-cookie.ts";
import { errorResponses, errorsOf, isService, NUMBERED } from "./openapi-errors.ts";
import { outsideOperations } from "./openapi-outside.ts";
import { schemaWriter, type Json, type SchemaWriter } from "./openapi-schemas.ts";
import { numbered } from "./request-id.ts";

/** Tags of the document, by the first folder below /api. */
const TAGS: Readonly<Record<string, string>> = {
  catalog: "商品",
  sales: "商品",
  support: "系统",
  mark: "系统",
  payment: "订单、付款与退款",
  checkout: "付款页",
  portal: "付款页",
  invoices: "发票",
  credits: "积分",
  subscription: "套餐",
  notices: "消息",
  register: "账户",
  account: "账户",
  auth: "账户",
  admin: "管理",
  alipay: "支付宝",
  cron: "定时任务",
  health: "系统",
  mcp: "智能体",
  metrics: "系统",
  "openapi.json": "系统",
};

/** The same of /api/v1, by the folder below it. */
const SERVICE_TAGS: Readonly<Record<string, string>> = {
  customers: "产品后端：客户",
  credits: "产品后端：积分",
  catalog: "产品后端：商品",
  "checkout-sessions": "产品后端：收款",
  orders: "产品后端：订单与退款",
  "portal-sessions": "产品后端：自助页面",
  events: "产品后端：事件",
  "webhook-endpoints": "产品后端：事件推送",
  key: "产品后端：密钥",
};

function tagOf(address: string): string {
  const [, , first, second] = address.split("/");
  return first === "v1" ? SERVICE_TAGS[second!]! : TAGS[first!]!;
}

/** By what a caller is known; of a service key, what it must be for. */
function securityOf({ access, scope }: Endpoint): readonly Json[] {
  const byAccess: Readonly<Record<Access, readonly Json[]>> = {
    public: [],
    member: [{ session: [] }],
    admin: [{ session: [] }],
    service: [{ serviceKey: [scope] }],
    cron: [{ cron: [] }],
    checkout: [{ checkout: [] }],
  };
  return byAccess[access];
}

/** `GET /api/payment/order/[orderSn]` → getPaymentOrderByOrderSn: a name for generated clients. */
function operationIdOf(name: string): string {
  const [method, ...words] = name.replace("/api/", "").replaceAll("[", "by-").match(/\w+/g)!;
  const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
  return method!.toLowerCase() + words.map(capital).join("");
}

/** Each field of a schema as a parameter; read out of text, so what it is after parsing. */
function parametersIn(place: "path" | "query", schema: z.ZodObject | undefined, { write }: SchemaWriter): Json[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    const { description, ...rest } = write(field, "output");
    const required = place === "path" || !field.safeParse(undefined).success;
    return { name, in: place, required, ...(description === undefined ? {} : { description }), schema: rest };
  });
}

function parametersOf({ params, query, idempotent }: Endpoint, writer: SchemaWriter): Json[] {
  return [
    ...parametersIn("path", params, writer),
    ...parametersIn("query", query, writer),
    ...(idempotent ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
  ];
}

function bodyOf({ body }: Endpoint, { write }: SchemaWriter): Json | undefined {
  return body && { required: true, content: { "application/json": { schema: write(body, "input") } } };
}

const SUCCESSES = { 200: "成功", 201: "已新建" } as const;

function operationOf(name: string, endpoint: Endpoint, writer: SchemaWriter): Json {
  const { summary, answer, file, success = [200] } = endpoint;
  const isPlain = isService(name);
  const parameters = parametersOf(endpoint, writer);
  const requestBody = bodyOf(endpoint, writer);
  const schema = writer.write(file || isPlain ? answer : envelopeOf(answer), "output");
  const content = { [file ?? "application/json"]: { schema } };
  return {
    summary,
    security: securityOf(endpoint),
    ...(parameters.length ? { parameters } : {}),
    ...(requestBody ? { requestBody } : {}),
    responses: {
      ...Object.fromEntries(
        success.map((status) => [status, { description: SUCCESSES[status], headers: NUMBERED, content }]),
      ),
      ...errorResponses(errorsOf(name, endpoint), isPlain),
    },
  };
}

/** Operations by path and method, as OpenAPI nests them. */
function pathsOf(operations: readonly (readonly [name: string, operation: Json])[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [name, operation] of operations) {
    const [method, address] = name.split(" ");
    const path = address!.replaceAll("[", "{").replaceAll("]", "}");
    const tags = [tagOf(address!)];
    (paths[path] ??= {})[method!.toLowerCase()] = { operationId: operationIdOf(name), tags, ...operation };
  }
  return paths;
}

function componentsOf(writer: SchemaWriter): Json {
  const key = {
    name: "Idempotency-Key",
    in: "header",
    description:
      "同一个键、同一个请求得到同一个回答；换了请求是 409。回答是 OUTCOME_UNKNOWN 时带同一个键重试；不带键的重试可能做第二次",
  };
  return {
    schemas: writer.shared(),
    parameters: { IdempotencyKey: { ...key, schema: writer.write(idempotencyKeySchema, "input") } },
    headers: {
      RequestId: { description: "这次请求在日志里的编号", schema: { type: "string", format: "uuid" } },
      RetryAfter: { description: "多少秒后再来", schema: { type: "integer" } },
    },
    securitySchemes: {
      session: { type: "apiKey", in: "cookie", name: sessionCookie().name, description: "登录后的会话" },
      serviceKey: { type: "http", scheme: "bearer", description: "后端密钥，由管理员新建" },
      cron: { type: "http", scheme: "bearer", description: "CRON_SECRET" },
      checkout: {
        type: "apiKey",
        in: "cookie",
        name: `${checkoutCookiePrefix()}{sessionId}`,
        description: "打开付款页时得到",
      },
    },
  };
}

const DESCRIPTION = `用支付宝出售积分与套餐。

除了 \`/api/v1\`，回答都是 \`{ code, message, data }\`，\`code\` 与 HTTP 状态码相同；出错时另有 \`error\`（错误码，封闭列表），输入有误时另有 \`issues\`。
金额单位为元，最多两位小数。时间为 ISO 8601，带时区。改变状态的请求不接受别的网站的 \`Origin\`。

\`/api/v1\` 给产品自己的后端：凭后端密钥（\`Authorization: Bearer …\`，每个密钥每分钟 600 次），回答是不带信封的 JSON，金额单位为分，
出错时是 \`application/problem+json\`（RFC 9457）。每个回答都有 \`X-Request-Id\`，也是日志里的编号。`;

/** OpenAPI 3.1 of every address, made of the schemas that parse its requests and its answers. */
export function openApiDocument(): Json {
  const writer = schemaWriter();
  writer.write(errorEnvelopeSchema, "output");
  writer.write(problemSchema, "output");
  const inside = Object.entries<Endpoint>(endpoints).map(
    ([name, endpoint]) => [name, operationOf(name, endpoint, writer)] as const,
  );
  const paths = pathsOf([...inside, ...Object.entries(outsideOperations(writer))]);
  return {
    openapi: "3.1.1",
    info: { title: "账房", version: "1", description: DESCRIPTION },
    servers: [{ url: env().appUrl }],
    tags: [...new Set([...Object.values(TAGS), ...Object.values(SERVICE_TAGS)])].map((name) => ({ name })),
    paths,
    components: componentsOf(writer),
  };
}

let text: string | undefined;

/** The document as JSON; written once by each process. */
export const answerOpenApi = numbered(() => {
  text ??= JSON.stringify(openApiDocument());
  return new Response(text, { headers: JSON_HEADERS });
});
