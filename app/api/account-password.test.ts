// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "../../lib/accounts/passwords.ts";
import { SIGN_IN_FAILURE_LIMIT, spendPoint } from "../../lib/http/limits.ts";
import { startSession } from "../../lib/accounts/start-session.ts";
import { aMember } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { cookieOf, signedInAs } from "../../lib/testing/sessions.ts";
import { aNewAddress, doorOf, signIn } from "../../lib/testing/sign-in.ts";

useDatabase();

const PASSWORD = "correct horse battery";
const NEW_PASSWORD = "another staple now";

/** scrypt takes its time, so it is done once for all tests. */
const passwordHash = await hashPassword(PASSWORD);
let email: string;
let memberId: bigint;
beforeEach(async () => {
  memberId = await aMember();
  [{ email } = { email: "" }] = await query<{ email: string }>(
    "update ums_member set password_hash = $1 returning email",
    [passwordHash],
  );
});

const ask = async (name: string, cookie: string, body?: object, from = aNewAddress()) =>
  knock(await doorOf(name), { headers: { cookie, "x-forwarded-for": from }, ...(body ? { body } : {}) });
const aCookie = async () => (await signedInAs(memberId)).cookie;
const change = (cookie: string, currentPassword = PASSWORD, newPassword = NEW_PASSWORD, from?: string) =>
  ask("POST /api/account/change-password", cookie, { currentPassword, newPassword }, from);
const unread = async (cookie: string) => (await ask("GET /api/notices/unread", cookie)).status;

describe("changing the password", () => {
  test("keeps the browser that asks, ends the others, and counts from then on", async () => {
    const [own, other, third] = [await aCookie(), await aCookie(), await aCookie()];
    const answer = await change(own);
    expect([answer.status, answer.json.data]).toEqual([200, { ended: 2 }]);
    expect(await Promise.all([own, other, third].map(unread))).toEqual([200, 401, 401]);
    expect((await signIn({ email, password: PASSWORD })).status).toBe(401);
    expect((await signIn({ email, password: NEW_PASSWORD })).status).toBe(200);
  });

  test("A72 a sign-in with the old password that was under way meanwhile opens nothing", async () => {
    const own = await aCookie();
    const [{ version } = { version: 0 }] = await query<{ version: number }>(
      "select session_version as version from ums_member where id = $1",
      [memberId],
    );
    expect((await change(own)).status).toBe(200);
    // The password was found right before the change; its session is written after it.
    const sessionId = await startSession(memberId, { userAgent: "", sessionId: null }, new Date());
    const late = { sub: String(memberId), sessionId, sessionVersion: version };
    expect(await unread((await cookieOf(late)).cookie)).toBe(401);
    expect(await unread((await cookieOf({ ...late, sessionVersion: version + 1 })).cookie)).toBe(200);
  });

  test("of two changes at once with the same password one is done", async () => {
    const cookies = [await aCookie(), await aCookie()];
    const answers = await Promise.all(cookies.map((cookie, i) => change(cookie, PASSWORD, `the new one ${i}`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test("a wrong current password is named, and counted with failed sign-ins of this account from here", async () => {
    const [cookie, from] = [await aCookie(), aNewAddress()];
    const wrong = await change(cookie, "not the password", NEW_PASSWORD, from);
    expect(wrong).toMatchObject({ status: 400, json: { error: "WRONG_PASSWORD" } });
    expect(wrong.json.issues).toMatchObject([{ field: "currentPassword" }]);
    for (let tries = 0; tries < 9; tries += 1) await spendPoint(SIGN_IN_FAILURE_LIMIT, `${email}|${from}`);
    const refused = await change(cookie, PASSWORD, NEW_PASSWORD, from);
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await change(cookie)).status).toBe(200);
  });

  test.each([
    [{ currentPassword: PASSWORD, newPassword: "short" }, "newPassword"],
    [{ currentPassword: "", newPassword: NEW_PASSWORD }, "currentPassword"],
    [{ newPassword: NEW_PASSWORD }, "currentPassword"],
  ])("%j names the field", async (body, field) => {
    const answer = await ask("POST /api/account/change-password", await aCookie(), body);
    expect([answer.status, answer.json.issues?.map((issue) => issue.field)]).toEqual([400, [field]]);
  });
});
