// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { mailLinks } from "../../lib/accounts/mail-links.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import type { FoundMembers, MemberFile } from "../../lib/contracts/members.ts";
import { setMemberStatus } from "../../lib/membership/set-member-status.ts";
import { settlePayment } from "../../lib/payments/settle-payment.ts";
import { aMember, anOrder, aPaidOrder, aPlan, aTrade, contextAt } from "../../lib/testing/builders.ts";
import { count, overtake, query, useDatabase } from "../../lib/testing/database.ts";
import { plansOn, rowsRead } from "../../lib/testing/plans.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { aNewAddress, doorOf } from "../../lib/testing/sign-in.ts";
import { useMailbox } from "../../lib/testing/smtp.ts";
import { listMembers } from "../../lib/accounts/list-members.ts";

// docs/rules.md R106, R107, R108.

const mailbox = useMailbox();
useDatabase();

const reason = "他本人打电话要求";
let admin: bigint;
let memberId: bigint;
beforeEach(async () => {
  [admin, memberId] = [await aMember({ role: "ADMIN" }), await aMember()];
});

async function ask(
  name: string,
  { by = admin, params = {}, query: search = "", body = undefined as object | undefined },
) {
  const headers = { ...(await signedInAs(by)), "x-forwarded-for": aNewAddress() };
  const answer = await knock(await doorOf(name), { headers, params, query: search, ...(body && { body }) });
  return { status: answer.status, error: answer.json.error as string | undefined, data: answer.json.data as unknown };
}
const act = (verb: string, body: object, { by = admin, to = memberId } = {}) =>
  ask(`POST /api/admin/members/[memberId]/${verb}`, {
    by,
    params: { memberId: String(to) },
    body: { reason, ...body },
  });
const find = async (words: Record<string, string>) =>
  (await ask("GET /api/admin/members", { query: String(new URLSearchParams(words)) })).data as FoundMembers;
const file = async (id = memberId) =>
  (await ask("GET /api/admin/members/[memberId]", { params: { memberId: String(id) } })).data as MemberFile;
const audits = (action: string) => query("select actor, target, detail from sys_audit_log where action = $1", [action]);
const admins = () => count("ums_member", "role = 'ADMIN' and status = 'ACTIVE'");

describe("the list of members", () => {
  const named = (name: string, email: string) =>
    registerAccount({ name, email, password: "long enough" }, new Date()).then(Number);

  test("finds by number, by how an address or a name begins, and by nothing else", async () => {
    const wang = await named("王小明", "wang_x@example.com");
    const other = await named("Wanda", "somebody@example.com");
    const ids = async (text: string) => (await find({ query: text })).list.map(({ id }) => id);
    expect(await ids("王")).toEqual([wang]);
    expect(await ids("WANG_X@")).toEqual([wang]);
    expect(await ids("wan")).toEqual([other, wang]);
    expect(await ids(String(wang))).toEqual([wang]);
    // Signs of LIKE are letters.
    for (const nothing of ["%", "_ang", "\\", "小明", "example.com"]) expect(await ids(nothing)).toEqual([]);
  });

  test("goes on where the page before it ended, and reads no more than it shows", async () => {
    await query(`insert into ums_member (email, password_hash, name)
      select 'm' || n || '@many.example', 'x', '多' from generate_series(1, 3000) n; analyze ums_member`);
    const [first, last] = [await find({ query: "多" }), await find({ query: "多", after: "5" })];
    expect([first.list.length, last.list.length, last.next]).toEqual([20, 2, null]);
    const second = await find({ query: "多", after: String(first.next) });
    expect(second.list[0]!.id).toBe(first.next! - 1);
    for (const words of [{}, { after: 1_500 }, { query: "m29" }, { query: "m1" }]) {
      const plans = await plansOn("ums_member", () => listMembers({ query: undefined, after: undefined, ...words }));
      // Of 3,000; those whose address begins so are counted before the newest of them are taken.
      const most = "query" in words ? 1_300 : 30;
      for (const plan of plans) expect(rowsRead(plan, "ums_member")).toBeLessThan(most);
    }
  });
});

describe("one member whole", () => {
  test("shows money, orders, credits, periods, messages and who is signed in", async () => {
    await aPaidOrder({ memberId, now: new Date() });
    await aPaidOrder({ memberId, wanted: await aPlan(), now: new Date() });
    await signedInAs(memberId);
    const shown = await file();
    expect(shown.money).toEqual({ paid: 38.9, refunded: 0 });
    expect([shown.orders.length, shown.orderCount, shown.periods.length, shown.sessions.length]).toEqual([2, 2, 1, 1]);
    expect(shown.credits.availableCredits).toBe(110);
    expect(shown.ledger.length).toBe(2);
    expect(shown.messages.length).toBeGreaterThan(0);
    expect(shown.closing.join()).toContain("剩余的 110 积分留着");
    const nobody = await ask("GET /api/admin/members/[memberId]", { params: { memberId: "999" } });
    expect(nobody.error).toBe("NOT_FOUND");
  });
});

