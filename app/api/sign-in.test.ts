import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { env } from "../../lib/env.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Door } from "../../lib/testing/doors.ts";
import { aMember, NOW } from "../../lib/testing/builders.ts";
import { withoutAnswer } from "../../lib/testing/lost-answers.ts";
import { aSession, cookieOf, signedInAs, type SessionToken } from "../../lib/testing/sessions.ts";
import { aNewAddress, cookiesOf, signIn as signInWith } from "../../lib/testing/sign-in.ts";

useDatabase();

const EMAIL = "buyer@example.com";
const PASSWORD = "correct horse battery";

let doors: Record<string, Door>;
beforeAll(async () => {
  doors = Object.fromEntries((await findDoors()).map((door) => [door.name, door]));
});

const signIn = (
  password: string,
  { email = EMAIL, ...more }: { email?: string; from?: string; cookie?: string } = {},
) => signInWith({ email, password }, more);

const balance = (headers: Record<string, string>) => knock(doors["GET /api/credits/balance"]!, { headers });

const register = () => registerAccount({ email: EMAIL, password: PASSWORD }, NOW);

describe("next-auth's own doors", () => {
  const foreign = { origin: "https://evil.example" };

  test.each(["callback/credentials", "signout"])("another site's page cannot post to %s", async (action) => {
    const answer = await knock(doors["POST /api/auth/[...nextauth]"]!, {
      params: { nextauth: action.split("/") },
      raw: "",
      headers: { "content-type": "application/x-www-form-urlencoded", ...foreign },
    });
    expect(answer).toMatchObject({ status: 403, json: { error: "FOREIGN_ORIGIN" } });
  });

  test.each([["credentials"], ["nobody"], []])("a callback by address is no way in: %s", async (...provider) => {
    const params = { nextauth: ["callback", ...provider] };
    expect(await knock(doors["GET /api/auth/[...nextauth]"]!, { params })).toMatchObject({
      status: 405,
      json: { error: "METHOD_NOT_ALLOWED" },
    });
  });
});

describe("signing in", () => {
  test("the right password opens the member's doors, by a cookie that scripts cannot read", async () => {
    await register();
    const answer = await signIn(PASSWORD);
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().find((text) => text.startsWith("zhangfang.session="));
    expect(cookie).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    expect((await balance({ cookie: cookie!.split(";")[0]! })).status).toBe(200);
  });

  test("a wrong password, an unknown address and a closed account look the same", async () => {
    await register();
    const wrong = await signIn("not the password");
    const unknown = await signIn(PASSWORD, { email: "nobody@example.com" });
    await query("update ums_member set status = 'DISABLED'");
    const closed = await signIn(PASSWORD);
    for (const answer of [wrong, unknown, closed]) {
      expect([answer.status, answer.text]).toEqual([401, wrong.text]);
      expect(answer.headers.getSetCookie().some((text) => text.startsWith("zhangfang.session="))).toBe(false);
    }
  });

  test("while our own database does not answer is BUSY, no wrong password, and no failed try", async () => {
    await register();
    const from = aNewAddress();
    await withoutAnswer("ums_member", async () => {
      for (let tries = 0; tries < 12; tries += 1)
        expect(await signIn(PASSWORD, { from })).toMatchObject({ status: 503, json: { error: "BUSY" } });
    });
    expect((await signIn(PASSWORD, { from })).status).toBe(200);
  });

  test("without next-auth's token the form is not even read", async () => {
    await register();
    const answer = await knock(doors["POST /api/auth/[...nextauth]"]!, {
      params: { nextauth: ["callback", "credentials"] },
      body: { email: EMAIL, password: PASSWORD },
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.getSetCookie().join()).not.toContain("zhangfang.session=");
  });

  test("a session planted in the browser beforehand is not the one that signing in gives (fixation)", async () => {
    const id = await register();
    const { cookie: planted } = await signedInAs(await aMember());
    const cookie = cookiesOf(await signIn(PASSWORD, { cookie: planted }));
    expect(cookie).not.toContain(planted);
    const session = await knock(doors["GET /api/auth/[...nextauth]"]!, {
      params: { nextauth: ["session"] },
      headers: { cookie },
    });
    expect(session.json).toMatchObject({ user: { id: Number(id), email: EMAIL } });
  });

  test.each(["//evil.example", "https://evil.example/", "/\\evil.example", "https://localhost:3000@evil.example/"])(
    "nobody is sent on to %s",
    async (callbackUrl) => {
      const answer = await knock(doors["POST /api/auth/[...nextauth]"]!, {
        params: { nextauth: ["callback", "credentials"] },
        body: { email: EMAIL, password: PASSWORD, callbackUrl },
      });
      const place = new URL(answer.headers.get("location") ?? "http://localhost:3000/", "http://localhost:3000");
      expect(place.origin).toBe("http://localhost:3000");
      expect(new URL(place.searchParams.get("callbackUrl") ?? "/", place).origin).toBe("http://localhost:3000");
    },
  );

  test("next-auth's own log takes no words from strangers", async () => {
    const answer = await knock(doors["POST /api/auth/[...nextauth]"]!, {
      params: { nextauth: ["_log"] },
      body: { level: "error", code: "FORGED\r\nline" },
    });
    expect(answer.status).toBe(404);
  });
});

describe("the limit on failed sign-ins", () => {
  /** Refused without hashing, because it is too long. */
  const WRONG = "x".repeat(129);
  const fail = (from: string, email = EMAIL) => signIn(WRONG, { from, email });

  test("ten at once from one address for one account, and no eleventh; the right password is then refused too", async () => {
    await register();
    const from = aNewAddress();
    const answers = await Promise.all(Array.from({ length: 30 }, () => fail(from)));
    const refused = answers.filter(({ status }) => status === 429);
    expect([answers.filter(({ status }) => status === 401).length, refused.length]).toEqual([10, 20]);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(500);
    expect((await signIn(PASSWORD, { from })).status).toBe(429);
  });

  test("counts failures alone, and per account and address", async () => {
    await register();
    const from = aNewAddress();
    for (let i = 0; i < 9; i += 1) await fail(from);
    expect((await signIn(PASSWORD, { from })).status).toBe(200);
    expect((await fail(from)).status).toBe(401);
    expect((await fail(from)).status).toBe(429);
    expect((await fail(from, "other@example.com")).status).toBe(401);
    expect((await fail(aNewAddress())).status).toBe(401);
  });

  test("is not dodged by another port of the same address", async () => {
    const from = aNewAddress();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => fail(`${from}:${50_000 + i}`)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });

  test("a stranger who has used it up elsewhere keeps nobody out", async () => {
    await register();
    const stranger = aNewAddress();
    await Promise.all(Array.from({ length: 20 }, () => fail(stranger)));
    expect((await fail(stranger)).status).toBe(429);
    expect((await signIn(PASSWORD)).status).toBe(200);
  });

  test("is not dodged by words before the proxy's in X-Forwarded-For, nor by spelling the address differently", async () => {
    const from = aNewAddress();
    const spellings = ["buyer@example.com", " Buyer@Example.com", "BUYER@EXAMPLE.COM "];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => fail(`10.9.8.${i}, ${from}`, spellings[i % 3])),
    );
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
  });
});

