import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createPortalLink } from "../../lib/accounts/create-portal-link.ts";
import { lookAtPortalLink, usePortalLink } from "../../lib/accounts/use-portal-link.ts";
import { endpoints } from "../../lib/contracts/api.ts";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { PORTAL_LIFE_MS, PORTAL_LINK_MS } from "../../lib/core/deadlines.ts";
import { after } from "../../lib/core/time.ts";
import { aMember, closeAccount, NOW } from "../../lib/testing/builders.ts";
import { form } from "../../lib/testing/checkout-doors.ts";
import { aBackEnd, PRODUCT, tokenIn } from "../../lib/testing/checkout.ts";
import { count, overtake, query, useDatabase } from "../../lib/testing/database.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, together, type Door } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { furnish } from "../../lib/testing/premises.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { cookiesOf, signOut } from "../../lib/testing/sign-in.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

vi.stubEnv("MAX_OPEN_ORDERS", "1000");
useSandbox();
useDatabase();
useWriteCount();

let doors: Door[];
beforeAll(async () => {
  doors = await findDoors();
});
beforeEach(() => setAlipayClock(new Date()));

const doorOf = (name: string) => doors.find((door) => door.name === name)!;
const NOBODY = { userAgent: "", sessionId: null };

async function aLink(
  memberId: bigint,
  { now = NOW, ...more }: { now?: Date; returnUrl?: string; requestKey?: string } = {},
) {
  const { requestKey = null, ...request } = more;
  return createPortalLink({ memberId, serviceKeyId: await aBackEnd(), requestKey }, request, now);
}

function follow(url: string, headers: Record<string, string> = {}) {
  const posted = form(tokenIn({ url }));
  return knock(doorOf("POST /api/portal/open"), { ...posted, headers: { ...posted.headers, ...headers } });
}

describe("a link to the portal", () => {
  test("A104 a link opens once: an hour of the customer's orders, in the place of the session that the browser had", async () => {
    const [customer, other] = [await aMember(), await aMember()];
    const before = await signedInAs(other);
    const { url } = await aLink(customer, { now: new Date(), returnUrl: `${PRODUCT}/home` });
    const answer = await follow(url, before);
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "http://localhost:3000/orders"]);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^zhangfang\.session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/,
    );
    const headers = { cookie: cookiesOf(answer) };
    const session = await knock(doorOf("GET /api/auth/[...nextauth]"), { params: { nextauth: ["session"] }, headers });
    expect(session.json).toMatchObject({ user: { id: Number(customer) } });
    expect((await knock(doorOf("GET /api/credits/balance"), { headers: before })).status).toBe(401);
    const [row] = await query<{ kind: string; return_url: string; life: number }>(
      `select kind, return_url, extract(epoch from expire_time - create_time)::int * 1000 as life
       from ums_member_session where member_id = $1`,
      [customer],
    );
    expect(row).toEqual({ kind: "PORTAL", return_url: `${PRODUCT}/home`, life: PORTAL_LIFE_MS });

    const again = await follow(url);
    expect([again.headers.get("location"), again.headers.getSetCookie()]).toEqual([url, []]);
    await signOut(headers.cookie);
    expect((await knock(doorOf("GET /api/credits/balance"), { headers })).status).toBe(401);
  });

  test("A104 used in two browsers at once opens in one", async () => {
    const { url } = await aLink(await aMember());
    const rival = "update ums_portal_link set use_time = now()";
    expect(await overtake(rival, () => usePortalLink(tokenIn({ url }), NOBODY, NOW))).toBeNull();
    expect(await count("ums_member_session")).toBe(0);
  });

  test("is over after five minutes, and to look at it uses nothing", async () => {
    const { url, expireTime } = await aLink(await aMember(), { returnUrl: `${PRODUCT}/` });
    expect(expireTime).toBe(after(NOW, PORTAL_LINK_MS).toISOString());
    const look = (ms: number) => lookAtPortalLink(tokenIn({ url }), after(NOW, ms));
    expect(await look(PORTAL_LINK_MS - 1)).toEqual({ isOpen: true, returnUrl: `${PRODUCT}/` });
    expect(await look(PORTAL_LINK_MS)).toEqual({ isOpen: false, returnUrl: `${PRODUCT}/` });
    expect(await usePortalLink(tokenIn({ url }), NOBODY, after(NOW, PORTAL_LINK_MS))).toBeNull();
    const [row] = await query<{ token_hash: string }>("select token_hash from ums_portal_link");
    expect(row!.token_hash).not.toBe(tokenIn({ url }));
  });

  test("with the same key is the same link; another body, and another site to come back to, are refused", async () => {
    const [memberId, serviceKeyId] = [await aMember(), await aBackEnd()];
    const make = (returnUrl: string, requestKey: string | null = "k") =>
      createPortalLink({ memberId, serviceKeyId, requestKey }, { returnUrl }, NOW);
    const made = await make(`${PRODUCT}/a`);
    expect(await make(`${PRODUCT}/a`)).toEqual(made);
    await expect(make(`${PRODUCT}/b`)).rejects.toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    await expect(make("https://evil.example/", null)).rejects.toMatchObject({
      facts: { issues: [{ field: "returnUrl" }] },
    });
  });

  test("A104 is not made for a closed account or one of the operator's people, nor used once they are", async () => {
    const [closed, staff, ends] = [await aMember(), await aMember({ role: "SUPPORT" }), await aMember()];
    const [first, second] = [await aLink(closed), await aLink(ends)];
    await closeAccount(closed);
    await query("update ums_member set role = 'FINANCE' where id = $1", [ends]);
    await expect(aLink(closed)).rejects.toMatchObject({ code: "MEMBER_CLOSED" });
    await expect(aLink(staff)).rejects.toMatchObject({ code: "FORBIDDEN" });
    for (const { url } of [first, second]) expect(await usePortalLink(tokenIn({ url }), NOBODY, NOW)).toBeNull();
  });
});

