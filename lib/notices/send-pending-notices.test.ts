import { describe, expect, test } from "vitest";
import { written } from "../testing/written.ts";
import { aMember, at, closeAccount } from "../testing/builders.ts";
import { beside, count, query, useDatabase } from "../testing/database.ts";
import { withoutAnswer } from "../testing/lost-answers.ts";
import { useMailbox } from "../testing/smtp.ts";
import { enqueueNotice } from "./parts.ts";
import { sendPendingNotices } from "./send-pending-notices.ts";

const mailbox = useMailbox();
useDatabase();

const QUIET = { claimed: 0, done: 0, failed: 0, left: 0 };
const SENT = { claimed: 1, done: 1, failed: 0, left: 0 };
const FAILED = { claimed: 1, done: 0, failed: 1, left: 0 };

/** A notice to a new member; returns their address. */
async function aMessage(about = "20260301120000000abcdefghjkmnpqrs"): Promise<{ memberId: bigint; email: string }> {
  const memberId = await aMember();
  const facts = { product: "一百积分", amount: "9.90" };
  await written((commit) => enqueueNotice(commit, { memberId, kind: "PAID", about, orderSn: about, facts }, at(0)));
  const [member] = await query<{ email: string }>("select email from ums_member where id = $1", [memberId]);
  return { memberId, email: member!.email };
}

const mail = async () => (await query("select mail_status, mail_attempts, next_attempt_at from ums_member_notice"))[0];

describe("mailing what members were told", () => {
  test("sends each message once, in words, with a way to the order", async () => {
    const { email } = await aMessage();
    expect(await sendPendingNotices(at(0))).toEqual(SENT);
    expect(mailbox.received).toEqual([
      {
        to: email,
        from: "账房 <no-reply@shop.example>",
        subject: "【账房】付款成功",
        messageId: "<PAID.20260301120000000abcdefghjkmnpqrs@localhost>",
        text: "测试，你好：\n\n「一百积分」已付款 ¥9.90，商品已到账。\n\n订单详情：http://localhost:3000/orders/20260301120000000abcdefghjkmnpqrs\n\n账房",
      },
    ]);
    expect(await mail()).toMatchObject({ mail_status: "SENT", mail_attempts: 1 });
    expect(await sendPendingNotices(at(60))).toEqual(QUIET);
  });

  test.each(["451 try later", "550 no such user", "silence"] as const)(
    "comes again after %j, and succeeds",
    async (mood) => {
      const { email } = await aMessage();
      mailbox.moods.set(email, mood);
      expect(await sendPendingNotices(at(0))).toEqual(FAILED);
      expect(await mail()).toEqual({ mail_status: "PENDING", mail_attempts: 1, next_attempt_at: at(1) });
      mailbox.moods.clear();
      expect(await sendPendingNotices(at(0.9))).toEqual(QUIET);
      expect(await sendPendingNotices(at(1))).toEqual(SENT);
      expect(mailbox.received).toHaveLength(1);
    },
  );

  test("counts no try that our own database kept from being made", async () => {
    await aMessage();
    await withoutAnswer("ums_member", async () => {
      for (const minute of [0, 1, 2, 3, 4, 5]) expect(await sendPendingNotices(at(minute))).toEqual(FAILED);
    });
    expect(await mail()).toEqual({ mail_status: "PENDING", mail_attempts: 0, next_attempt_at: at(6) });
    expect(await sendPendingNotices(at(6))).toEqual(SENT);
  });

  test("backs off 1, 5, 30 and 120 minutes, and then gives up", async () => {
    const { email } = await aMessage();
    mailbox.moods.set(email, "451 try later");
    for (const [minutes, next] of [
      [0, 1],
      [1, 6],
      [6, 36],
      [36, 156],
    ] as const) {
      expect(await sendPendingNotices(at(minutes))).toEqual(FAILED);
      expect(await mail()).toMatchObject({ mail_status: "PENDING", next_attempt_at: at(next) });
    }
    expect(await sendPendingNotices(at(156))).toEqual(FAILED);
    expect(await mail()).toMatchObject({ mail_status: "FAILED", mail_attempts: 5 });
    expect(await sendPendingNotices(at(10_000))).toEqual(QUIET);
  });

  test("one bad address never stops the rest", async () => {
    const messages = [];
    for (let i = 0; i < 6; i += 1) messages.push(await aMessage(`order-${i}`));
    mailbox.moods.set(messages[2]!.email, "550 no such user");
    expect(await sendPendingNotices(at(0))).toEqual({ claimed: 6, done: 5, failed: 1, left: 0 });
    expect(mailbox.received.map(({ to }) => to).sort()).toEqual(
      messages
        .filter((_, i) => i !== 2)
        .map(({ email }) => email)
        .sort(),
    );
  });

  test("runs at once send nothing twice", async () => {
    for (let i = 0; i < 15; i += 1) await aMessage(`order-${i}`);
    const reports = await Promise.all(Array.from({ length: 5 }, () => sendPendingNotices(at(0))));
    expect(reports.reduce((sum, { done }) => sum + done, 0)).toBe(15);
    expect(new Set(mailbox.received.map(({ to }) => to)).size).toBe(15);
    expect(mailbox.received).toHaveLength(15);
  });

  test("passes over what another worker has in hand, and does not wait for it", async () => {
    await aMessage("order-0");
    await aMessage("order-1");
    const held = "select from ums_member_notice where order_sn = 'order-0' for update";
    expect(await beside(held, () => sendPendingNotices(at(0)))).toEqual(SENT);
    expect(mailbox.received).toHaveLength(1);
  });

  test("what a killed worker held is taken over after its lease, and not before", async () => {
    await aMessage();
    await query("update ums_member_notice set mail_attempts = 1, next_attempt_at = $1", [at(5)]);
    expect(await sendPendingNotices(at(4))).toEqual(QUIET);
    expect(await sendPendingNotices(at(5))).toEqual(SENT);
    expect(await mail()).toMatchObject({ mail_status: "SENT", mail_attempts: 2 });
  });

  test("a closed account gets no mail", async () => {
    await closeAccount((await aMessage()).memberId);
    expect(await sendPendingNotices(at(0))).toEqual(SENT);
    expect(await mail()).toMatchObject({ mail_status: "NONE" });
    expect(mailbox.received).toEqual([]);
    expect(await count("ums_member_notice")).toBe(1);
  });
});