describe("a session", () => {
  test.each([
    ["a closed account", "update ums_member set status = 'DISABLED' where id = $1"],
    ["a changed password", "update ums_member set session_version = 2 where id = $1"],
    ["a deleted member", "delete from ums_member where id = $1"],
  ])("ends at once with %s", async (_, change) => {
    const member = await aMember();
    const headers = await signedInAs(member);
    expect((await balance(headers)).status).toBe(200);
    await query(change, [member]);
    expect((await balance(headers)).status).toBe(401);
  });

  test("a lost role counts from the next request on, whatever the cookie says", async () => {
    const admin = await aMember({ role: "ADMIN" });
    const headers = await signedInAs(admin);
    const alerts = () => knock(doors["GET /api/admin/alerts"]!, { headers });
    expect((await alerts()).status).toBe(200);
    await query("update ums_member set role = 'MEMBER' where id = $1", [admin]);
    expect((await alerts()).status).toBe(403);
  });

  test("a role written into the cookie opens nothing", async () => {
    const headers = await signedInAs(await aMember(), { role: "ADMIN" });
    expect((await knock(doors["GET /api/admin/alerts"]!, { headers })).status).toBe(403);
  });

  const OTHER_SECRET = "a secret of somebody else, of 32 letters";
  const unsigned = (claims: object) =>
    [{ alg: "none", typ: "JWT" }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".") + ".";

  test.each<[string, (claims: SessionToken) => Promise<string>]>([
    ["signed by nobody (alg none)", (claims) => Promise.resolve(unsigned(claims))],
    ["sealed with another secret", (token) => encode({ token: { ...token }, secret: OTHER_SECRET })],
    ["that has expired", (token) => encode({ token: { ...token }, secret: env().sessionSecret, maxAge: -60 })],
    ["for an OAuth state, without a member", () => encode({ token: { state: "x" }, secret: env().sessionSecret })],
    [
      "of another salt, such as next-auth's own other cookies",
      (token) => encode({ token: { ...token }, secret: env().sessionSecret, salt: "csrf" }),
    ],
    [
      "with a member that is no number",
      (token) => encode({ token: { ...token, sub: "1 or 1=1" }, secret: env().sessionSecret }),
    ],
    [
      "from before sessions had rows",
      ({ sub, sessionVersion }) =>
        encode({ token: { sub, role: "MEMBER", sessionVersion }, secret: env().sessionSecret }),
    ],
    [
      "with a session that is not there",
      (token) => encode({ token: { ...token, sessionId: "A".repeat(22) }, secret: env().sessionSecret }),
    ],
    ["of words", () => Promise.resolve("\u0000garbage; %%%")],
  ])("a cookie %s opens nothing", async (_, forge) => {
    const claims = await aSession(await aMember());
    expect((await balance(await cookieOf(claims))).status).toBe(200);
    const forged = encodeURIComponent(await forge(claims));
    expect((await balance({ cookie: `zhangfang.session=${forged}` })).status).toBe(401);
  });
});
