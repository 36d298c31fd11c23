// Must come first: provides what Next's server provides to the modules below.
import { knock, type Knock } from "../../lib/testing/doors.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { mailLinks } from "../../lib/accounts/mail-links.ts";
import { hashPassword } from "../../lib/accounts/passwords.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { requestConfirmation } from "../../lib/accounts/request-link.ts";
import { CONFIRM_LINK_MS, RESET_LINK_MS } from "../../lib/core/deadlines.ts";
import { after, MINUTE_MS } from "../../lib/core/time.ts";
import { aMember, closeAccount } from "../../lib/testing/builders.ts";
import { count, query, useDatabase } from "../../lib/testing/database.ts";
import { linkMails, mailedToken } from "../../lib/testing/links.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { aNewAddress, doorOf, signIn } from "../../lib/testing/sign-in.ts";
import { useMailbox } from "../../lib/testing/smtp.ts";
import { statementsOf } from "../../lib/testing/statements.ts";

// docs/rules.md R94.

const mailbox = useMailbox();
useDatabase();

const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "another staple now";

/** A member whose address nobody has confirmed; one of each test's own, for limits count addresses. */
let email: string;
let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember({ isConfirmed: false });
  email = (await query<{ email: string }>("select email from ums_member"))[0]!.email;
});

const ask = async (name: string, request: Knock & { from?: string } = {}) =>
  knock(await doorOf(name), {
    ...request,
    headers: { "x-forwarded-for": request.from ?? aNewAddress(), ...request.headers },
  });
const requestReset = (address = email, from?: string) =>
  ask("POST /api/account/request-reset", { body: { email: address }, ...(from ? { from } : {}) });
const reset = (token: string, password = NEW_PASSWORD) => ask("POST /api/account/reset", { body: { token, password } });
const confirm = (token: string) => ask("POST /api/account/confirm", { body: { token } });
const aCookie = async () => (await signedInAs(memberId)).cookie;
const unread = async (cookie: string) => (await ask("GET /api/notices/unread", { headers: { cookie } })).status;
const canSignIn = async (password: string) => (await signIn({ email, password })).status === 200;
const isConfirmed = () => count("ums_member", "id = $1 and email_confirm_time is not null", [memberId]);
const resetToken = async () => {
  await requestReset();
  return mailedToken(mailbox, email, "RESET");
};
const confirmationToken = async () => {
  await requestConfirmation({ id: memberId, email, emailConfirmTime: null }, new Date());
  return mailedToken(mailbox, email, "CONFIRM");
};

