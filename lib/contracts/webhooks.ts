import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, queryText } from "./envelope.ts";
import { eventType, eventView } from "./events.ts";
import { listOf, listQuery } from "./service-values.ts";
import { count, instant, words } from "./values.ts";

/** Where events are sent, for the desk; the product's own back end has the same by `service-webhooks.ts`. */

/** OFF keeps what it will be sent. DELETED: what it was sent is kept until it is old. */
export type EndpointStatus = "ACTIVE" | "OFF" | "DELETED";
export type OffReason = "BY_HAND" | "FAILING";
export type DeliveryState = "PENDING" | "DONE" | "GIVEN_UP";

const url = z.string().trim().min(1, "请填写地址").max(500, "地址最多 500 个字").describe("https 地址，公网可达");
const types = z.array(eventType).max(50).describe("要哪些事件；空的：全部");
const description = z.string().trim().max(200, "说明最多 200 个字");

export const addEndpointBody = z.strictObject({
  url,
  types: types.exactOptional(),
  description: description.exactOptional(),
});
export type AddEndpoint = z.infer<typeof addEndpointBody>;

export const changeEndpointBody = z
  .strictObject({
    url: url.exactOptional(),
    types: types.exactOptional(),
    description: description.exactOptional(),
    status: z.enum(["active", "off"]).exactOptional().describe("off：暂停，事件留着；active：从停下的地方接着推送"),
  })
  .refine((body) => Object.keys(body).length > 0, "至少要改一项");
export type ChangeEndpoint = z.infer<typeof changeEndpointBody>;

export const endpointView = z
  .strictObject({
    id: idSchema,
    url: z.string(),
    types: z.array(eventType).describe("空的：全部"),
    description: z.string(),
    status: z.enum(["active", "off"]),
    offReason: z.enum(["by_hand", "failing"]).nullable().describe("failing：连续五天没有一次成功，自动停止"),
    waiting: count.describe("等着推送的事件"),
    failingSince: instant.nullable().describe("从什么时候起一直失败；null：没有"),
    lastSuccessTime: instant.nullable().describe("最近一次成功，精确到分钟"),
    previousSecretUntil: instant.nullable().describe("旧的签名密钥到什么时候为止还一起签名；null：没有旧的"),
    createTime: instant,
  })
  .meta({ id: "WebhookEndpoint" });
export type EndpointView = z.infer<typeof endpointView>;

const secret = z
  .string()
  .regex(/^whsec_[0-9A-Za-z+/]{43}=$/)
  .describe("签名密钥，只在这个回答里出现一次");

export const newEndpointView = endpointView.extend({ secret }).meta({ id: "NewWebhookEndpoint" });
export type NewEndpointView = z.infer<typeof newEndpointView>;

export const rotatedSecret = z.strictObject({
  secret,
  previousSecretUntil: instant.describe("在此之前每条消息带新旧两个签名"),
});
export type RotatedSecret = z.infer<typeof rotatedSecret>;

/** What was sent, and what was answered. */
const tried = {
  headers: z.record(z.string(), z.string()).describe("发出的请求头"),
  status: z.int().nullable().describe("答复的状态码；null：没有答复"),
  answer: z.string().describe("答复的开头"),
  refusal: words.nullable().describe("为什么不算成功；null：成功"),
  durationMs: count,
};

export const testResult = z
  .strictObject({ ...tried, body: z.string().describe("发出的内容") })
  .meta({ id: "WebhookTest" });
export type TestResult = z.infer<typeof testResult>;

export const deliveryView = z
  .strictObject({
    id: idSchema,
    event: eventView,
    status: z.enum(["pending", "done", "given_up"]).describe("given_up：试过十次，不再试"),
    isReplay: z.boolean().describe("是重发的"),
    tries: z
      .array(z.strictObject({ ...tried, url: z.string(), time: instant }))
      .describe("各次推送，最近的在前，最多二十次"),
    createTime: instant,
    finishTime: instant.nullable(),
  })
  .meta({ id: "WebhookDelivery" });
export type DeliveryView = z.infer<typeof deliveryView>;

export const endpointParams = z.strictObject({ endpointId: idText("编号格式不正确") });
export const deliveryParams = z.strictObject({ deliveryId: idText("编号格式不正确") });

export const listDeliveriesQuery = z.strictObject({
  ...listQuery,
  after: queryText(idText("编号格式不正确")).describe("上一页的 `next`"),
});

export const deliveryPage = listOf(deliveryView, idSchema);
export type DeliveryPage = z.infer<typeof deliveryPage>;

export const replayBody = z
  .strictObject({ from: z.iso.datetime({ offset: true }), to: z.iso.datetime({ offset: true }) })
  .refine(({ from, to }) => new Date(from) < new Date(to), { path: ["to"], message: "应在 from 之后" });
export type ReplayRange = z.infer<typeof replayBody>;

export const replayed = z.strictObject({ replayed: count.describe("重发多少条") });

const managed = { access: "admin", permission: "keys:manage" } as const;

export const webhookEndpoints = {
  "GET /api/admin/webhook-endpoints": {
    ...managed,
    summary: "事件推送到哪里",
    answer: z.strictObject({
      endpoints: z.array(endpointView),
      lowCredits: count.describe("余额低于多少积分算不足（credits.low）"),
    }),
  },
  "POST /api/admin/webhook-endpoints": {
    ...managed,
    summary: "加一个接收事件的地址；签名密钥只在这个回答里",
    idempotent: true,
    body: addEndpointBody,
    answer: newEndpointView,
    errors: ["ENDPOINTS_FULL", "IDEMPOTENCY_KEY_REUSED"],
  },
  "PUT /api/admin/webhook-endpoints/low-credits": {
    ...managed,
    summary: "余额低于多少积分算不足",
    body: z.strictObject({ lowCredits: z.int().min(1, "至少为 1").max(100_000_000, "太大") }),
    answer: z.null(),
  },
  "PATCH /api/admin/webhook-endpoints/[endpointId]": {
    ...managed,
    summary: "改一个接收地址：地址、事件、说明，暂停与恢复",
    params: endpointParams,
    body: changeEndpointBody,
    answer: endpointView,
    errors: ["NOT_FOUND"],
  },
  "DELETE /api/admin/webhook-endpoints/[endpointId]": {
    ...managed,
    summary: "不再推送到这里；等着的不再发",
    params: endpointParams,
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/webhook-endpoints/[endpointId]/rotate": {
    ...managed,
    summary: "换签名密钥；旧的还一起用一天",
    params: endpointParams,
    answer: rotatedSecret,
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/webhook-endpoints/[endpointId]/test": {
    ...managed,
    summary: "现在发一条试试；答复里写明对方怎么说",
    params: endpointParams,
    answer: testResult,
    errors: ["NOT_FOUND"],
  },
  "GET /api/admin/webhook-endpoints/[endpointId]/deliveries": {
    ...managed,
    summary: "推送记录，最新的在前，带各次的请求与答复",
    params: endpointParams,
    query: listDeliveriesQuery,
    answer: deliveryPage,
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/webhook-endpoints/[endpointId]/replay": {
    ...managed,
    summary: "重发一段时间里的事件，从 from 到 to 之前",
    params: endpointParams,
    body: replayBody,
    answer: replayed,
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/webhook-endpoints/deliveries/[deliveryId]/replay": {
    ...managed,
    summary: "重发一条",
    params: deliveryParams,
    answer: replayed,
    errors: ["NOT_FOUND", "DELIVERY_PENDING"],
  },
} satisfies EndpointTable;
