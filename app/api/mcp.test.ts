import { randomUUID } from "node:crypto";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { beforeEach, describe, expect, test } from "vitest";
import { SERVICE_SCOPES } from "../../lib/core/scopes.ts";
import { mcpServer } from "../../lib/mcp/server.ts";
import { requestOf } from "../../lib/mcp/ask.ts";
import { aPaidOrder } from "../../lib/testing/builders.ts";
import { allowProduct, PRODUCT } from "../../lib/testing/checkout.ts";
import { useDatabase } from "../../lib/testing/database.ts";
import { useDoorServer } from "../../lib/testing/door-server.ts";
import { findDoors, knock, type Knock } from "../../lib/testing/doors.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { anAgent, overHttp, overStdio, textOf } from "../../lib/testing/mcp.ts";
import { furnish, type Premises } from "../../lib/testing/premises.ts";
import { aServiceKey, type TestKey } from "../../lib/testing/service.ts";
import { rowsWritten, useWriteCount } from "../../lib/testing/writes.ts";

useSandbox();
useDatabase();
useWriteCount();
const shop = useDoorServer();

const READING = ["get_customer", "list_orders", "get_order", "list_ledger", "get_catalog", "list_events"];
const WRITING = ["grant_credits", "refund_order", "create_checkout_session"];

let premises: Premises;
let whole: Pick<TestKey, "headers">;
beforeEach(async () => {
  await setAlipayClock(new Date());
  premises = await furnish();
  whole = { headers: premises.headers.service as TestKey["headers"] };
});

const aGrant = () => ({
  ...{ customerId: premises.customer.customerId, amount: 7, bizId: randomUUID(), reason: "补偿" },
});
const door = async (name: string) => (await findDoors()).find((found) => found.name === name)!;

/** Asks, and counts what was written. */
async function counting<Answer>(work: Promise<Answer>): Promise<[written: number, answer: Answer]> {
  const before = await rowsWritten();
  const answer = await work;
  return [(await rowsWritten()) - before, answer];
}

