import { z } from "zod";
import { isStorable } from "../core/text.ts";
import { AUDIT_ACTIONS, type AuditAction } from "./audit-actions.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, idText, orderSnSchema, queryInt, queryText } from "./envelope.ts";
import { dayRangeQuery } from "./exports.ts";
import { instant, labelled, words, yuan } from "./values.ts";

const actView = z
  .strictObject({
    id: idSchema,
    time: instant,
    actor: z.string().describe("谁：种类和编号，如 `admin:7`；可以作为 `actor` 来筛选"),
    by: words.describe("谁，用文字"),
    action: z.string(),
    actionText: words,
    target: z.string().describe("对什么：单号、名字或编号"),
    facts: z.array(labelled).describe("连同理由，这件事的其他情况"),
    changes: z
      .array(z.strictObject({ label: words, before: words.nullable(), after: words.nullable() }))
      .describe("改动前后不同的地方；null：当时没有"),
  })
  .meta({ id: "Act" });
export type ActView = z.infer<typeof actView>;

const before = queryText(idText("应为上一页给出的编号")).describe("上一页给出的 `next`");
const next = idSchema.nullable().describe("下一页以它作为 `before`；null：没有了");

const actionNames = Object.keys(AUDIT_ACTIONS) as AuditAction[];

const listAuditQuery = z.strictObject({
  from: dayRangeQuery.from.describe("北京时间的哪一天开始；不给：从头"),
  to: dayRangeQuery.to.describe("到哪一天为止，这一天在内；不给：到现在"),
  actor: queryText(z.string().trim().max(254).refine(isStorable)).describe("谁：`admin:7`、`cron` 之类，或会员的邮箱"),
  action: queryText(z.enum(actionNames)).describe("做了什么"),
  target: queryText(z.string().trim().max(200).refine(isStorable)).describe("对什么，要完整"),
  before,
  pageSize: queryInt(1, 100),
});
export type ListAuditQuery = z.infer<typeof listAuditQuery>;

const evidenceView = z
  .strictObject({
    id: idSchema,
    time: instant.describe("什么时候得知"),
    source: z.enum(["NOTIFY", "QUERY", "BILL"]).describe("NOTIFY：通知 · QUERY：我们问的 · BILL：账单"),
    tradeNo: z.string().nullable(),
    outTradeNo: z.string(),
    amount: yuan.nullable(),
    verdict: z.string(),
    verdictText: words.describe("我们怎么看它"),
    content: z.string().describe("原话，一字不改"),
    fields: z.array(labelled).describe("从原话里读出来的各项"),
  })
  .meta({ id: "Evidence" });
export type EvidenceView = z.infer<typeof evidenceView>;

export const auditEndpoints = {
  "GET /api/admin/audit": {
    access: "admin",
    permission: "audit:read",
    summary: "谁做过什么，最新的在前",
    query: listAuditQuery,
    answer: z.strictObject({ list: z.array(actView), next }),
  },
  "GET /api/admin/evidence": {
    access: "admin",
    permission: "orders:read",
    summary: "关于一笔订单，支付宝说过什么，原话与判定，最新的在前",
    query: z.strictObject({ orderSn: orderSnSchema, before }),
    answer: z.strictObject({ list: z.array(evidenceView), next }),
    errors: ["ORDER_NOT_FOUND"],
  },
} satisfies EndpointTable;
