// Must come first: provides what Next's server provides to the modules below.
import { knock, type Answer, type Knock } from "../../lib/testing/doors.ts";
import { NextRequest } from "next/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "../../lib/core/deadlines.ts";
import { DAY_MS, HOUR_MS } from "../../lib/core/time.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { aMember } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { withoutAnswer } from "../../lib/testing/lost-answers.ts";
import { aSession, cookieOf, signedInAs } from "../../lib/testing/sessions.ts";
import { cookiesOf, doorOf, signIn, signOut } from "../../lib/testing/sign-in.ts";
import { statementsOf } from "../../lib/testing/statements.ts";
import { proxy } from "../../proxy.ts";

useDatabase();
afterEach(() => void vi.useRealTimers());

const ACCOUNT = { email: "buyer@example.com", password: "correct horse battery" };
const SESSION = /^zhangfang\.session=/;

let memberId: bigint;
beforeEach(async () => {
  memberId = await registerAccount(ACCOUNT, new Date(), "ADMIN");
});

const ask = async (name: string, cookie: string, request: Knock = {}) =>
  knock(await doorOf(name), { ...request, headers: { cookie, ...request.headers } });
const statusOf = async (cookie: string) => (await ask("GET /api/notices/unread", cookie)).status;

/** The session cookie of somebody who has just signed in. */
async function aCookie(browser: Parameters<typeof signIn>[1] = {}): Promise<string> {
  const answer = await signIn(ACCOUNT, browser);
  expect(answer.status).toBe(200);
  return sessionCookieIn(answer)!;
}

const sessionCookieIn = (answer: Pick<Answer, "headers">) =>
  cookiesOf(answer)
    .split("; ")
    .find((cookie) => SESSION.test(cookie));

const whoIsSignedIn = async (cookie: string) =>
  (await ask("GET /api/auth/[...nextauth]", cookie, { params: { nextauth: ["session"] } })).json as object;

interface Row {
  id: string;
  device: string;
  isCurrent: boolean;
}
const list = async (cookie: string) => (await ask("GET /api/account/sessions", cookie)).json.data as Row[];
const end = (cookie: string, sessionId: string) =>
  ask("DELETE /api/account/sessions/[sessionId]", cookie, { params: { sessionId } });

describe("after signing out a copied cookie", () => {
  const params = { orderSn: "20260301000000000abcdefghjkmnpqrst" };
  const ACTS: Readonly<Record<string, Knock>> = {
    "GET /api/credits/balance": {},
    "POST /api/credits/consume": { body: { amount: 1, bizId: "job", reason: "一张图" } },
    "POST /api/payment/refund/[orderSn]": { params, body: { reason: "不需要了" } },
    "POST /api/admin/service-keys": { body: { name: "另一个后端", scopes: ["read"] } },
    "POST /api/account/sign-out-everywhere": {},
  };

  test("neither reads, spends, refunds nor opens the administration", async () => {
    const cookie = await aCookie();
    const statuses = async () => {
      const answers: number[] = [];
      for (const [name, request] of Object.entries(ACTS)) answers.push((await ask(name, cookie, request)).status);
      return answers;
    };
    expect(await statuses()).toEqual([200, 409, 404, 200, 200]);
    expect(await whoIsSignedIn(cookie)).toMatchObject({ user: { id: Number(memberId), role: "ADMIN" } });
    const answer = await signOut(cookie);
    expect([answer.status, sessionCookieIn(answer)]).toEqual([200, "zhangfang.session="]);
    expect(await statuses()).toEqual([401, 401, 401, 401, 401]);
    expect(await whoIsSignedIn(cookie)).toEqual({});
  });

  test("is still good where our own database did not answer, and the browser is not told that it is out", async () => {
    const cookie = await aCookie();
    const answer = await withoutAnswer("ums_member_session", () => signOut(cookie));
    expect([answer.status, sessionCookieIn(answer)]).toEqual([503, undefined]);
    expect(await statusOf(cookie)).toBe(200);
  });

  test("leaves the member's other browsers signed in", async () => {
    const [one, other] = [await aCookie(), await aCookie()];
    await signOut(one);
    expect([await statusOf(one), await statusOf(other)]).toEqual([401, 200]);
  });
});

test("signing in again in the same browser ends the session that it had, whoever's it was", async () => {
  const { cookie: before } = await signedInAs(await aMember());
  const cookie = await aCookie({ cookie: before });
  expect([await statusOf(before), await statusOf(cookie)]).toEqual([401, 200]);
});