describe("an agent over HTTP", () => {
  test("is shown what its key opens, and told which tools only read", async () => {
    const { client, tools } = await anAgent(overHttp(shop.origin, whole));
    expect(await tools()).toEqual([...READING, ...WRITING]);
    expect(client.getServerCapabilities()).toEqual({ tools: { listChanged: false } });
    const { tools: found } = await client.listTools();
    for (const { name, annotations, inputSchema } of found) {
      expect([name, annotations?.readOnlyHint]).toEqual([name, READING.includes(name)]);
      expect([name, annotations?.destructiveHint]).toEqual([name, name === "refund_order"]);
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
    }
    expect(found.find(({ name }) => name === "list_orders")!.inputSchema).toMatchObject({
      properties: { customerId: { type: "string" }, limit: { type: "integer", maximum: 100 } },
      required: ["customerId"],
    });
    expect(found.find(({ name }) => name === "refund_order")!.inputSchema).toMatchObject({
      properties: { amountFen: { type: "integer", description: "退多少，单位分" }, confirm: { type: "integer" } },
      required: expect.arrayContaining(["orderSn", "amountFen", "reason", "idempotencyKey"]) as string[],
    });
    const some = await anAgent(overHttp(shop.origin, await aServiceKey({ scopes: ["read", "refunds"] })));
    expect(await some.tools()).toEqual([...READING, "refund_order"]);
  });

  test("reads what the door answers", async () => {
    const { memberId, customerId } = premises.customer;
    const { orderSn } = await aPaidOrder({ memberId, wanted: premises.product, now: new Date() });
    const { call } = await anAgent(overHttp(shop.origin, whole));
    const reads = [
      ["get_customer", { customerId }, "GET /api/v1/customers/[customerId]", { params: { customerId } }],
      [
        "list_orders",
        { customerId, limit: 1 },
        "GET /api/v1/customers/[customerId]/orders",
        { params: { customerId }, query: "limit=1" },
      ],
      [
        "list_ledger",
        { customerId, limit: 1, after: 1_000_000 },
        "GET /api/v1/customers/[customerId]/ledger",
        { params: { customerId }, query: "limit=1&after=1000000" },
      ],
      ["get_order", { orderSn }, "GET /api/v1/orders/[orderSn]", { params: { orderSn } }],
      ["get_catalog", {}, "GET /api/v1/catalog", {}],
      ["list_events", { type: "order.paid" }, "GET /api/v1/events", { query: "type=order.paid" }],
    ] as const satisfies readonly (readonly [string, Record<string, unknown>, string, Knock])[];
    for (const [tool, args, name, asked] of reads) {
      const { structuredContent, isError } = await call(tool, args);
      const answer = await knock(await door(name), { ...asked, headers: whole.headers });
      expect([tool, answer.status, isError, structuredContent]).toEqual([tool, 200, undefined, answer.json]);
    }
  });

  test("is told what is wrong with its arguments, and what the door says", async () => {
    const { call } = await anAgent(overHttp(shop.origin, whole));
    const told = async (name: string, args: Record<string, unknown>) => {
      const result = await call(name, args);
      expect([name, result.isError]).toEqual([name, true]);
      return textOf(result);
    };
    expect(await told("get_customer", { customerId: ".." })).toContain("customerId：客户编号");
    expect(await told("get_order", { orderSn: ".." })).toContain("orderSn：不能是 . 或 ..");
    expect(await told("get_customer", { customerId: "nobody" })).toContain("CUSTOMER_NOT_FOUND");
    expect(await told("get_customer", {})).toContain("customerId：");
    expect(await told("list_orders", { customerId: "a", limit: 101, page: 2 })).toMatch(/^page：没有这个参数\nlimit：/);
    expect(await told("list_events", { after: { id: 1 } })).toContain("after：");
    expect(await told("grant_credits", { ...aGrant(), amount: 1.5, confirm: 1.5 })).toContain("amount：");
    const nowhere = { item: { productId: 999 }, successUrl: PRODUCT, idempotencyKey: randomUUID() };
    const { customerId } = premises.customer;
    expect(await told("create_checkout_session", { customerId, ...nowhere })).toContain("没有这一件");
    await expect(call("drop_tables")).rejects.toThrow("没有 drop_tables 这个工具");
  });

  test("finds no stream to listen to and no session to end, and sends one message at a time", async () => {
    const { GET, DELETE } = await import("./mcp/route.ts");
    const { NextRequest } = await import("next/server");
    for (const [method, handle] of Object.entries({ GET, DELETE })) {
      const answer = await handle(new NextRequest(`${shop.origin}/api/mcp`, { method }));
      expect([method, answer.status, answer.headers.get("allow")]).toEqual([method, 405, "POST"]);
    }
    const post = await door("POST /api/mcp");
    const headers = { ...whole.headers, accept: "application/json, text/event-stream" };
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } };
    expect((await knock(post, { body: [list, cancel], headers })).status).toBe(400);
    expect((await knock(post, { body: cancel, headers })).status).toBe(202);
  });
});

describe("A113 a key without the scope", () => {
  test("is shown no tool that writes, and writes nothing by its name", async () => {
    for (const scopes of [
      ["read"],
      SERVICE_SCOPES.filter((scope) => !/grants|refunds|checkout/.test(scope)),
    ] as const) {
      const { tools, call } = await anAgent(overHttp(shop.origin, await aServiceKey({ scopes })));
      expect(await tools()).toEqual(READING);
      const before = await rowsWritten();
      for (const name of WRITING) await expect(call(name, { ...aGrant(), confirm: 7 })).rejects.toThrow(name);
      expect(await rowsWritten()).toBe(before);
    }
  });

  test("is refused by the door itself, whatever tools a server shows", async () => {
    const { headers } = await aServiceKey({ scopes: ["read"] });
    const ask = (question: Parameters<typeof requestOf>[0]) => {
      const { url, init } = requestOf(question, shop.origin, headers.authorization);
      return fetch(url, init);
    };
    const [ours, theirs] = InMemoryTransport.createLinkedPair();
    await mcpServer({ scopes: SERVICE_SCOPES, mayWrite: true, ask }).connect(ours);
    const { tools, call } = await anAgent(theirs);
    expect(await tools()).toEqual([...READING, ...WRITING]);
    const [written, refused] = await counting(call("grant_credits", { ...aGrant(), confirm: 7 }));
    expect([written, refused.isError]).toEqual([0, true]);
    expect(textOf(refused)).toContain("FORBIDDEN");
  });

  test("or without read, or that is none, opens nothing", async () => {
    const post = await door("POST /api/mcp");
    const ask = async (headers: Record<string, string>) =>
      (await knock(post, { body: { jsonrpc: "2.0", id: 1, method: "tools/list" }, headers })).json.error;
    expect(await ask((await aServiceKey({ scopes: ["grants"] })).headers)).toBe("FORBIDDEN");
    expect(await ask({})).toBe("BAD_SECRET");
  });
});

