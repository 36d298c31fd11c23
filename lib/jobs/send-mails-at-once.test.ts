import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onMail } from "../core/wake.ts";
import { Commit } from "../db/commit.ts";
import { CommitConflict } from "../db/conflict.ts";
import { db, literal } from "../db/database.ts";
import { enqueueNotice } from "../notices/parts.ts";
import type { NoticeKind } from "../notices/rules.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, aTrade, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { useMailbox } from "../testing/smtp.ts";
import { runJob } from "./run-job.ts";
import { sendMailsAtOnce } from "./send-mails-at-once.ts";

const mailbox = useMailbox();
useSandbox();
useDatabase();
beforeEach(sendMailsAtOnce);
afterEach(() => onMail(() => undefined));

const subjects = () => mailbox.received.map(({ subject }) => subject);
const sent = () => query("select 1 from ums_member_notice where mail_status = 'SENT'");
const pay = async () => {
  const order = await anOrder({ now: new Date() });
  return settlePayment(aTrade(order), contextAt(new Date(), "alipay"));
};

interface Telling {
  readonly isUndone?: boolean;
  readonly kind?: NoticeKind;
  readonly memberId?: bigint;
}

/** A commit that tells a new member something; with another part that does not find its row, it is undone. */
async function tell({ isUndone = false, kind = "PAID", ...to }: Telling = {}): Promise<void> {
  const now = new Date();
  const commit = new Commit("tell");
  const facts = { product: "一百积分", amount: "9.90" };
  const memberId = to.memberId ?? (await aMember());
  enqueueNotice(commit, { memberId, kind, about: crypto.randomUUID(), orderSn: null, facts }, now);
  if (isUndone) commit.add("nothing", db.selectNoFrom(literal(1).as("one")), 2);
  await commit.run();
}

test("the receipt of a payment leaves within a second of its commit, without a cron", async () => {
  await pay();
  const committed = performance.now();
  await vi.waitFor(() => expect(subjects()).toEqual(["【账房】付款成功"]), { timeout: 1_000, interval: 5 });
  expect(performance.now() - committed).toBeLessThan(1_000);
  await vi.waitFor(async () => expect(await sent()).toHaveLength(1));
});

test("many at once leave once each", async () => {
  await Promise.all(Array.from({ length: 40 }, () => tell()));
  await vi.waitFor(async () => expect(await sent()).toHaveLength(40), { timeout: 10_000 });
  expect(mailbox.received).toHaveLength(40);
});

test("a receipt does not wait for a stranger's closings, though the mail server takes its time for each of them", async () => {
  const memberId = await aMember();
  const [stranger] = await query<{ email: string }>("select email from ums_member where id = $1", [memberId]);
  mailbox.moods.set(stranger!.email, "silence");
  await query(
    `insert into ums_member_notice (member_id, notice_key, kind, detail, mail_rank)
     select $1, 'CLOSED:' || n, 'CLOSED', '{"product": "一百积分", "why": "已取消"}', 1 from generate_series(1, 537) n`,
    [memberId],
  );
  await tell({ kind: "CLOSED", memberId });
  await vi.waitFor(() => expect(mailbox.asked.get(stranger!.email)).toBeGreaterThan(1), {
    timeout: 5_000,
    interval: 5,
  });
  await pay();
  await vi.waitFor(() => expect(subjects()).toEqual(["【账房】付款成功"]), { timeout: 1_000, interval: 5 });
});

test("a commit that is undone mails nothing, and wakes nobody", async () => {
  let woken = 0;
  onMail(() => (woken += 1));
  await expect(tell({ isUndone: true })).rejects.toThrow(CommitConflict);
  expect(woken).toBe(0);
  await tell();
  expect(woken).toBe(1);
});

test("control: where no process lives on, nothing leaves before the next cron call", async () => {
  onMail(() => undefined);
  await tell();
  expect(await sent()).toEqual([]);
  expect(await runJob("send-notifications", new Date())).toMatchObject({ claimed: 1, done: 1, left: 0 });
  expect(subjects()).toEqual(["【账房】付款成功"]);
});
