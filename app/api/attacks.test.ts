import { randomUUID } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { DRAWN_FOR_HEADER } from "../../lib/contracts/drawn-for.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, type Answer, type Door, type Knock } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { anOrder, aPaidOrder } from "../../lib/testing/builders.ts";
import { furnish, type Premises } from "../../lib/testing/premises.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";
import vercel from "../../vercel.json" with { type: "json" };

vi.stubEnv("MAX_OPEN_ORDERS", "20");
useSandbox();
useDatabase();
useWriteCount();

let doors: Door[];
let premises: Premises;
beforeAll(async () => {
  doors = await findDoors();
});
beforeEach(async () => {
  await setAlipayClock(new Date());
  premises = await furnish();
});

const at = (name: string, request: Knock = {}): Promise<Answer> =>
  knock(
    doors.find((door) => door.name === name)!,
    request,
  );

/** As the owner of everything. */
const asOwner = (name: string, request: Knock = {}): Promise<Answer> =>
  at(name, { ...request, headers: { ...premises.headers.owner, ...request.headers } });

/** The scheduler has no session. */
const OF_OTHERS = /\/api\/(cron\/|metrics$)/;

const CREATE = "POST /api/payment/create-credits-order";

describe("another site's page (A20, A49, A50)", () => {
  /** next-auth has a token of its own; Alipay, the scheduler and a back end are no browsers. */
  const OWN_LOCK = /\/api\/(auth|alipay|cron|v1)\//;

  test.each(["https://evil.example", "null", "http://localhost:3001", "http://localhost:3000.evil.example"])(
    "with the origin %s changes nothing at any door, whoever's cookie the browser adds",
    async (origin) => {
      const changing = doors.filter(({ method, path }) => method !== "GET" && !OWN_LOCK.test(path));
      expect(changing.length).toBeGreaterThan(15);
      for (const door of changing) {
        const caller = door.path.startsWith("/api/admin/") ? "admin" : "owner";
        const good = (await DOOR_BOOK[door.name]!.good?.(premises, caller)) ?? {};
        const before = await rowsWritten();
        const answer = await knock(door, {
          ...good,
          headers: { ...good.headers, ...premises.headers[caller], origin, "x-http-method-override": "GET" },
        });
        expect([door.name, answer.status, answer.json.error]).toEqual([door.name, 403, "FOREIGN_ORIGIN"]);
        expect(answer.headers.get("access-control-allow-origin")).toBeNull();
        expect(await rowsWritten()).toBe(before);
      }
    },
  );

  test("that hides its origin is betrayed by Sec-Fetch-Site", async () => {
    const body = { productId: premises.product.productId };
    const door = doors.find(({ name }) => name === CREATE)!;
    const { NextRequest } = await import("next/server");
    const ask = (site: string) =>
      door.handle(
        new NextRequest(`http://localhost:3000${door.path}`, {
          method: "POST",
          headers: { ...premises.headers.owner, "content-type": "application/json", "sec-fetch-site": site },
          body: JSON.stringify(body),
        }),
        { params: Promise.resolve({}) },
      );
    expect((await ask("cross-site")).status).toBe(403);
    expect((await ask("same-site")).status).toBe(403);
    expect((await ask("same-origin")).status).toBe(200);
  });
});

describe("a page that was drawn for another member than the one who is signed in now", () => {
  test("reads and changes nothing at any door; without that word, or with the right one, all is as ever", async () => {
    const theirs = (door: Door) => (door.path.startsWith("/api/admin/") ? "admin" : "owner");
    const asked = doors.filter(
      ({ name }) => /^401 (?!401 401 401)/.test(DOOR_BOOK[name]!.answers) && !OF_OTHERS.test(name),
    );
    expect(asked.length).toBeGreaterThan(35);
    for (const door of asked) {
      const caller = theirs(door);
      const good = (await DOOR_BOOK[door.name]!.good?.(premises, caller)) ?? {};
      const ask = (member: bigint) => {
        const drawnFor = { [DRAWN_FOR_HEADER]: String(member) };
        return knock(door, { ...good, headers: { ...good.headers, ...premises.headers[caller], ...drawnFor } });
      };
      const before = await rowsWritten();
      const answer = await ask(caller === "owner" ? premises.admin : premises.owner);
      expect([door.name, answer.status, answer.json.error]).toEqual([door.name, 409, "OTHER_ACCOUNT"]);
      expect(await rowsWritten()).toBe(before);
      const [, ofOwner] = DOOR_BOOK[door.name]!.answers.split(" ");
      if (caller === "owner")
        expect([door.name, (await ask(premises.owner)).status]).toEqual([door.name, Number(ofOwner)]);
    }
  });
});

