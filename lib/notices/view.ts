import type { NoticeView } from "../contracts/notices.ts";
import { noticeWords } from "./rules.ts";
import type { Notice } from "./store.ts";

export function noticeView(notice: Notice): NoticeView {
  return {
    id: Number(notice.id),
    kind: notice.kind,
    ...noticeWords(notice.kind, notice.detail),
    orderSn: notice.orderSn,
    read: notice.readTime !== null,
    createTime: notice.createTime.toISOString(),
  };
}
