import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, queryText } from "./envelope.ts";
import { eventType, eventView } from "./events.ts";
import { listOf, listQuery } from "./service-values.ts";
import {
  addEndpointBody,
  changeEndpointBody,
  deliveryPage,
  deliveryParams,
  endpointParams,
  endpointView,
  listDeliveriesQuery,
  newEndpointView,
  replayBody,
  replayed,
  rotatedSecret,
  testResult,
} from "./webhooks.ts";

const webhooks = { access: "service", scope: "webhooks" } as const;

const eventId = z.string().regex(/^evt_[0-9a-f]{32}$/, "应为一个事件的编号");

/** What the desk has under /api/admin/webhook-endpoints, for the product's own back end, and the events themselves. */
export const serviceWebhookEndpoints = {
  "GET /api/v1/events": {
    access: "service",
    scope: "read",
    summary: "发生过的事件，与推送的相同，按次序，最早的在前；保留三个月",
    query: z.strictObject({
      ...listQuery,
      after: queryText(eventId).describe(
        "见过的最后一个事件；从它的下一个开始。推送之外要补上的，一直这样读下去就不会漏",
      ),
      type: queryText(eventType).describe("只要这一种"),
    }),
    answer: listOf(eventView, z.string()),
  },
  "GET /api/v1/webhook-endpoints": {
    ...webhooks,
    summary: "事件推送到哪里",
    query: z.strictObject({ ...listQuery, after: queryText(idText("编号格式不正确")).describe("上一页的 `next`") }),
    answer: listOf(endpointView, idSchema),
  },
  "POST /api/v1/webhook-endpoints": {
    ...webhooks,
    summary: "加一个接收事件的地址；签名密钥只在这个回答里",
    idempotent: true,
    body: addEndpointBody,
    success: [201],
    answer: newEndpointView,
    errors: ["ENDPOINTS_FULL", "IDEMPOTENCY_KEY_REUSED"],
  },
  "PATCH /api/v1/webhook-endpoints/[endpointId]": {
    ...webhooks,
    summary: "改一个接收地址：地址、事件、说明，暂停与恢复",
    params: endpointParams,
    body: changeEndpointBody,
    answer: endpointView,
    errors: ["NOT_FOUND"],
  },
  "DELETE /api/v1/webhook-endpoints/[endpointId]": {
    ...webhooks,
    summary: "不再推送到这里；等着的不再发",
    params: endpointParams,
    answer: z.strictObject({ id: idSchema, isDeleted: z.literal(true) }),
    errors: ["NOT_FOUND"],
  },
  "POST /api/v1/webhook-endpoints/[endpointId]/rotate": {
    ...webhooks,
    summary: "换签名密钥；旧的还一起用一天",
    params: endpointParams,
    answer: rotatedSecret,
    errors: ["NOT_FOUND"],
  },
  "POST /api/v1/webhook-endpoints/[endpointId]/test": {
    ...webhooks,
    summary: "现在发一条试试；回答里写明对方怎么说",
    params: endpointParams,
    answer: testResult,
    errors: ["NOT_FOUND"],
  },
  "GET /api/v1/webhook-endpoints/[endpointId]/deliveries": {
    ...webhooks,
    summary: "推送记录，最新的在前，带各次的请求与答复",
    params: endpointParams,
    query: listDeliveriesQuery,
    answer: deliveryPage,
    errors: ["NOT_FOUND"],
  },
  "POST /api/v1/webhook-endpoints/[endpointId]/replay": {
    ...webhooks,
    summary: "重发一段时间里的事件，从 from 到 to 之前",
    params: endpointParams,
    body: replayBody,
    answer: replayed,
    errors: ["NOT_FOUND"],
  },
  "POST /api/v1/webhook-endpoints/deliveries/[deliveryId]/replay": {
    ...webhooks,
    summary: "重发一条",
    params: deliveryParams,
    answer: replayed,
    errors: ["NOT_FOUND", "DELIVERY_PENDING"],
  },
} satisfies EndpointTable;
