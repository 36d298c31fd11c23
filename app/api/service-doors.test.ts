import { readdir, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { endpoints } from "../../lib/contracts/api.ts";
import type { Endpoint } from "../../lib/contracts/endpoint.ts";
import { problemSchema } from "../../lib/contracts/service-values.ts";
import { SERVICE_SCOPES } from "../../lib/core/scopes.ts";
import { SERVICE_KEY_LIMIT, spendPoint } from "../../lib/http/limits.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { DOOR_BOOK } from "../../lib/testing/door-book.ts";
import { findDoors, knock, type Door, type Knock } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { CALLERS, furnish, type Premises } from "../../lib/testing/premises.ts";
import { aServiceKey, type TestKey } from "../../lib/testing/service.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

vi.stubEnv("MAX_OPEN_ORDERS", "1000");
useSandbox();
useDatabase();
useWriteCount();

let doors: Door[];
let ours: Door[];
let premises: Premises;
beforeAll(async () => {
  doors = await findDoors();
  ours = doors.filter(({ path }) => path.startsWith("/api/v1/"));
});
beforeEach(async () => {
  await setAlipayClock(new Date());
  premises = await furnish();
});

const STATE = "GET /api/v1/customers/[customerId]";
const goodAt = async (name: string): Promise<Knock> => (await DOOR_BOOK[name]!.good?.(premises, "service")) ?? {};
const doorOf = (name: string) => doors.find((door) => door.name === name)!;
const table: Readonly<Record<string, Endpoint>> = endpoints;

/** A key that is none any more, or never was one. */
async function deadKeys(): Promise<Readonly<Record<string, Knock["headers"]>>> {
  const spoiled = async (set: string) => {
    const { id, headers } = await aServiceKey({ adminId: premises.admin });
    await query(`update sys_service_key set ${set} where id = $1`, [id]);
    return headers;
  };
  const { authorization } = premises.headers.service as TestKey["headers"];
  return {
    expired: await spoiled("expire_time = now()"),
    revoked: await spoiled("revoked_time = now()"),
    unknown: { authorization: `Bearer zfk_${"A".repeat(43)}` },
    "of another scheme": { authorization: authorization.replace("Bearer", "Basic") },
    "with a word more": { authorization: `${authorization} x` },
    "in a cookie": { cookie: `authorization=${authorization}; key=${authorization.slice(7)}` },
    "in another header": { "x-api-key": authorization.slice(7) },
  };
}

describe("the addresses of a back end", () => {
  test("A92 A93 A95 open to a key for them, and to no other; nothing is written for whom they do not open", async () => {
    const dead = await deadKeys();
    const { authorization } = premises.headers.service as TestKey["headers"];
    for (const door of ours) {
      const { scope } = table[door.name]!;
      const others = SERVICE_SCOPES.filter((other) => other !== scope);
      const [narrow, wrong] = [await aServiceKey({ scopes: [scope!] }), await aServiceKey({ scopes: others })];
      const ask = async (headers: Knock["headers"], queryText = "") => {
        const good = await goodAt(door.name);
        const before = await rowsWritten();
        const asked = [good.query, queryText].filter(Boolean).join("&");
        const answer = await knock(door, { ...good, query: asked, headers: { ...good.headers, ...headers } });
        if (answer.status >= 400) expect(await rowsWritten()).toBe(before);
        return [answer.status, answer.json.error];
      };
      expect((await ask(narrow.headers))[0], `${door.name} with its scope`).toBeLessThan(300);
      expect(await ask(wrong.headers), `${door.name} without its scope`).toEqual([403, "FORBIDDEN"]);
      for (const [name, headers] of Object.entries(dead))
        expect([name, ...(await ask(headers))], door.name).toEqual([name, 401, "BAD_SECRET"]);
      expect(await ask({}, `key=${authorization.slice(7)}`), "in the address").toEqual([401, "BAD_SECRET"]);
      for (const caller of CALLERS.filter((other) => other !== "service"))
        expect([caller, ...(await ask(premises.headers[caller]))], door.name).toEqual([caller, 401, "BAD_SECRET"]);
    }
    console.info(`back end: ${ours.length} doors × ${Object.keys(dead).length + CALLERS.length + 3} callers`);
  }, 120_000);

  test("A94 know no customer that the product has not registered, and no id that is none", async () => {
    const headers = premises.headers.service;
    for (const { name, method } of ours.filter(({ path }) => path.includes("[customerId]"))) {
      const good = await goodAt(name);
      const ask = async (customerId: string) =>
        (await knock(doorOf(name), { ...good, params: { ...good.params, customerId }, headers })).json.error;
      if (method !== "PUT") expect(await ask(String(premises.owner)), name).toBe("CUSTOMER_NOT_FOUND");
      for (const odd of ["", ".", "..", "a b", "a/b", "用户", "x".repeat(129), "a\0b"])
        expect(await ask(odd), `${name} ${odd}`).toBe("VALIDATION_FAILED");
    }
  });

  test("take 600 requests a minute of one key, whatever another does", async () => {
    const [one, other] = [await aServiceKey(), await aServiceKey()];
    const ask = async (headers: TestKey["headers"]) => knock(doorOf(STATE), { ...(await goodAt(STATE)), headers });
    expect((await ask(one.headers)).status).toBe(200);
    for (let i = 1; i < 600; i += 1) await spendPoint(SERVICE_KEY_LIMIT, String(one.id));
    const refused = await ask(one.headers);
    expect([refused.status, refused.json.error]).toEqual([429, "TOO_MANY_REQUESTS"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask(other.headers)).status).toBe(200);
  });

  test("refuse the methods that they do not have, and what is no address at all, as problems", async () => {
    const { NextRequest } = await import("next/server");
    const files = (await readdir("app/api/v1", { recursive: true })).filter((file) => file.endsWith("route.ts"));
    for (const file of files) {
      const exported = (await import(resolve("app/api/v1", file))) as Record<string, Door["handle"]>;
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
        expect(exported[method], `${method} of ${file}`).toBeDefined();
        if (!("isRefusal" in exported[method]!)) continue;
        const request = new NextRequest(`http://localhost:3000/api/v1/${file}`, { method });
        const answer = await exported[method](request, { params: Promise.resolve({}) });
        expect([answer.status, answer.headers.get("allow")?.includes(method)]).toEqual([405, false]);
        expect(problemSchema.parse(await answer.json()).code).toBe("METHOD_NOT_ALLOWED");
      }
    }
    const nowhere = doorOf("POST /api/[...rest]");
    const inside = await knock(nowhere, { params: { rest: ["v1", "nothing"] } });
    expect(problemSchema.parse(JSON.parse(inside.text))).toMatchObject({ status: 404, code: "NOT_FOUND" });
    const beside = await knock(nowhere, { params: { rest: ["v10"] } });
    expect(beside.json).toMatchObject({ code: 404, error: "NOT_FOUND", data: null });
  });

  test("say in a problem what was wrong, under the number that the answer and the log have", async () => {
    const put = doorOf("PUT /api/v1/customers/[customerId]");
    const bad = { params: { customerId: "u-1" }, body: { email: "no", age: 1 }, headers: premises.headers.service };
    const { headers, text, status } = await knock(put, bad);
    expect([status, headers.get("content-type")]).toEqual([400, "application/problem+json"]);
    expect(JSON.parse(text)).toEqual({
      ...{ status: 400, code: "VALIDATION_FAILED", requestId: headers.get("x-request-id") },
      ...{ title: "提交的内容有误，请检查后再试", detail: "提交的内容有误，请检查后再试" },
      issues: [
        { field: "email", message: "邮箱格式不正确" },
        { field: "age", message: expect.any(String) as string },
      ],
    });
    const { headers: unknown } = await knock(put, { ...bad, headers: {} });
    expect(unknown.get("www-authenticate")).toBe("Bearer");
  });

  test("make a customer with 201, and answer for one that is there with 200", async () => {
    const put = doorOf("PUT /api/v1/customers/[customerId]");
    const good = { params: { customerId: "u-1" }, body: {}, headers: premises.headers.service };
    expect([(await knock(put, good)).status, (await knock(put, good)).status]).toEqual([201, 200]);
  });
});

test("every answer has a number of its own, which no client chooses", async () => {
  const seen = new Set<string>();
  for (const door of doors) {
    const good = (await DOOR_BOOK[door.name]?.good?.(premises, "owner")) ?? {};
    for (const caller of ["guest", "owner"] as const) {
      const headers = { ...good.headers, ...premises.headers[caller], "x-request-id": "mine" };
      const id = (await knock(door, { ...good, headers })).headers.get("x-request-id") ?? "none";
      expect(id, `${door.name} for ${caller}`).toMatch(/^[0-9a-f-]{36}$/);
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
  }
}, 120_000);

test("docs/roles.md says which scope opens which address", async () => {
  const text = await readFile("docs/roles.md", "utf8");
  const written = [...text.matchAll(/^\| `(\w+ \/api\/v1\/[^`]+)` \| `(\w+)` \|$/gm)].map(([, name, scope]) => [
    name,
    scope,
  ]);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(ours.map(({ name }) => [name, table[name]!.scope])));
});
