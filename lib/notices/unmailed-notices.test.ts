import { expect, test } from "vitest";
import { aPaidOrder, at } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { listNotices } from "./list-notices.ts";
import { sendPendingNotices } from "./send-pending-notices.ts";

useDatabase();

test("without mail configured a message stays in the app, and nothing waits to be mailed", async () => {
  const { memberId } = await aPaidOrder();
  expect(await sendPendingNotices(at(2))).toEqual({ claimed: 1, done: 1, failed: 0, left: 0 });
  expect(await query("select mail_status, mail_attempts from ums_member_notice")).toEqual([
    { mail_status: "NONE", mail_attempts: 0 },
  ]);
  expect(await sendPendingNotices(at(3))).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  expect((await listNotices(memberId, {})).list).toMatchObject([{ title: "付款成功", read: false }]);
});