describe("what the client says about itself and its order (A09, A12, A31, A32)", () => {
  test.each(["amount", "price", "credits", "userId", "memberId", "status", "role", "constructor"])(
    "%s is refused, not ignored",
    async (key) => {
      const raw = `{"productId":${premises.product.productId},"${key}":1}`;
      const answer = await asOwner(CREATE, { raw, headers: { "content-type": "application/json" } });
      expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([400, key]);
    },
  );

  test("a prototype in the body reaches no object", async () => {
    const raw = `{"productId":${premises.product.productId},"__proto__":{"role":"ADMIN"}}`;
    await asOwner(CREATE, { raw, headers: { "content-type": "application/json" } });
    expect(({} as { role?: string }).role).toBeUndefined();
  });

  test("an order costs what the product costs, and belongs to the session", async () => {
    const answer = await asOwner(CREATE, { body: { productId: premises.product.productId } });
    const [order] = await query("select member_id, pay_amount_fen from oms_order where id = $1", [
      (answer.json.data as { orderId: number }).orderId,
    ]);
    expect(order).toEqual({ member_id: premises.owner, pay_amount_fen: 30_000 });
  });

  test("a member cannot name another member to spend from", async () => {
    const other = { ...premises.headers.other };
    const body = { amount: 1, bizId: randomUUID(), reason: "x", memberId: Number(premises.owner) };
    const answer = await at("POST /api/credits/consume", { body, headers: other });
    expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([400, "memberId"]);
  });
});

test("a member neither undercuts nor lets go what the backend holds for a job", async () => {
  const { service } = premises.headers;
  const { customerId, memberId } = premises.customer;
  await aPaidOrder({ memberId, wanted: premises.product, now: new Date() });
  const theirs = await signedInAs(memberId);
  const asMember = (how: string, body: object) =>
    at(`POST /api/credits/${how}`, { headers: theirs, body: { bizId: "job", ...body } });
  const asService = (how: string, body: object) =>
    at(`POST /api/v1/credits/${how}`, { headers: service, body: { bizId: "job", customerId, ...body } });
  await asService("reserve", { amount: 100, reason: "训练" });
  expect((await asMember("commit", { amount: 1 })).status).toBe(404);
  expect((await asMember("release", {})).status).toBe(404);
  expect((await asService("commit", { amount: 100 })).status).toBe(200);
});

test.each(["credit_amount", "bonus_credits", "price_fen"])("A11 the database bounds %s too", async (column) => {
  const change = query(`update pms_credit_product set ${column} = 2147483647`);
  await expect(change).rejects.toMatchObject({ code: "23514" });
});

test.each(["a@example.com,b@example.com", "a@example.com b@example.com", "<a@example.com>", "a@exa\u0131mple", "a@b"])(
  "A40 %j is no address to register with",
  async (email) => {
    const answer = await at("POST /api/register", { body: { email, password: "long enough" } });
    expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([400, "email"]);
  },
);

describe("A23 open redirects", () => {
  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://localhost:3000@evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "data:text/html,x",
    "/.//evil.example",
    "/x/..//evil.example",
    "http://localhost:3000//evil.example",
  ])("nobody comes back to %j", async (returnUrl) => {
    const answer = await asOwner(CREATE, { body: { productId: premises.product.productId, returnUrl } });
    expect([answer.status, answer.json.issues?.[0]?.field]).toEqual([400, "returnUrl"]);
  });

  test.each(["//evil.example", "x&x=//evil", "../../evil", "2026112400000000000<script>"])(
    "the return address leads to our own page, whatever number it is told: %j",
    async (number) => {
      const answer = await at("GET /api/alipay/return", {
        query: `out_trade_no=${encodeURIComponent(number)}&returnUrl=//evil.example`,
        headers: { host: "evil.example", "x-forwarded-host": "evil.example" },
      });
      expect([answer.status, answer.headers.get("location")]).toEqual([303, "http://localhost:3000/orders"]);
    },
  );
});

describe("A18 the scheduler's doors", () => {
  const secret = () => premises.headers.cron.authorization!.slice("Bearer ".length);

  test.each<[string, () => Knock]>([
    ["no secret", () => ({})],
    ["the secret in the address", () => ({ query: `secret=${secret()}&authorization=Bearer ${secret()}` })],
    ["the secret without Bearer", () => ({ headers: { authorization: secret() } })],
    ["another scheme", () => ({ headers: { authorization: `Basic ${secret()}` } })],
    ["a letter less", () => ({ headers: { authorization: `Bearer ${secret().slice(0, -1)}` } })],
    ["a letter more", () => ({ headers: { authorization: `Bearer ${secret()}x` } })],
    ["an empty one", () => ({ headers: { authorization: "Bearer " } })],
  ])("stay shut for %s", async (_, request) => {
    const schedulers = doors.filter(({ path }) => path.startsWith("/api/cron/"));
    expect(schedulers.map(({ path }) => path).sort()).toEqual(vercel.crons.map(({ path }) => path).sort());
    for (const { name } of schedulers) {
      const answer = await at(name, request());
      expect([name, answer.status]).toEqual([name, 401]);
    }
  });

  test("A19 ten at once with the right secret do each piece of work once", async () => {
    for (let i = 0; i < 5; i += 1)
      await anOrder({ memberId: premises.owner, wanted: premises.product, now: new Date(Date.now() - 3_600_000) });
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => at("GET /api/cron/expire-orders", { headers: premises.headers.cron })),
    );
    const claimed = answers.map(({ json }) => (json.data as { claimed: number }).claimed);
    expect(claimed.reduce((sum, n) => sum + n)).toBe(5);
  });
});
