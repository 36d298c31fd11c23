import { expect, test, vi } from "vitest";
import { meter, verifyWebhook, zhangfang, type ZhangfangError } from "../../packages/sdk/src/index.ts";
import { meterChunks, meterStreamText } from "../../packages/sdk/src/ai.ts";
import { zhangfangHost } from "../../packages/sdk/src/host.ts";
import { sequenceEvents } from "../../lib/events/sequence-events.ts";
import { aCreditProduct } from "../../lib/testing/builders.ts";
import { useDatabase } from "../../lib/testing/database.ts";
import { useDoorServer } from "../../lib/testing/door-server.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { useReceivers } from "../../lib/testing/receiver.ts";
import { aBoughtOrder } from "../../lib/testing/refunds.ts";
import { aCustomer, aServiceKey } from "../../lib/testing/service.ts";
import { allowProduct } from "../../lib/testing/checkout.ts";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");

// The contract's table, section 7, walked by the SDK alone: its calls end in the real handlers.

useSandbox();
useDatabase();
const shop = useDoorServer();
const aReceiver = useReceivers();

async function client() {
  const { headers } = await aServiceKey();
  return zhangfang({ baseUrl: shop.origin, key: headers.authorization.slice(7) });
}

test("a user becomes a customer, is given credits, spends them and gets them back", async () => {
  const zf = await client();
  const made = await zf.customers.put("user.1", { email: "li@example.com" });
  expect([made.customerId, made.credits.available, made.plan]).toEqual(["user.1", 0, null]);
  expect(await zf.customers.put("user.1", { name: "李" })).toMatchObject({ email: "li@example.com", name: "李" });
  await zf.credits.grant({ customerId: "user.1", amount: 100, bizId: "welcome", reason: "新用户" });
  expect(await zf.credits.consume({ customerId: "user.1", amount: 30, bizId: "a", reason: "画图" })).toMatchObject({
    ...{ amount: 30, balanceAfter: 70 },
  });
  await zf.credits.reserve({ customerId: "user.1", amount: 20, bizId: "b", reason: "画图" });
  expect((await zf.customers.get("user.1")).credits).toMatchObject({ available: 50, reserved: 20, total: 70 });
  await zf.credits.commit({ customerId: "user.1", bizId: "b", amount: 5 });
  await zf.credits.reserve({ customerId: "user.1", amount: 20, bizId: "c", reason: "画图" });
  await zf.credits.release({ customerId: "user.1", bizId: "c" });
  await zf.credits.reverse({ customerId: "user.1", bizId: "a", amount: 10 });
  expect((await zf.customers.get("user.1")).credits).toMatchObject({ available: 75, total: 75 });
  const { results } = await zf.credits.batch([
    { op: "consume", customerId: "user.1", amount: 1, bizId: "d", reason: "画图" },
    { op: "consume", customerId: "nobody", amount: 1, bizId: "d", reason: "画图" },
  ]);
  expect(results).toMatchObject([
    { status: 200, balanceAfter: 74 },
    { status: 404, code: "CUSTOMER_NOT_FOUND" },
  ]);
  const { data, next } = await zf.customers.ledger("user.1", { limit: 3 });
  expect([data.length, next !== null]).toEqual([3, true]);
});

test("what is on sale is bought in a checkout, looked up and sent back", async () => {
  const zf = await client();
  await setAlipayClock(new Date());
  await allowProduct();
  const pack = await aCreditProduct();
  const productId = Number(pack.productId);
  const { customerId, memberId } = await aCustomer({ now: new Date() });
  expect((await zf.catalog()).creditProducts).toMatchObject([{ id: productId }]);
  const wish = { customerId, item: { productId }, successUrl: "https://app.example.com/done" };
  const session = await zf.checkout.create(wish);
  expect(session).toMatchObject({ status: "open", orderSn: null });
  expect(await zf.checkout.get(session.id)).toMatchObject(session);
  expect(Object.keys(await zf.portal.create({ customerId }))).toEqual(["url", "expireTime"]);
  const { orderSn } = await aBoughtOrder({ memberId, wanted: pack, now: new Date() });
  expect(await zf.orders.get(orderSn)).toMatchObject({
    orderSn,
    customerId,
    status: "paid",
    deliveryStatus: "delivered",
  });
  expect((await zf.customers.orders(customerId)).data).toMatchObject([{ orderSn }]);
  expect(await zf.orders.refund(orderSn, { reason: "不需要了" })).toMatchObject({ orderSn, status: "success" });
  const types = (await zf.events.list({ limit: 100 })).data.map(({ type }) => type);
  expect(types).toEqual(
    expect.arrayContaining(["customer.created", "order.paid", "order.delivered", "refund.succeeded"]),
  );
});