describe("A114 an act that nobody has confirmed", () => {
  test("moves nothing; confirmed with its amount it is done once", async () => {
    const { call } = await anAgent(overHttp(shop.origin, whole));
    const { memberId, customerId } = premises.customer;
    await allowProduct();
    const { orderSn } = await aPaidOrder({ memberId, wanted: premises.product, now: new Date() });
    const item = { productId: premises.product.productId };
    const acts = [
      ["grant_credits", aGrant(), 7, { amount: 7 }],
      [
        "refund_order",
        { orderSn, amountFen: 1_200, reason: "服务中断", idempotencyKey: randomUUID() },
        1_200,
        { orderSn, amountFen: 1_200 },
      ],
      [
        "create_checkout_session",
        { customerId, item, successUrl: PRODUCT, idempotencyKey: randomUUID() },
        30_000,
        { status: "open" },
      ],
    ] as const;
    for (const [tool, args, amount, done] of acts) {
      for (const confirm of [undefined, amount + 1, 0]) {
        const [written, result] = await counting(call(tool, confirm === undefined ? args : { ...args, confirm }));
        expect([tool, written, result.isError]).toEqual([tool, 0, true]);
        expect(textOf(result)).toContain(`confirm: ${amount}`);
      }
      const first = await call(tool, { ...args, confirm: amount });
      expect([tool, first.isError]).toEqual([tool, undefined]);
      expect(first.structuredContent).toMatchObject(done);
      expect((await call(tool, { ...args, confirm: amount })).structuredContent).toEqual(first.structuredContent);
    }
  });

  test("and one that a page of another site asks for is refused", async () => {
    const post = await door("POST /api/mcp");
    const params = { name: "grant_credits", arguments: { ...aGrant(), confirm: 7 } };
    const accept = "application/json, text/event-stream";
    const ask = (headers: Record<string, string>) =>
      knock(post, {
        body: { jsonrpc: "2.0", id: 1, method: "tools/call", params },
        headers: { ...whole.headers, accept, ...headers },
      });
    for (const origin of ["https://evil.example", "http://localhost.evil.example:3000", "null"]) {
      const [written, { status, json }] = await counting(ask({ origin }));
      expect([origin, status, json.error, written]).toEqual([origin, 403, "FOREIGN_ORIGIN", 0]);
    }
    expect((await ask({})).status).toBe(200);
  });
});

describe("an agent on standard input and output", () => {
  test("only reads, unless the server was started to write", async () => {
    const { tools, call } = await anAgent(overStdio(shop.origin, whole));
    expect(await tools()).toEqual(READING);
    const { customerId } = premises.customer;
    expect((await call("get_customer", { customerId })).structuredContent).toMatchObject({ customerId });
    await expect(call("grant_credits", { ...aGrant(), confirm: 7 })).rejects.toThrow("没有 grant_credits");
  }, 20_000);

  test("A114 whose client has a person is done what the person agrees to, whatever the agent says", async () => {
    const asked: string[] = [];
    let answer: "accept" | "decline" | "unticked" = "decline";
    const { tools, call } = await anAgent(overStdio(shop.origin, whole, "--allow-writes"), (question) => {
      asked.push(question);
      return answer === "decline"
        ? { action: "decline" }
        : { action: "accept", content: { confirm: answer === "accept" } };
    });
    expect(await tools()).toEqual([...READING, ...WRITING]);
    const grant = aGrant();
    for (answer of ["decline", "unticked"] as const) {
      const [written, result] = await counting(call("grant_credits", { ...grant, confirm: 7 }));
      expect([answer, written, result.isError]).toEqual([answer, 0, true]);
    }
    answer = "accept";
    expect((await call("grant_credits", grant)).structuredContent).toMatchObject({ amount: 7, bizId: grant.bizId });
    expect(asked).toEqual(Array(3).fill(`给客户 ${grant.customerId} 7 积分，理由：补偿。要做吗？`));
  }, 20_000);
});
