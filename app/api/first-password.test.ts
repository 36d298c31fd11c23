// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { beforeEach, expect, test } from "vitest";
import { saveCustomer } from "../../lib/accounts/save-customer.ts";
import { aMember, closeAccount } from "../../lib/testing/builders.ts";
import { count, query, useDatabase } from "../../lib/testing/database.ts";
import { linkMails, mailedToken } from "../../lib/testing/links.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { aNewAddress, doorOf, signIn } from "../../lib/testing/sign-in.ts";
import { useMailbox } from "../../lib/testing/smtp.ts";
import { statementsOf } from "../../lib/testing/statements.ts";

// docs/rules.md R162.

const mailbox = useMailbox();
useDatabase();

const PASSWORD = "correct horse battery";

/** A customer of the product, signed in; and an address of each test's own, for limits count addresses. */
let headers: { cookie: string };
let email: string;
beforeEach(async () => {
  await saveCustomer("u-ada", { name: "阿达", email: "said@example.com" }, { now: new Date(), actor: "service:1" });
  headers = await signedInAs(1n);
  email = `ada-${crypto.randomUUID()}@example.com`;
});

const ask = async (name: string, body: unknown, given: object = {}) =>
  knock(await doorOf(name), { body, headers: { "x-forwarded-for": aNewAddress(), ...given } });
const request = (address = email) => ask("POST /api/account/request-password", { email: address }, headers);
const reset = (token: string) => ask("POST /api/account/reset", { token, password: PASSWORD });
const token = () => mailedToken(mailbox, email, "RESET");
const account = () =>
  query("select email, password_hash is not null as can, email_confirm_time is not null as sure from ums_member");

test("a customer gets an address and a password by the link, and is nobody else", async () => {
  expect((await request()).status).toBe(200);
  const mailed = await token();
  expect(await account()).toEqual([{ email: null, can: false, sure: false }]);
  expect(await linkMails(mailbox, "said@example.com")).toEqual([]);
  expect((await reset(mailed)).status).toBe(200);
  expect(await account()).toEqual([{ email, can: true, sure: true }]);
  expect((await knock(await doorOf("GET /api/account"), { headers })).status, "signed out everywhere").toBe(401);
  expect((await signIn({ email, password: PASSWORD })).status).toBe(200);
  expect(await query("select external_id, member_id::int as member from ums_customer")).toEqual([
    { external_id: "u-ada", member: 1 },
  ]);
  expect((await reset(mailed)).json).toMatchObject({ error: "LINK_INVALID" });
  const now = await signedInAs(1n);
  const again = await ask("POST /api/account/request-password", { email }, now);
  expect([again.status, again.json.error]).toEqual([409, "HAS_PASSWORD"]);
});

test("asking tells nothing of an address; whoever opens its mail is told that another account has it", async () => {
  const other = await aMember();
  const [{ taken } = { taken: "" }] = await query<{ taken: string }>(
    "select email as taken from ums_member where id = $1",
    [other],
  );
  const answers = [];
  for (const address of [email, taken]) {
    let text = "";
    const cost = await statementsOf(async () => {
      const answer = await request(address);
      text = `${answer.status} ${answer.text}`;
    });
    answers.push({ ...cost, text });
  }
  expect(answers[1]).toEqual(answers[0]);
  const answer = await reset(await mailedToken(mailbox, taken, "RESET"));
  expect([answer.status, answer.json.error]).toEqual([409, "EMAIL_TAKEN"]);
  expect(await count("ums_member", "password_hash like 'scrypt$_%' and id = 1")).toBe(0);
});

test("a newer link takes the place of the one before, also to another address", async () => {
  const before = email;
  await request();
  const old = await token();
  email = `bea-${crypto.randomUUID()}@example.com`;
  await request();
  expect((await reset(old)).status).toBe(400);
  expect((await reset(await token())).status).toBe(200);
  expect([before === email, (await account())[0]]).toEqual([false, { email, can: true, sure: true }]);
});

test("a session moves no account to another mailbox than the one that is confirmed", async () => {
  await query("update ums_member set email = $1, email_confirm_time = now()", [email]);
  const answer = await request(`thief-${crypto.randomUUID()}@example.com`);
  expect([answer.status, answer.json.issues]).toEqual([400, [{ field: "email", message: "请填写账户已经确认的邮箱" }]]);
  expect((await request()).status).toBe(200);
  expect((await reset(await token())).status).toBe(200);
});

test("nothing comes of it once the account is closed, or has a password", async () => {
  await request();
  const mailed = await token();
  await query("update ums_member set email = $1, password_hash = 'scrypt$$'", [`x${email}`]);
  expect((await reset(mailed)).json).toMatchObject({ error: "LINK_INVALID" });
  await query("update ums_member set email = null, password_hash = null");
  await closeAccount(1n);
  expect((await reset(mailed)).json).toMatchObject({ error: "LINK_INVALID" });
});
