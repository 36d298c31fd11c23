import { expect, test } from "vitest";
import { after, HOUR_MS } from "../core/time.ts";
import { aMember, at } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useMailbox } from "../testing/smtp.ts";
import { written } from "../testing/written.ts";
import { enqueueNotice } from "./parts.ts";
import { WAITING_MAILS, type NoticeKind } from "./rules.ts";
import { sendPendingNotices } from "./send-pending-notices.ts";
import { claimMails } from "./store.ts";

// docs/rules.md R92 and R93.

const mailbox = useMailbox();
useDatabase();

const tell = (memberId: bigint, kind: NoticeKind, about: string, now = at(0)) =>
  written((commit) =>
    enqueueNotice(commit, { memberId, kind, about, orderSn: null, facts: { product: "x", amount: "1" } }, now),
  );
const statuses = () =>
  query<{ kind: string; mail_status: string; n: number }>(
    "select kind, mail_status::text, count(*)::int as n from ums_member_notice group by 1, 2 order by 1, 2",
  );

test("an address that nobody confirmed gets receipts of money and nothing else, and no word that a stranger chose", async () => {
  const memberId = await aMember({ isConfirmed: false });
  for (const kind of ["PAID", "DELIVERED", "CLOSED", "REFUND_REQUESTED", "REFUNDED", "PLAN_ENDING"] as const)
    await tell(memberId, kind, "a");
  expect(await sendPendingNotices(at(0))).toEqual({ claimed: 6, done: 6, failed: 0, left: 0 });
  expect(mailbox.received.map(({ subject }) => subject).sort()).toEqual(["【账房】付款成功", "【账房】退款已到账"]);
  expect(mailbox.received.map(({ text }) => text).join()).not.toContain("测试");
  expect((await statuses()).map(({ mail_status: status, kind }) => `${kind} ${status}`)).toEqual([
    "CLOSED NONE",
    "DELIVERED NONE",
    "PAID SENT",
    "PLAN_ENDING NONE",
    "REFUNDED SENT",
    "REFUND_REQUESTED NONE",
  ]);
});

test("a member who orders and cancels 300 times is mailed about five closings an hour; reminders and receipts go on", async () => {
  const memberId = await aMember();
  await query(
    `insert into ums_member_notice (member_id, notice_key, kind, detail, mail_rank, next_attempt_at, create_time)
     select $1, 'CLOSED:' || n, 'CLOSED', '{"product": "x"}', 1, $2, $2 from generate_series(1, 300) n`,
    [memberId, at(0)],
  );
  await tell(memberId, "PLAN_ENDING", "a", at(1));
  await tell(memberId, "PAID", "a", at(1));
  await sendPendingNotices(at(1));
  const sent = async () => (await statuses()).filter(({ mail_status: status }) => status === "SENT");
  // Some are under way beside the fifth.
  const [closed, ...others] = await sent();
  expect(closed!.n).toBeGreaterThanOrEqual(WAITING_MAILS);
  expect(closed!.n).toBeLessThanOrEqual(WAITING_MAILS + 3);
  expect(others).toMatchObject([
    { kind: "PAID", n: 1 },
    { kind: "PLAN_ENDING", n: 1 },
  ]);
  const later = after(at(0), HOUR_MS);
  await tell(memberId, "CLOSED", "later", later);
  await sendPendingNotices(later);
  expect((await sent())[0]).toMatchObject({ kind: "CLOSED", n: closed!.n + 1 });
});

test("a mailbox that takes nothing is tried about five times, and does not hold up what others are told", async () => {
  const memberId = await aMember();
  const [{ email } = { email: "" }] = await query<{ email: string }>("select email from ums_member");
  mailbox.moods.set(email, "451 try later");
  for (let i = 0; i < 40; i += 1) await tell(memberId, "CLOSED", `a${i}`);
  await tell(await aMember(), "CLOSED", "b", at(0));
  const { failed } = await sendPendingNotices(at(0));
  expect(failed).toBeGreaterThanOrEqual(WAITING_MAILS);
  expect(failed).toBeLessThanOrEqual(WAITING_MAILS + 3);
  expect(mailbox.received).toHaveLength(1);
  expect(await statuses()).toContainEqual({ kind: "CLOSED", mail_status: "PENDING", n: failed });
});

test("what is paid and what can wait are claimed apart, each the longest due first", async () => {
  const memberId = await aMember();
  for (const [minute, kind] of (["CLOSED", "PLAN_ENDING", "REFUNDED", "CLOSED", "PAID"] as const).entries())
    await tell(memberId, kind, String(minute), at(minute));
  const claim = async (rank: 0 | 1) => (await claimMails(rank, at(10), at(20), 2)).map(({ kind }) => kind).sort();
  expect(await claim(0)).toEqual(["PAID", "REFUNDED"]);
  expect(await claim(0)).toEqual([]);
  expect(await claim(1)).toEqual(["CLOSED", "PLAN_ENDING"]);
  expect(await claim(1)).toEqual(["CLOSED"]);
});