describe("closing and opening again", () => {
  test("signs out at once, ends links, keeps the address taken, and is in the audit log", async () => {
    const { cookie } = await signedInAs(memberId);
    expect((await act("status", { status: "closed" })).data).toEqual({ state: "CLOSED_BY_SHOP" });
    const door = await doorOf("GET /api/notices/unread");
    expect((await knock(door, { headers: { cookie } })).status).toBe(401);
    const [{ email }] = (await query<{ email: string }>("select email from ums_member where id = $1", [memberId])) as [
      { email: string },
    ];
    const again = registerAccount({ email, password: "long enough" }, new Date());
    await expect(again).rejects.toMatchObject({ code: "EMAIL_TAKEN" });
    expect((await act("status", { status: "closed" })).error).toBe("MEMBER_CLOSED");
    expect((await act("status", { status: "open" })).data).toEqual({ state: "OPEN" });
    // A browser that was signed out stays out.
    expect((await knock(door, { headers: { cookie } })).status).toBe(401);
    expect(await audits("MEMBER_CLOSED")).toEqual([
      {
        actor: `admin:${admin}`,
        target: `member:${memberId}`,
        detail: { before: "OPEN", after: "CLOSED_BY_SHOP", reason },
      },
    ]);
    expect((await audits("MEMBER_REOPENED")).length).toBe(1);
  });

  test("what runs goes on: money for an order of the closed account is kept for sending back, its period runs", async () => {
    const order = await anOrder({ memberId });
    await aPaidOrder({ memberId, wanted: await aPlan() });
    await act("status", { status: "closed" });
    await settlePayment(aTrade(order), contextAt(new Date(), "alipay"));
    expect(await query("select kind::text from oms_payment_records where order_id = $1", [order.orderId])).toEqual([
      { kind: "UNWANTED" },
    ]);
    expect(await count("ums_member_subscriptions", "status = 'ACTIVE'")).toBe(1);
  });

  test("an account that its member closed stays closed: the address may be somebody else's", async () => {
    await query("update ums_member set status = 'DISABLED', close_time = now() where id = $1", [memberId]);
    expect((await file()).member.state).toBe("CLOSED_BY_MEMBER");
    expect((await act("status", { status: "open" })).error).toBe("MEMBER_NOT_REOPENABLE");
    expect((await act("role", { role: "SUPPORT" })).error).toBe("MEMBER_CLOSED");
    expect((await act("reset-link", {})).error).toBe("MEMBER_CLOSED");
  });

  test("an account that its member closes a step ahead is not opened again", async () => {
    await act("status", { status: "closed" });
    const rival = `update ums_member set close_time = now() where id = ${memberId}`;
    const opening = overtake(rival, () =>
      setMemberStatus(admin, memberId, { status: "open", reason }, contextAt(new Date(), `admin:${admin}`)),
    );
    await expect(opening).rejects.toMatchObject({ code: "MEMBER_NOT_REOPENABLE" });
  });
});

describe("roles", () => {
  test("count from the next request on, in both directions", async () => {
    const { cookie } = await signedInAs(memberId);
    const orders = async () => (await knock(await doorOf("GET /api/admin/orders"), { headers: { cookie } })).status;
    expect(await orders()).toBe(403);
    expect((await act("role", { role: "SUPPORT" })).data).toEqual({ role: "SUPPORT" });
    expect(await orders()).toBe(200);
    await act("role", { role: "MEMBER" });
    expect(await orders()).toBe(403);
    expect((await audits("MEMBER_ROLE"))[0]).toEqual({
      actor: `admin:${admin}`,
      target: `member:${memberId}`,
      detail: { before: "MEMBER", after: "SUPPORT", reason },
    });
  });

  test("nobody changes their own, closes their own desk account, or leaves as an admin", async () => {
    expect((await act("role", { role: "MEMBER" }, { to: admin })).error).toBe("OWN_ACCOUNT");
    expect((await act("status", { status: "closed" }, { to: admin })).error).toBe("OWN_ACCOUNT");
    const closing = await ask("GET /api/account/closing", {});
    expect((closing.data as { obstacles: string[] }).obstacles).toEqual([
      "你是管理员，先请另一位管理员改掉你的角色，才能关闭",
    ]);
    expect(await admins()).toBe(1);
  });
});

test("an admin signs a member out everywhere", async () => {
  const { cookie } = await signedInAs(memberId);
  await signedInAs(memberId);
  expect((await act("sign-out", {})).data).toEqual({ ended: 2 });
  expect((await knock(await doorOf("GET /api/notices/unread"), { headers: { cookie } })).status).toBe(401);
  expect((await audits("MEMBER_SIGNED_OUT")).length).toBe(1);
});

test("an admin has a link mailed by which the member chooses a new password", async () => {
  expect((await act("reset-link", {})).data).toEqual({ sent: true });
  await mailLinks(new Date());
  expect(mailbox.received.length).toBe(1);
  expect((await audits("MEMBER_RESET_LINK")).length).toBe(1);
});

test("every act asks for a reason, and support may look but not act", async () => {
  const support = await aMember({ role: "SUPPORT" });
  for (const [verb, body] of [
    ["status", { status: "closed" }],
    ["role", { role: "ADMIN" }],
    ["sign-out", {}],
    ["reset-link", {}],
    ["credits", { origin: "GIFT", amount: 1 }],
  ] as const) {
    expect([verb, (await act(verb, { ...body, reason: " " })).error]).toEqual([verb, "VALIDATION_FAILED"]);
    expect([verb, (await act(verb, body, { by: support })).error]).toEqual([verb, "FORBIDDEN"]);
  }
  expect(await count("sys_audit_log")).toBe(0);
});