describe("by time", () => {
  const begun = Date.now();
  const travelTo = (ms: number) => vi.useFakeTimers({ now: begun + ms, toFake: ["Date"] });

  /** Asks at this time with the browser's cookie: the status, and the cookie that the browser has then. */
  async function visit(cookie: string, ms: number): Promise<{ status: number; cookie: string }> {
    travelTo(ms);
    const answer = await ask("GET /api/notices/unread", cookie);
    return { status: answer.status, cookie: sessionCookieIn(answer) ?? cookie };
  }

  test("a token is over after seven days, though its signature holds and its session goes on", async () => {
    travelTo(0);
    const cookie = await aCookie();
    await query("update ums_member_session set expire_time = expire_time + interval '30 days'");
    expect((await visit(cookie, SESSION_IDLE_MS - 1_000)).status).toBe(200);
    expect((await visit(cookie, SESSION_IDLE_MS)).status).toBe(401);
  });

  test("a session that nobody uses is over after seven days, whatever its token says", async () => {
    travelTo(0);
    const token = await aSession(memberId);
    travelTo(SESSION_IDLE_MS - 1);
    const { cookie } = await cookieOf(token);
    travelTo(SESSION_IDLE_MS);
    expect(await statusOf(cookie)).toBe(401);
    travelTo(SESSION_IDLE_MS - 1);
    expect(await statusOf(cookie)).toBe(200);
  });

  test("used again and again it lives on, to its ninetieth day, and a week unused ends it", async () => {
    travelTo(0);
    let cookie = await aCookie();
    const stays = [];
    for (let day = 6; day < 90; day += 6) {
      const seen = await visit(cookie, day * DAY_MS);
      stays.push([seen.status, seen.cookie !== cookie]);
      cookie = seen.cookie;
    }
    expect(stays).toEqual(Array.from({ length: 14 }, () => [200, true]));
    expect((await visit(cookie, SESSION_LIFE_MS - 1)).status).toBe(200);
    expect((await visit(cookie, SESSION_LIFE_MS)).status).toBe(401);
  });

  test("a page renews the cookie as an address does, once it is an hour old", async () => {
    travelTo(0);
    const cookie = await aCookie();
    const open = (headers: Record<string, string>) =>
      proxy(new NextRequest("http://localhost:3000/orders", { headers }));
    const renewed = async (ms: number, sent = cookie) => {
      travelTo(ms);
      return sessionCookieIn(await open({ cookie: sent }));
    };
    expect(await renewed(HOUR_MS - 1_000)).toBeUndefined();
    expect(await renewed(HOUR_MS, "zhangfang.session=garbage")).toBeUndefined();
    expect(sessionCookieIn(await open({}))).toBeUndefined();
    const again = await renewed(HOUR_MS);
    expect(again).toMatch(SESSION);
    const attributes = (await open({ cookie })).headers.getSetCookie().find((text) => SESSION.test(text))!;
    expect(attributes).toMatch(/^[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
    travelTo(SESSION_IDLE_MS - 1);
    expect(await statusOf(again!)).toBe(200);
  });

  test("a request costs one read for who asks, and a write at most once an hour", async () => {
    travelTo(0);
    const { cookie } = await cookieOf(await aSession(memberId));
    const cost = (ms: number) => {
      travelTo(ms);
      return statementsOf(async () => expect(await statusOf(cookie)).toBe(200));
    };
    // The other read is the address's own.
    expect(await cost(HOUR_MS - 1)).toEqual({ reads: 2, writes: 0 });
    expect(await cost(HOUR_MS)).toEqual({ reads: 2, writes: 1 });
    expect(await cost(2 * HOUR_MS - 1)).toEqual({ reads: 2, writes: 0 });
  });
});

describe("the list of a member's sessions", () => {
  const PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1";

  test("names the devices, the one that asks, and nobody else's", async () => {
    await aSession(await aMember());
    const cookie = await aCookie({ userAgent: PHONE });
    await aCookie();
    const rows = await list(cookie);
    expect(rows.map(({ device, isCurrent }) => [device, isCurrent]).sort()).toEqual([
      ["iPhone · Safari", true],
      ["未知设备", false],
    ]);
  });

  test("ends one of them, and leaves the others", async () => {
    const [own, lost, third] = [await aCookie(), await aCookie(), await aCookie()];
    const lostId = (await list(lost)).find(({ isCurrent }) => isCurrent)!.id;
    expect((await end(own, lostId)).status).toBe(200);
    expect([await statusOf(own), await statusOf(lost), await statusOf(third)]).toEqual([200, 401, 200]);
    expect((await list(own)).map(({ id }) => id)).not.toContain(lostId);
    expect((await end(own, lostId)).status).toBe(404);
  });

  test("somebody else's session is not there, and goes on", async () => {
    const theirs = await aSession(await aMember());
    expect(await end(await aCookie(), theirs.sessionId)).toMatchObject({ status: 404, json: { error: "NOT_FOUND" } });
    expect(await statusOf((await cookieOf(theirs)).cookie)).toBe(200);
  });

  test("ends all the others at once, and nobody else's", async () => {
    const theirs = (await signedInAs(await aMember())).cookie;
    const [own, ...others] = [await aCookie(), await aCookie(), await aCookie()];
    const answer = await ask("POST /api/account/sign-out-everywhere", own);
    expect([answer.status, answer.json.data]).toEqual([200, { ended: 2 }]);
    expect(await Promise.all([own, theirs, ...others].map(statusOf))).toEqual([200, 200, 401, 401]);
    expect(await list(own)).toHaveLength(1);
  });
});
