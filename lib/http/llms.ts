import { endpoints } from "../contracts/api.ts";
import type { Endpoint } from "../contracts/endpoint.ts";
import { EVENT_DATA, EVENT_TYPES } from "../contracts/events.ts";
import { SERVICE_PATH } from "../contracts/service-values.ts";
import { env } from "../env.ts";
import { TOOLS } from "../mcp/tools.ts";
import { numbered } from "./request-id.ts";

/** An operation of the document at /api/openapi.json, by JSON pointer. */
function pointerTo(method: string, path: string): string {
  return `#/paths/${path.replaceAll("/", "~1")}/${method.toLowerCase()}`;
}

const SERVICE_OPERATIONS = Object.entries<Endpoint>(endpoints).filter(([name]) => name.includes(` ${SERVICE_PATH}/`));

function operations(document: string): string[] {
  return SERVICE_OPERATIONS.map(([name, { scope, summary }]) => {
    const [method, address] = name.split(" ") as [string, string];
    const path = address.replaceAll("[", "{").replaceAll("]", "}");
    return `- [${method} ${path}](${document}${pointerTo(method, path)}): 权限 \`${scope}\`。${summary}`;
  });
}

function events(document: string): string[] {
  return EVENT_TYPES.map((type) => {
    const fields = Object.keys(EVENT_DATA[type].shape).join("、");
    return `- [${type}](${document}#/components/schemas/Event): \`data\` 里有 ${fields}`;
  });
}

const tools = () => TOOLS.map(({ name, title, write }) => `${name}（${title}${write ? "，要确认" : ""}）`).join("、");

/**
 * The product for agents, in the shape of llmstxt.org: title, summary, words, then lists of links. The operations and events are written
 * from the table of addresses, so that none is missing or gone (docs/rules.md R165).
 */
function llmsText(origin: string): string {
  const document = `${origin}/api/openapi.json`;
  return `# 账房

> 用支付宝出售积分与套餐。你的产品有自己的用户：它的后端用一把服务密钥登记客户、开付款、扣积分、收事件；付款、发放、退款和对账由账房做。

约定：

- 所有地址在 ${origin}${SERVICE_PATH} 之下，请求头 \`Authorization: Bearer 服务密钥\`；密钥只放在后端，每把每分钟 600 次。
- 回答是不带信封的 JSON；金额的单位是分（\`amountFen\`），时间是 ISO 8601，带时区；列表是 \`{ data, next }\`，把 \`next\` 作为 \`after\` 再问下一页。
- 出错时是 \`application/problem+json\`：看 \`code\`（封闭列表），不看文字；\`requestId\` 与 \`X-Request-Id\` 相同。
- POST 可以带 \`Idempotency-Key\`：同一个键、同一个请求只做一次。没有得到回答时，带同一个键（或同一个 \`bizId\`）重试。
- \`customerId\` 是你自己的用户编号：1 到 128 个字母、数字或 . _ : @ -，不能只是 . 或 ..。

接入一共五步：

1. 管理员在 ${origin}/admin/service-keys 建一把服务密钥，选好权限；在 ${origin}/admin/settings 允许你的网站作为付款后的去处。
2. 用户注册时 \`PUT ${SERVICE_PATH}/customers/{customerId}\`；要显示余额和套餐时 \`GET\` 同一个地址，一个回答里都有。
3. 用户要买时 \`POST ${SERVICE_PATH}/checkout-sessions\`，把浏览器送到回答里的 \`url\`；付款页由账房提供，付完回到你的 \`successUrl\`。回来的地址不证明任何事。
4. 用积分时：数目已知就 \`POST ${SERVICE_PATH}/credits/consume\`；做完才知道就先 \`reserve\`，做完 \`commit\` 实际用掉的，没做成 \`release\`。每次带你自己的 \`bizId\`，重复调用只扣一次。
5. 在 ${origin}/admin/events 填接收事件的地址（或 \`POST ${SERVICE_PATH}/webhook-endpoints\`），按 Standard Webhooks 验签；漏掉的用 \`GET ${SERVICE_PATH}/events\` 补。

给智能体的工具（MCP）：${tools()}。HTTP 地址是 ${origin}/api/mcp（Streamable HTTP，请求头同上，密钥要有 \`read\`）；在本机用标准输入输出时是 \`npm run --silent mcp\`。

## 文档

- [开发者页面](${origin}/developers): 快速开始，curl、Node、Python、Java、Go
- [OpenAPI 3.1](${document}): 所有地址的请求与回答

## 接口

${operations(document).join("\n")}

## 事件

${events(document).join("\n")}
`;
}

/** The text, for anybody. */
export const answerLlms = numbered(
  () =>
    new Response(llmsText(env().appUrl), {
      headers: { "content-type": "text/markdown; charset=utf-8", "cache-control": "no-store" },
    }),
);
