import { z } from "zod";
import { SERVICE_SCOPES } from "../core/scopes.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText } from "./envelope.ts";
import { instant } from "./values.ts";

const scopes = z
  .array(z.enum(SERVICE_SCOPES))
  .min(1, "请至少选一个权限")
  .refine((list) => new Set(list).size === list.length, "同一个权限不能出现两次")
  .describe(
    "能做什么：read 读取 · customers 客户 · checkout 收银 · credits 积分 · grants 赠送 · refunds 退款 · webhooks 事件",
  );

const expireTime = instant.optional().describe("到期后失效；不给：不过期");

export const createServiceKeyBody = z.strictObject({
  name: z.string().trim().min(1, "请填写名称").max(60, "名称最多 60 个字"),
  scopes,
  expireTime,
});
export type CreateServiceKeyBody = z.infer<typeof createServiceKeyBody>;

/** How long the old key may live on beside the new one, in hours. */
const MAX_OVERLAP_HOURS = 168;

export const rotateServiceKeyBody = z.strictObject({
  overlapHours: z
    .int("应为整数小时")
    .min(0, "不能少于 0 小时")
    .max(MAX_OVERLAP_HOURS, `最多 ${MAX_OVERLAP_HOURS} 小时`)
    .describe("旧密钥还能用多少小时；0：立即失效"),
  expireTime,
});
export type RotateServiceKeyBody = z.infer<typeof rotateServiceKeyBody>;

const serviceKeyView = z
  .strictObject({
    id: idSchema,
    name: z.string(),
    prefix: z.string().nullable().describe("密钥的开头，用来辨认；null：早先建的，没有记下"),
    scopes: z.array(z.enum(SERVICE_SCOPES)),
    createdBy: z.string().describe("哪位管理员建的"),
    createTime: instant,
    lastUsedTime: instant.nullable().describe("最近使用的时间，最多相差一分钟；null：还没有用过"),
    expireTime: instant.nullable().describe("null：不过期"),
    revokedTime: instant.nullable(),
    isReplaced: z.boolean().describe("已经换过新的，只用到到期"),
  })
  .meta({ id: "ServiceKey" });
export type ServiceKeyView = z.infer<typeof serviceKeyView>;

const newServiceKeyView = z.strictObject({
  id: idSchema,
  name: z.string(),
  key: z.string().describe("密钥本身，只在这里出现一次"),
});
/** The only answer that ever carries the key itself. */
export type NewServiceKeyView = z.infer<typeof newServiceKeyView>;

const ownKeyView = z
  .strictObject({
    id: idSchema.describe("审计和日志里写作 `service:` 加这个编号"),
    name: z.string(),
    scopes: z.array(z.enum(SERVICE_SCOPES)),
  })
  .meta({ id: "OwnServiceKey" });

const keyParams = z.strictObject({ keyId: idText("密钥编号格式不正确") });

export const serviceKeyEndpoints = {
  "GET /api/v1/key": {
    access: "service",
    scope: "read",
    summary: "问话的这把密钥能做什么",
    answer: ownKeyView,
  },
  "GET /api/admin/service-keys": {
    access: "admin",
    permission: "keys:manage",
    summary: "后端密钥，最新的在前",
    answer: z.array(serviceKeyView),
  },
  "POST /api/admin/service-keys": {
    access: "admin",
    permission: "keys:manage",
    summary: "新建一个后端密钥",
    body: createServiceKeyBody,
    answer: newServiceKeyView,
  },
  "POST /api/admin/service-keys/[keyId]/rotate": {
    access: "admin",
    permission: "keys:manage",
    summary: "换一个后端密钥：名称和权限相同，旧的再用一段时间",
    params: keyParams,
    body: rotateServiceKeyBody,
    answer: newServiceKeyView,
    errors: ["NOT_FOUND", "KEY_NOT_ROTATABLE"],
  },
  "DELETE /api/admin/service-keys/[keyId]": {
    access: "admin",
    permission: "keys:manage",
    summary: "停用一个后端密钥",
    params: keyParams,
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
} satisfies EndpointTable;
