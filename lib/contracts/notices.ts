import { z } from "zod";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, pageQuery, pageSchema } from "./envelope.ts";
import { count, instant, words } from "./values.ts";

export const noticeView = z
  .strictObject({
    id: idSchema,
    kind: z.string(),
    title: words,
    body: words,
    orderSn: z.string().nullable(),
    read: z.boolean(),
    createTime: instant,
  })
  .meta({ id: "Notice" });
export type NoticeView = z.infer<typeof noticeView>;

export const listNoticesQuery = z.strictObject(pageQuery);
export type ListNoticesQuery = z.infer<typeof listNoticesQuery>;

export const readNoticesBody = z.strictObject({
  ids: z.array(idSchema).min(1).max(100).optional().describe("读过的消息；不给：全部"),
});
export type ReadNoticesBody = z.infer<typeof readNoticesBody>;

const unread = z.strictObject({ unread: count.describe("还有多少条未读") });

export const noticeEndpoints = {
  "GET /api/notices": {
    access: "member",
    portal: true,
    summary: "消息，最新的在前",
    query: listNoticesQuery,
    answer: pageSchema(noticeView),
  },
  "POST /api/notices/read": {
    access: "member",
    portal: true,
    summary: "把消息标为已读",
    body: readNoticesBody,
    answer: unread,
  },
  "GET /api/notices/unread": { access: "member", portal: true, summary: "未读消息数", answer: unread },
} satisfies EndpointTable;
