import type { Page } from "../contracts/envelope.ts";
import { pageOf } from "../contracts/envelope.ts";
import type { ListNoticesQuery, NoticeView } from "../contracts/notices.ts";
import { countNotices, countUnread, findNotices } from "./store.ts";
import { noticeView } from "./view.ts";

/** A member's messages, newest first. Two reads side by side. */
export async function listNotices(memberId: bigint, query: ListNoticesQuery): Promise<Page<NoticeView>> {
  const { pageNum = 1, pageSize = 20 } = query;
  const [found, total] = await Promise.all([
    findNotices(memberId, pageSize, (pageNum - 1) * pageSize),
    countNotices(memberId),
  ]);
  return pageOf(found.map(noticeView), total, pageNum, pageSize);
}

/** How many messages the member has not read. One read, served by a partial index. */
export async function countUnreadNotices(memberId: bigint): Promise<number> {
  return countUnread(memberId);
}
