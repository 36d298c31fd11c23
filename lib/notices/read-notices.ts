import type { ReadNoticesBody } from "../contracts/notices.ts";
import { Commit } from "../db/commit.ts";
import { markRead } from "./parts.ts";
import { countUnread } from "./store.ts";

/** Marks the member's own messages as read; another member's id changes nothing. Returns how many stay unread. */
export async function readNotices(memberId: bigint, body: ReadNoticesBody, now: Date): Promise<number> {
  const commit = new Commit("readNotices");
  markRead(commit, memberId, body.ids, now);
  await commit.run();
  return countUnread(memberId);
}