test("an address hears of what happens, is changed, tried, and removed", async () => {
  const zf = await client();
  const receiver = await aReceiver();
  const { id, secret } = await zf.webhookEndpoints.add({ url: receiver.url, types: ["customer.created"] });
  expect((await zf.webhookEndpoints.list()).data).toMatchObject([{ id, url: receiver.url, status: "active" }]);
  expect(await zf.webhookEndpoints.test(id)).toMatchObject({ status: 204 });
  const [{ headers, body }] = receiver.received as [(typeof receiver.received)[number]];
  const sent = { body, headers: new Headers(headers as Record<string, string>) };
  expect(await verifyWebhook({ ...sent, secret })).toMatchObject({ type: "endpoint.test" });
  const { secret: next } = await zf.webhookEndpoints.rotate(id);
  expect(next).not.toBe(secret);
  await zf.customers.put("user.9");
  await sequenceEvents(new Date());
  const day = { from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date(Date.now() + 1_000).toISOString() };
  expect(await zf.webhookEndpoints.replayRange(id, day)).toEqual({ replayed: 1 });
  const [delivery] = (await zf.webhookEndpoints.deliveries(id)).data;
  expect(delivery).toMatchObject({ status: "pending", event: { type: "customer.created" } });
  await expect(zf.webhookEndpoints.replay(delivery!.id)).rejects.toMatchObject({ code: "DELIVERY_PENDING" });
  expect(await zf.webhookEndpoints.change(id, { status: "off" })).toMatchObject({ status: "off" });
  expect(await zf.webhookEndpoints.remove(id)).toEqual({ id, isDeleted: true });
});

test("a failure has a code of the closed list, the fields and the number of the request", async () => {
  const zf = await client();
  const failureOf = (work: Promise<unknown>) => work.catch((error: unknown) => error as ZhangfangError);
  expect(await failureOf(zf.customers.get("nobody"))).toMatchObject({ code: "CUSTOMER_NOT_FOUND", status: 404 });
  const refused = await failureOf(zf.credits.grant({ customerId: "user.1", amount: -1, bizId: "x", reason: "" }));
  expect(refused).toMatchObject({ code: "VALIDATION_FAILED", requestId: expect.stringMatching(/^[\w-]{36}$/) });
  expect((refused as ZhangfangError).issues.map(({ field }) => field)).toEqual(["amount", "reason"]);
});

async function aCustomerWith(credits: number) {
  const zf = await client();
  const { customerId } = await aCustomer({ now: new Date() });
  await zf.credits.grant({ customerId, amount: credits, bizId: "start", reason: "开始" });
  const left = async () => {
    const { available, reserved } = (await zf.customers.get(customerId)).credits;
    return { available, reserved };
  };
  return { zf, customerId, left };
}

test("a job pays what it used: less than the estimate, more, and nothing where it fails", async () => {
  const { zf, customerId, left } = await aCustomerWith(100);
  const job = (bizId: string) => ({ customerId, bizId, estimate: 40, reason: "写作" });
  expect(await meter(zf.credits, job("less"), async () => ({ result: "好", used: 7 }))).toEqual({
    result: "好",
    bill: { paid: 7, unpaid: 0 },
  });
  expect((await meter(zf.credits, job("more"), async () => ({ result: null, used: 50 }))).bill.paid).toBe(50);
  const failing = meter(zf.credits, { ...job("fails"), estimate: 30 }, () => Promise.reject(new Error("模型坏了")));
  await expect(failing).rejects.toThrow("模型坏了");
  expect(await left()).toEqual({ available: 43, reserved: 0 });
  expect((await meter(zf.credits, job("too-much"), async () => ({ result: null, used: 60 }))).bill).toEqual({
    paid: 40,
    unpaid: 20,
  });
  let hasRun = false;
  const refused = meter(zf.credits, job("too-few"), async () => ({ result: (hasRun = true), used: 1 }));
  await expect(refused).rejects.toMatchObject({ code: "INSUFFICIENT_CREDITS" });
  expect([hasRun, await left()]).toEqual([false, { available: 3, reserved: 0 }]);
});