describe("a session of the portal", () => {
  test("A104 opens what is named for it, and no other address of a member or of the desk", async () => {
    const premises = await furnish();
    const { url } = await aLink(premises.owner, { now: new Date() });
    const headers = { cookie: cookiesOf(await follow(url)) };
    const all = doors.filter(({ name }) => /^401 (?!401)/.test(DOOR_BOOK[name]!.answers));
    expect(all.length).toBeGreaterThan(60);
    for (const door of all) {
      const endpoint: Endpoint = endpoints[door.name as keyof typeof endpoints];
      const good = (await DOOR_BOOK[door.name]!.good?.(premises, "owner")) ?? {};
      const before = await rowsWritten();
      const { status } = await knock(door, { ...good, headers: together(good.headers, headers) });
      const [, ofOwner] = DOOR_BOOK[door.name]!.answers.split(" ").map(Number);
      expect([door.name, status]).toEqual([door.name, endpoint.portal ? ofOwner : 403]);
      if (status === 403) expect(await rowsWritten(), door.name).toBe(before);
    }
    const open = Object.entries<Endpoint>(endpoints).filter(([, { portal }]) => portal);
    expect(open.filter(([, { access }]) => access !== "member")).toEqual([]);
    expect(open.filter(([name]) => /account|admin|consume|reserve|commit|release|create-/.test(name))).toEqual([]);
  });

  test("is over once its member is one of the operator's people", async () => {
    const customer = await aMember();
    const headers = { cookie: cookiesOf(await follow((await aLink(customer, { now: new Date() })).url)) };
    const balance = () => knock(doorOf("GET /api/credits/balance"), { headers });
    expect((await balance()).status).toBe(200);
    await query("update ums_member set role = 'ADMIN' where id = $1", [customer]);
    expect((await balance()).status).toBe(401);
    expect((await knock(doorOf("GET /api/admin/today"), { headers })).status).toBe(401);
  });
});
