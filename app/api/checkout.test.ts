import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { log } from "../../lib/log.ts";
import { metrics } from "../../lib/metrics.ts";
import { aCreditProduct, aMember } from "../../lib/testing/builders.ts";
import { cookieOf, form } from "../../lib/testing/checkout-doors.ts";
import { aCheckout, allowProduct, anOpenCheckout, PRODUCT, tokenIn } from "../../lib/testing/checkout.ts";
import { count, query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, together, type Door, type Knock } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { withoutAnswer } from "../../lib/testing/lost-answers.ts";
import { aCustomer, aServiceKey } from "../../lib/testing/service.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { cookiesOf } from "../../lib/testing/sign-in.ts";

useSandbox();
useDatabase();

let doors: Record<string, Door>;
beforeAll(async () => {
  doors = Object.fromEntries((await findDoors()).map((door) => [door.name, door]));
});
beforeEach(() => setAlipayClock(new Date()));

const at = (name: string, request: Knock = {}) => knock(doors[name]!, request);
const now = () => new Date();
const open = (token: string, headers: Record<string, string> = {}) => {
  const posted = form(token);
  return at("POST /api/checkout/open", { ...posted, headers: { ...posted.headers, ...headers } });
};
const PAY = "POST /api/checkout/[sessionId]/pay";
const price = { body: { expectedAmount: 9.9 } };

describe("opening a checkout session", () => {
  test("leads to its page with a cookie of its own that no script reads, beside whoever is signed in", async () => {
    const checkout = await aCheckout({ now: now() });
    const member = await signedInAs(await aMember());
    const answer = await open(tokenIn(checkout), member);
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      `http://localhost:3000/checkout/pay/${checkout.id}`,
    ]);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        new RegExp(
          `^zhangfang\\.checkout\\.${checkout.id}=[\\w-]{43}; Path=/; Max-Age=172800; HttpOnly; SameSite=Lax$`,
        ),
      ),
    ]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const headers = together(member, { cookie: cookiesOf(answer) });
    const params = { sessionId: checkout.id };
    const { json } = await at(PAY, { params, headers, ...price });
    expect(json.code).toBe(200);
    // The order is the customer's, not that of the member who is signed in.
    expect(await query("select member_id from oms_order")).toEqual([{ member_id: checkout.memberId }]);
    expect((await at("GET /api/credits/balance", { headers })).status).toBe(200);
  });

  test("A102 in another browser leads back to the page that says so, without a cookie", async () => {
    const checkout = await aCheckout({ now: now() });
    const token = tokenIn(checkout);
    await open(token);
    const second = await open(token);
    expect([second.headers.get("location"), second.headers.getSetCookie()]).toEqual([
      `http://localhost:3000/checkout/${token}`,
      [],
    ]);
  });

  test.each([
    ["another site's form", { origin: "https://evil.example" }],
    ["a form without an origin", { origin: "null" }],
    ["a form of a site beside ours", { origin: "null", "sec-fetch-site": "same-site" }],
  ])("by %s is refused", async (_, headers) => {
    expect((await open(tokenIn(await aCheckout({ now: now() })), headers)).status).toBe(403);
    expect(await count("oms_checkout_session", "browser_hash is not null")).toBe(0);
  });

  test("by our page's own form works without a script, where no referrer makes its origin null", async () => {
    const token = tokenIn(await aCheckout({ now: now() }));
    const answer = await open(token, { origin: "null", "sec-fetch-site": "same-origin" });
    expect(answer.headers.get("location")).toMatch(/\/checkout\/pay\/cs_/);
  });
});

