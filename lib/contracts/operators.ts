import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idText } from "./envelope.ts";
import { instant, words } from "./values.ts";

export const TARGET_KINDS = ["MAIL", "WECOM", "DINGTALK", "FEISHU"] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

const kind = z.enum(TARGET_KINDS).describe("MAIL：邮箱 · WECOM：企业微信群机器人 · DINGTALK：钉钉 · FEISHU：飞书");

const targetView = z
  .strictObject({
    id: z.int(),
    kind,
    address: words.describe("邮箱；机器人的地址只给出主机名，因为整个地址就是密钥"),
    isSigned: z.boolean().describe("发给机器人的消息是否加签"),
    createTime: instant,
    last: z
      .strictObject({ status: z.enum(["PENDING", "SENT", "FAILED", "NONE"]), time: instant })
      .nullable()
      .describe("最近一条消息；null：还没有发过"),
  })
  .meta({ id: "OperatorTarget" });
export type TargetView = z.infer<typeof targetView>;

const addTargetBody = z
  .strictObject({
    kind,
    address: z.string().trim().min(1, "请填写").max(500, "最多 500 个字"),
    secret: z.string().trim().min(1, "请填写，或留空").max(200, "最多 200 个字").nullable().exactOptional(),
  })
  .superRefine(({ kind: which, address, secret }, issues) => {
    const isMail = which === "MAIL";
    if (isMail ? !z.email().safeParse(address).success : !z.url().safeParse(address).success)
      issues.addIssue({ code: "custom", path: ["address"], message: isMail ? "邮箱格式不正确" : "地址格式不正确" });
    if (secret && which !== "DINGTALK" && which !== "FEISHU")
      issues.addIssue({ code: "custom", path: ["secret"], message: "只有钉钉和飞书的机器人有加签密钥" });
  });
export type AddTarget = z.infer<typeof addTargetBody>;

const targetIdParams = z.strictObject({ targetId: idText("编号格式不正确") });
const managed = { access: "admin", permission: "settings:manage" } as const;

export const operatorEndpoints = {
  "GET /api/admin/operator-targets": {
    ...managed,
    summary: "待办提醒还发到哪里",
    answer: z.array(targetView),
  },
  "POST /api/admin/operator-targets": {
    ...managed,
    summary: "加一处接收待办提醒的地方：邮箱，或企业微信、钉钉、飞书的群机器人",
    body: addTargetBody,
    answer: targetView,
    errors: ["TARGETS_FULL"],
  },
  "DELETE /api/admin/operator-targets/[targetId]": {
    ...managed,
    summary: "不再发到这里",
    params: targetIdParams,
    answer: z.null(),
    errors: ["NOT_FOUND"],
  },
  "POST /api/admin/operator-targets/[targetId]/test": {
    ...managed,
    summary: "发一条试试；答复里写明对方怎么说",
    params: targetIdParams,
    answer: z.strictObject({ refusal: words.nullable().describe("null：收下了") }),
    errors: ["NOT_FOUND"],
  },
} satisfies EndpointTable;