describe("a password forgotten", () => {
  test("A69 lets the owner of an address in that a stranger registered, and the stranger out of every browser", async () => {
    email = `${crypto.randomUUID()}@example.com`;
    memberId = await registerAccount(
      { email, password: PASSWORD, name: "领奖 evil.example" },
      new Date(),
      "MEMBER",
      true,
    );
    const stranger = [await aCookie(), await aCookie()];
    const token = await resetToken();
    expect(await Promise.all(stranger.map(unread))).toEqual([200, 200]);
    const answer = await reset(token);
    expect([answer.status, answer.json.data, await isConfirmed()]).toEqual([200, null, 1]);
    expect(await Promise.all(stranger.map(unread))).toEqual([401, 401]);
    expect([await canSignIn(PASSWORD), await canSignIn(NEW_PASSWORD)]).toEqual([false, true]);
    // No mail repeats what the stranger has typed.
    const mails = await linkMails(mailbox, email);
    expect(mails).toHaveLength(2);
    expect(mails.map(({ text }) => text).join()).not.toContain("evil");
  });

  test("A70 a link opens once, also when two come with it at the same moment", async () => {
    const token = await resetToken();
    const answers = await Promise.all(["first of them", "second of them"].map((password) => reset(token, password)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await reset(token)).json).toMatchObject({ error: "LINK_INVALID", issues: [{ field: "token" }] });
  });

  test("a newer link takes the place of the one before", async () => {
    const before = await resetToken();
    const newer = await resetToken();
    expect(newer).not.toBe(before);
    expect((await reset(before)).status).toBe(400);
    expect((await reset(newer)).status).toBe(200);
  });

  test("a link is over after 30 minutes, to the millisecond", async () => {
    const token = await resetToken();
    const [{ life } = { life: 0 }] = await query<{ life: number }>(
      "select extract(epoch from expire_time - create_time)::float8 * 1000 as life from ums_member_link",
    );
    expect(life).toBeGreaterThanOrEqual(RESET_LINK_MS);
    expect(life).toBeLessThan(RESET_LINK_MS + 5_000);
    await query("update ums_member_link set expire_time = $1", [new Date()]);
    expect((await reset(token)).status).toBe(400);
  });

  test("a password that was changed takes the link along", async () => {
    await query("update ums_member set password_hash = $1", [await hashPassword(PASSWORD)]);
    const token = await resetToken();
    const body = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    const headers = await signedInAs(memberId);
    expect((await ask("POST /api/account/change-password", { body, headers })).status).toBe(200);
    expect((await reset(token)).status).toBe(400);
  });

  test("A71 is asked for in the same words and by the same work for every address", async () => {
    const closedId = await aMember();
    await closeAccount(closedId);
    const [closed] = await query<{ email: string }>("select email from ums_member where id = $1", [closedId]);
    const answers = [];
    for (const address of [email, "nobody@example.com", closed!.email]) {
      let text = "";
      const cost = await statementsOf(async () => {
        const answer = await requestReset(address);
        text = `${answer.status} ${answer.text}`;
      });
      answers.push({ ...cost, text });
    }
    expect(answers[0]).toMatchObject({ reads: 0, writes: 1 });
    expect([answers[1], answers[2]]).toEqual([answers[0], answers[0]]);
    await mailLinks(new Date());
    expect(mailbox.received.filter(({ subject }) => subject.includes("重设密码")).map(({ to }) => to)).toEqual([email]);
  });

  test("the token is in the mail alone: the database has its hash, and the answer nothing", async () => {
    const token = await resetToken();
    const rows = await query<object>("select * from ums_member_link");
    expect(
      JSON.stringify(rows, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toContain(token);
    expect(mailbox.received.at(-1)!.text).toContain(`http://localhost:3000/reset#token=${token}`);
  });

  test.each([
    [{ token: "A".repeat(43) }, "password"],
    [{ token: "", password: NEW_PASSWORD }, "token"],
    [{ token: "A".repeat(43), password: "short" }, "password"],
    [{ token: 7, password: NEW_PASSWORD }, "token"],
  ])("%j names the field", async (body, field) => {
    const answer = await ask("POST /api/account/reset", { body });
    expect([answer.status, answer.json.issues?.map((issue) => issue.field)]).toEqual([400, [field]]);
  });
});

describe("the limits of asking", () => {
  test("three an address in half an hour, from wherever and however it is written, known or not", async () => {
    for (const address of [email, `${crypto.randomUUID()}@example.com`]) {
      const spelt = [address, ` ${address.toUpperCase()}`, address, address];
      const answers = [];
      for (const one of spelt) answers.push(await requestReset(one));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
      expect(Number(answers[3]!.headers.get("retry-after"))).toBeGreaterThan(1_700);
    }
    // Of the known address; a mail that was under way when the next was asked for is one more.
    expect([1, 2]).toContain((await linkMails(mailbox, email)).length);
  });

  test("ten a caller in ten minutes, whatever the address", async () => {
    const from = aNewAddress();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => requestReset(`${crypto.randomUUID()}-${i}@example.com`, from)),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  });

  test("who registers an address and frees it again and again has it mailed three times, and registers all the same", async () => {
    const address = `${crypto.randomUUID()}@example.com`;
    for (let i = 0; i < 5; i += 1) {
      const { status } = await ask("POST /api/register", { body: { email: address, password: PASSWORD } });
      expect(status).toBe(200);
      await query("update ums_member set status = 'DISABLED', close_time = now() where email = $1", [address]);
    }
    expect(await count("ums_member_link", "purpose = 'CONFIRM'")).toBe(3);
  });

  test("the confirmation three times in half an hour", async () => {
    const headers = await signedInAs(memberId);
    const again = async () => (await ask("POST /api/account/request-confirmation", { headers })).status;
    expect([await again(), await again(), await again(), await again()]).toEqual([200, 200, 200, 429]);
  });
});

describe("an address", () => {
  test("gets a link when it is registered", async () => {
    email = `${crypto.randomUUID()}@example.com`;
    expect((await ask("POST /api/register", { body: { email, password: PASSWORD } })).status).toBe(200);
    expect((await linkMails(mailbox, email)).map(({ subject }) => subject)).toEqual(["【账房】请确认你的邮箱"]);
  });

  test("is confirmed by its link, once", async () => {
    const token = await confirmationToken();
    expect(await isConfirmed()).toBe(0);
    expect((await confirm(token)).status).toBe(200);
    expect(await isConfirmed()).toBe(1);
    expect((await confirm(token)).json).toMatchObject({ error: "LINK_INVALID" });
    const headers = await signedInAs(memberId);
    const again = await ask("POST /api/account/request-confirmation", { headers });
    expect([again.status, again.json.error]).toEqual([409, "ADDRESS_CONFIRMED"]);
    expect((await ask("GET /api/account", { headers })).json.data).toMatchObject({
      email,
      canMail: true,
      isConfirmed: true,
    });
  });

  test("is not confirmed by a link for a password, nor a password set by a link for an address", async () => {
    const confirmation = await confirmationToken();
    const password = await resetToken();
    expect([(await confirm(password)).status, (await reset(confirmation)).status]).toEqual([400, 400]);
    expect(await isConfirmed()).toBe(0);
  });

  test("has a day to be confirmed", async () => {
    await confirmationToken();
    const [{ life } = { life: 0 }] = await query<{ life: number }>(
      "select extract(epoch from expire_time - create_time)::float8 * 1000 as life from ums_member_link",
    );
    expect(Math.abs(life - CONFIRM_LINK_MS)).toBeLessThan(5_000);
  });
});

describe("the queue of links", () => {
  beforeEach(() => requestConfirmation({ id: memberId, email, emailConfirmTime: null }, new Date()));

  test("tries again with a token of its own after 1 and 5 minutes, and then gives up", async () => {
    mailbox.moods.set(email, "451 try later");
    const now = new Date();
    for (const minutes of [0, 1, 6, 60]) await mailLinks(after(now, minutes * MINUTE_MS));
    expect(mailbox.asked.get(email)).toBe(3);
    expect(await query("select mail_status::text as s, mail_attempts as n from ums_member_link")).toEqual([
      { s: "FAILED", n: 3 },
    ]);
  });

  test("mails each link once, however many workers there are", async () => {
    await Promise.all(Array.from({ length: 5 }, () => mailLinks(new Date())));
    expect(mailbox.received.filter(({ to }) => to === email)).toHaveLength(1);
  });

  test("mails nothing to an account that was closed meanwhile", async () => {
    await closeAccount(memberId);
    expect(await linkMails(mailbox, email)).toEqual([]);
    expect(await count("ums_member_link", "mail_status = 'NONE'")).toBe(1);
  });
});

test("control: without the condition that a link is unused, two would set a password with one", async () => {
  const token = await resetToken();
  await query(`create function unused_again() returns trigger language plpgsql as $$
      begin new.used_time := null; return new; end $$;
    create trigger unused_again before update on ums_member_link for each row execute function unused_again()`);
  expect((await reset(token, "first of them")).status).toBe(200);
  expect((await reset(token, "second of them")).status).toBe(200);
  await query("drop trigger unused_again on ums_member_link; drop function unused_again");
});