describe("the cookie of a session", () => {
  test("A103 opens no other session, no order and nothing else of the account", async () => {
    const memberId = await aMember();
    const [mine, other] = [
      await anOpenCheckout({ memberId, now: now() }),
      await anOpenCheckout({ memberId, now: now() }),
    ];
    const headers = cookieOf(mine.caller);
    const paid = await at(PAY, { params: { sessionId: mine.id }, headers, ...price });
    const { orderSn } = paid.json.data as { orderSn: string };
    const stranger = { cookie: `zhangfang.checkout.${other.id}=${mine.caller.secret}` };
    for (const name of Object.keys(doors).filter((door) => door.includes("/api/checkout/[sessionId]"))) {
      const refused = await at(name, {
        params: { sessionId: other.id },
        headers: together(headers, stranger),
        ...price,
      });
      expect([name, refused.json.error]).toEqual([name, "CHECKOUT_ELSEWHERE"]);
    }
    for (const [name, door] of Object.entries(doors)) {
      if (!/^(GET|POST) \/api\/(account|admin|credits|payment|notices|invoices|subscription)/.test(name)) continue;
      if (/account\/(request-reset|reset|confirm)$/.test(name)) continue;
      const params = { orderSn };
      const answer = await knock(door, { params, headers, ...(door.method === "GET" ? {} : { body: {} }) });
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });

  test("is the one thing that says which session: a body that names another is refused", async () => {
    const { id, caller } = await anOpenCheckout({ now: now() });
    const body = { expectedAmount: 9.9, sessionId: "cs_", memberId: 1 };
    const answer = await at(PAY, { params: { sessionId: id }, headers: cookieOf(caller), body });
    expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([400, "sessionId, memberId"]);
  });
});

test("Alipay leads the buyer of a session back to its page", async () => {
  const { id, caller } = await anOpenCheckout({ now: now() });
  const { json } = await at(PAY, { params: { sessionId: id }, headers: cookieOf(caller), ...price });
  const { orderSn } = json.data as { orderSn: string };
  for (const number of [orderSn, `${orderSn}_2`]) {
    const answer = await at("GET /api/alipay/return", { query: `out_trade_no=${number}` });
    expect(answer.headers.get("location")).toBe(`http://localhost:3000/checkout/pay/${id}`);
  }
});

test("A108 neither log nor metrics have a token or the secret of a browser, also where the database does not answer", async () => {
  const lines: unknown[] = [];
  for (const level of ["info", "warn", "error"] as const)
    vi.spyOn(log, level).mockImplementation((...said: unknown[]) => void lines.push(said));
  const checkout = await anOpenCheckout({ now: now() });
  const { caller } = checkout;
  await withoutAnswer("oms_checkout_session", async () => {
    expect((await open(tokenIn(checkout))).status).toBe(503);
    const asked = { params: { sessionId: checkout.id }, headers: cookieOf(caller) };
    expect((await at("GET /api/checkout/[sessionId]", asked)).status).toBe(503);
  });
  vi.restoreAllMocks();
  const told = JSON.stringify(lines) + (await metrics.registry.metrics());
  expect(told).toContain("/api/checkout");
  expect(told).not.toContain(tokenIn(checkout));
  expect(told).not.toContain(caller.secret);
  expect(told).not.toContain(PRODUCT);
});

describe("a back end", () => {
  test("opens a session for its customer, and asks what became of it", async () => {
    const { customerId, memberId } = await aCustomer();
    const { headers } = await aServiceKey({ scopes: ["checkout"] });
    await allowProduct();
    const body = { customerId, item: { productId: (await aCreditProduct()).productId }, successUrl: `${PRODUCT}/done` };
    const ask = (key: string) =>
      at("POST /api/v1/checkout-sessions", { body, headers: { ...headers, "idempotency-key": key } });
    const made = await ask("k");
    const session = JSON.parse(made.text) as { id: string; url: string };
    expect([made.status, session]).toEqual([
      201,
      { ...session, status: "open", orderSn: null, expireTime: expect.any(String) as string },
    ]);
    expect((await ask("k")).text).toBe(made.text);
    const opened = await open(tokenIn(session));
    const params = { sessionId: session.id };
    await at(PAY, { params, headers: { cookie: cookiesOf(opened) }, ...price });
    const [order] = await query<{ order_sn: string; member_id: bigint }>("select order_sn, member_id from oms_order");
    expect(order!.member_id).toBe(memberId);
    const shown = await at("GET /api/v1/checkout-sessions/[id]", { params: { id: session.id }, headers });
    expect(JSON.parse(shown.text)).toMatchObject({ ...session, orderSn: order!.order_sn, metadata: {} });
  });

  test.each([
    ["an address of another site", { successUrl: "https://app.example.com@evil.example/" }, 400, "successUrl"],
    ["a metadata of lists", { metadata: { a: ["b"] } }, 400, "metadata.a"],
    ["no item", { item: {} }, 400, "item"],
    ["a customer that nobody knows", { customerId: "nobody" }, 404, undefined],
  ])("is refused %s", async (_, changes, status, field) => {
    const { customerId } = await aCustomer();
    const { headers } = await aServiceKey();
    await allowProduct();
    const body = { customerId, item: { productId: 1 }, successUrl: PRODUCT, ...changes };
    const answer = await at("POST /api/v1/checkout-sessions", { body, headers });
    expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([status, field]);
  });
});