test("a stream of the Vercel AI SDK pays the tokens that the model says", async () => {
  const { streamText } = await import("ai");
  const { MockLanguageModelV4, simulateReadableStream } = await import("ai/test");
  const { zf, customerId, left } = await aCustomerWith(100);
  const metered = await meterStreamText(zf.credits, {
    ...{ customerId, bizId: "chat", estimate: 40, reason: "聊天" },
    price: ({ input, output }) => input + 2 * output,
  });
  const usage = {
    inputTokens: { total: 3, noCache: 3, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: 5, text: 5, reasoning: undefined },
  };
  const model = new MockLanguageModelV4({
    doStream: async () => ({
      stream: simulateReadableStream({
        chunks: [
          { type: "text-start", id: "1" },
          { type: "text-delta", id: "1", delta: "你好" },
          { type: "text-end", id: "1" },
          { type: "finish", finishReason: { unified: "stop", raw: undefined }, usage },
        ],
      }),
    }),
  });
  const { textStream } = streamText({ model, prompt: "问候", ...metered.callbacks });
  let text = "";
  for await (const piece of textStream) text += piece;
  expect([text, await metered.bill, await left()]).toEqual([
    "你好",
    { paid: 13, unpaid: 0 },
    { available: 87, reserved: 0 },
  ]);
});

test("a stream in OpenAI's form pays its usage, the estimate where it is left early, and nothing where it never began", async () => {
  const { zf, customerId, left } = await aCustomerWith(100);
  const job = (bizId: string) => ({
    ...{ customerId, bizId, estimate: 40, reason: "聊天" },
    price: ({ input, output }: { input: number; output: number }) => input + output,
  });
  async function* chunks() {
    yield { text: "你" };
    yield { text: "好", usage: { prompt_tokens: 4, completion_tokens: 6 } };
  }
  const bills: unknown[] = [];
  for await (const { text } of meterChunks(zf.credits, job("whole"), chunks, (bill) => bills.push(bill)))
    expect(text).toBeTruthy();
  for await (const { text } of meterChunks(zf.credits, job("left"), chunks, (bill) => bills.push(bill))) {
    expect(text).toBe("你");
    break;
  }
  const never = meterChunks(zf.credits, job("never"), () => Promise.reject(new Error("没有模型")));
  await expect(never.next()).rejects.toThrow("没有模型");
  expect([bills, await left()]).toEqual([
    [
      { paid: 10, unpaid: 0 },
      { paid: 40, unpaid: 0 },
    ],
    { available: 50, reserved: 0 },
  ]);
});

test("the product's own server answers its pages: who asks is whom its session names", async () => {
  const zf = await client();
  await allowProduct();
  const pack = await aCreditProduct();
  const productId = Number(pack.productId);
  const host = zhangfangHost(zf, {
    userOf: (request) => (request.headers.get("cookie") === "me" ? { id: "host-user" } : null),
    returnUrl: "https://app.example.com/account",
  });
  const ask = (path: string, init: RequestInit = {}) =>
    host(new Request(`https://app.example.com/api/zhangfang/${path}`, { headers: { cookie: "me" }, ...init }));
  const post = (body: unknown, headers: Record<string, string> = { "content-type": "application/json" }) =>
    ask("checkout", { method: "POST", body: JSON.stringify(body), headers: { cookie: "me", ...headers } });
  expect(await (await ask("customer")).json()).toMatchObject({ customerId: "host-user", credits: { available: 0 } });
  expect(await (await ask("catalog", { headers: {} })).json()).toMatchObject({ creditProducts: [{}], plans: [] });
  expect(Object.keys(await (await post({ item: { productId } })).json())).toEqual(["url"]);
  const refusals = await Promise.all([
    ask("customer", { headers: {} }),
    ask("nothing"),
    post({ item: { productId: 0 } }),
    post(null),
    post({ item: { productId } }, { "content-type": "text/plain" }),
  ]);
  expect(refusals.map(({ status }) => status)).toEqual([401, 404, 400, 400, 415]);
});
