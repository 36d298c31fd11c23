import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { referencePage } from "../components/developers/reference-page.ts";
import { snippetsOf } from "../components/developers/snippets/snippets.ts";
import type { StepName } from "../components/developers/snippets/step.ts";
import { openCheckout } from "../lib/checkout/open-checkout.ts";
import { payCheckout } from "../lib/checkout/pay-checkout.ts";
import { sendEvents } from "../lib/events/send-events.ts";
import { newSecret, signedHeaders } from "../lib/events/sign.ts";
import { settlePayment } from "../lib/payments/settle-payment.ts";
import { aCreditProduct, aTrade, contextAt } from "../lib/testing/builders.ts";
import { allowProduct, PRODUCT, tokenIn } from "../lib/testing/checkout.ts";
import { useDatabase } from "../lib/testing/database.ts";
import { useReceivers } from "../lib/testing/receiver.ts";
import { aServiceKey } from "../lib/testing/service.ts";
import { startInstance, type Instance } from "../proof/instance.ts";
import { childEnv, configuration } from "../scripts/environment.mjs";

vi.stubEnv("WEBHOOK_ALLOW_PRIVATE", "1");
useDatabase();
const aReceiver = useReceivers();

const run = promisify(execFile);
const isThere = (program: string) => spawnSync(program, ["--version"], { env: childEnv() }).error === undefined;

let folder: string;
let shop: Instance;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  folder = await mkdtemp(resolve(tmpdir(), "zhangfang-developers-"));
  shop = await startInstance({ env: configuration() });
});
afterAll(async () => {
  await shop.kill();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await allowProduct();
  await aCreditProduct();
  const [, key] = (await aServiceKey()).headers.authorization.split(" ");
  env = childEnv({ SERVICE_KEY: key!, NO_PROXY: "127.0.0.1" });
});

interface Json {
  readonly [name: string]: unknown;
}

const snippets = () => snippetsOf({ origin: shop.url, productId: 1 });

/** The buyer opens the address of the session in a browser, and pays. */
async function pay(checkout: Json): Promise<void> {
  const now = new Date();
  const caller = await openCheckout(tokenIn({ url: String(checkout.url) }), () => null, now);
  const wish = { paymentMethod: "alipay", cashierKind: "PAGE", sourceType: "PC", expectedAmount: 9.9 } as const;
  const { orderSn } = await payCheckout(caller!, wish, now);
  await settlePayment(aTrade({ orderSn, amountFen: 990 }, { paidAt: now }), contextAt(now, "alipay"));
}

/** A program of one language, made of these steps. */
async function program(language: "Node" | "Python", steps: readonly StepName[]): Promise<string> {
  const [command, file] = { Node: [process.execPath, "quick-start.mjs"], Python: ["python3", "quick_start.py"] }[
    language
  ];
  await writeFile(resolve(folder, file!), steps.map((step) => snippets()[language][step]).join("\n\n"));
  const { stdout } = await run(command!, [resolve(folder, file!)], { env });
  return stdout;
}

const ALL = ["begin", "customer", "state", "checkout", "endpoint", "verify", "consume"] as const;
const PRINTED = /^100\nhttp:\/\/localhost:3000\/checkout\/[\w-]{43}\nwhsec_\S{44}\n100\n$/;

test.skipIf(!isThere("curl"))(
  "the quick start does what it says, as it stands: with curl, Node, and Python where it is there",
  async () => {
    const curl = async (step: StepName) => {
      const { stdout } = await run("bash", ["-c", snippets().curl[step]], { env });
      return JSON.parse(stdout) as Json;
    };
    expect(snippets().curl.begin).toMatch(/^export SERVICE_KEY=\S+$/);
    expect(await curl("customer")).toMatchObject({ customerId: "user_42", name: "小林" });
    expect(await curl("state")).toMatchObject({ credits: { available: 0 } });
    expect(await curl("consume")).toMatchObject({ status: 409, code: "INSUFFICIENT_CREDITS" });
    const endpoint = await curl("endpoint");
    expect(endpoint).toMatchObject({ types: ["order.delivered"], secret: expect.stringMatching(/^whsec_/) as string });
    const checkout = await curl("checkout");
    expect(checkout).toMatchObject({ status: "open", orderSn: null });
    await pay(checkout);
    expect(await curl("state")).toMatchObject({ credits: { available: 110 } });
    const spent = await curl("consume");
    expect(spent).toMatchObject({ bizId: "job_1001", amount: 10, balanceAfter: 100 });
    expect(await curl("consume")).toEqual(spent);
    // The same customer and the same job, so another language spends nothing more.
    expect(await program("Node", ALL)).toMatch(PRINTED);
    if (isThere("python3")) expect(await program("Python", ALL)).toMatch(PRINTED);
  },
);

describe("the snippet that verifies a message believes the genuine one alone:", () => {
  const secret = newSecret();
  const body = '{"id":"evt_1","type":"order.delivered","data":{"productName":"常用包"}}';
  const now = new Date();
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const genuine = signedHeaders({ id: "evt_1", body }, [newSecret(), secret], now);
  const one = (headers: Json, text = body) => ({ headers, body: text, secret });
  const cases = [
    [true, one(genuine)],
    [true, one(signedHeaders({ id: "evt_1", body }, [secret], minutesAgo(4)))],
    [false, one(genuine, body.replace("常用包", "大包"))],
    [false, one({ ...genuine, "webhook-id": "evt_2" })],
    [false, one(signedHeaders({ id: "evt_1", body }, [newSecret()], now))],
    [false, one(signedHeaders({ id: "evt_1", body }, [secret], minutesAgo(6)))],
    [false, one(signedHeaders({ id: "evt_1", body }, [secret], minutesAgo(-6)))],
    [false, one({ ...genuine, "webhook-timestamp": "now" })],
    [false, one({ ...genuine, "webhook-signature": "v1," })],
    [false, one({ ...genuine, "webhook-signature": genuine["webhook-signature"].replaceAll("v1,", "") })],
  ] as const;
  const expected = cases.map(([isGenuine]) => isGenuine);

  /** What the language says of each case. */
  async function believed(file: string, command: string, lines: readonly string[]): Promise<unknown> {
    await writeFile(resolve(folder, "cases.json"), JSON.stringify(cases.map(([, sent]) => sent)));
    await writeFile(resolve(folder, file), lines.join("\n"));
    return JSON.parse((await run(command, [file], { env: childEnv(), cwd: folder })).stdout);
  }

  test("Node", async () => {
    const ask = "cases.map(({ headers, body, secret }) => isGenuine(headers, body, secret))";
    const lines = [
      'import cases from "./cases.json" with { type: "json" };',
      snippets().Node.verify,
      `console.log(JSON.stringify(${ask}));`,
    ];
    expect(await believed("verify.mjs", process.execPath, lines)).toEqual(expected);
  });

  test.skipIf(!isThere("python3"))("Python", async () => {
    const ask =
      '[is_genuine(one["headers"], one["body"].encode(), one["secret"]) for one in json.load(open("cases.json"))]';
    const lines = ["import json", snippets().Python.verify, `print(json.dumps(${ask}))`];
    expect(await believed("verify.py", "python3", lines)).toEqual(expected);
  });

  test.skipIf(!isThere("openssl"))("by hand, with openssl", async () => {
    await writeFile(resolve(folder, "body.json"), body);
    const shown = { SECRET: secret, ID: "evt_1", TIMESTAMP: genuine["webhook-timestamp"] };
    const { stdout } = await run("bash", ["-c", snippets().curl.verify], { env: childEnv(shown), cwd: folder });
    expect(genuine["webhook-signature"].split(" ")).toContain(`v1,${stdout.trim()}`);
  });
});

test("the API reference is a document with nothing of another host, whose scripts and styles have its nonce", () => {
  const html = referencePage({ nonce: "abc=", mode: { choice: "dark", mode: "dark" } });
  expect(html.match(/<(script|style)\b[^>]*>/g)).toHaveLength(3);
  expect(html.match(/<(script|style) nonce="abc="/g)).toHaveLength(3);
  expect(html).not.toMatch(/https?:/);
  expect(html).toContain('"forceDarkModeState":"dark"');
});

interface Reply extends Json {
  readonly status: number;
  readonly body: Json & { readonly data?: readonly Json[] };
}

/** One row: a call with curl and nothing else. */
async function curl(method: string, path: string, body?: object, headers: readonly string[] = []): Promise<Reply> {
  const args = ["-sS", "-i", "-X", method, `${shop.url}/api/v1${path}`];
  const sent = [
    `authorization: Bearer ${env.SERVICE_KEY}`,
    ...(body ? ["content-type: application/json"] : []),
    ...headers,
  ];
  args.push(...sent.flatMap((header) => ["-H", header]), ...(body ? ["-d", JSON.stringify(body)] : []));
  const [head, text] = (await run("curl", args, { env })).stdout.split("\r\n\r\n");
  expect(head).toMatch(/^x-request-id: [0-9a-f-]{36}\r?$/im);
  return { status: Number(head!.split(" ")[1]), body: JSON.parse(text!) as Json };
}

test.skipIf(!isThere("curl"))("a back end needs nothing but curl for every row of /api/v1", async () => {
  const receiver = await aReceiver();
  const customerId = "user_42";
  const user = `/customers/${customerId}`;
  const expectRow = async (status: number, row: Parameters<typeof curl>, like: object) => {
    const reply = await curl(...row);
    expect([row[0], row[1], reply]).toMatchObject([row[0], row[1], { status, body: like }]);
    return reply.body;
  };
  await expectRow(200, ["GET", "/key"], { scopes: expect.arrayContaining(["read", "credits"]) as string[] });
  const catalog = await expectRow(200, ["GET", "/catalog"], { creditProducts: [{ id: 1, amountFen: 990 }], plans: [] });
  expect(catalog.plans).toEqual([]);
  await expectRow(201, ["PUT", user, { name: "小林", email: "xiaolin@example.com" }], { customerId });
  await expectRow(200, ["PUT", user, {}], { name: "小林" });
  const endpoint = await expectRow(201, ["POST", "/webhook-endpoints", { url: receiver.url }], { status: "active" });

  const wanted = { customerId, item: { productId: 1 }, successUrl: `${PRODUCT}/done` };
  const once = ["idempotency-key: checkout-0001"];
  const checkout = await expectRow(201, ["POST", "/checkout-sessions", wanted, once], { status: "open" });
  expect((await curl("POST", "/checkout-sessions", wanted, once)).body).toEqual(checkout);
  const other = { ...wanted, successUrl: `${PRODUCT}/else` };
  await expectRow(409, ["POST", "/checkout-sessions", other, once], { code: "IDEMPOTENCY_KEY_REUSED" });
  await pay(checkout);
  const session = `/checkout-sessions/${String(checkout.id)}`;
  const { orderSn } = await expectRow(200, ["GET", session], { status: "paid" });
  await expectRow(200, ["GET", user], { credits: { available: 110, total: 110 }, plan: null, openOrders: [] });

  const of = (more: object) => ({ customerId, ...more });
  const job = (bizId: string, amount: number) => of({ bizId, amount, reason: "一件工作" });
  await expectRow(200, ["POST", "/credits/consume", job("a", 10)], { balanceAfter: 100 });
  await expectRow(200, ["POST", "/credits/reverse", of({ bizId: "a", amount: 4 })], { balanceAfter: 104 });
  await expectRow(200, ["POST", "/credits/reserve", job("b", 50)], { status: "HELD" });
  await expectRow(200, ["GET", user], { credits: { available: 54, reserved: 50, total: 104 } });
  await expectRow(200, ["POST", "/credits/commit", of({ bizId: "b", amount: 30 })], { balanceAfter: 74 });
  await expectRow(200, ["POST", "/credits/reserve", job("c", 5)], { status: "HELD" });
  await expectRow(200, ["POST", "/credits/release", of({ bizId: "c" })], { status: "RELEASED" });
  await expectRow(200, ["POST", "/credits/grant", job("gift", 6)], { balanceAfter: 80 });
  const operations = [
    { op: "consume", ...job("d", 1) },
    { op: "consume", ...job("e", 1_000) },
  ];
  const results = [
    { status: 200, balanceAfter: 79 },
    { status: 409, code: "INSUFFICIENT_CREDITS" },
  ];
  await expectRow(200, ["POST", "/credits/batch", { operations }], { results });

  await expectRow(200, ["GET", `${user}/orders?limit=1`], { data: [{ orderSn, status: "paid" }], next: null });
  const ledger = await expectRow(200, ["GET", `${user}/ledger?limit=1`], { data: [{ delta: -1 }] });
  await expectRow(200, ["GET", `${user}/ledger?limit=1&after=${String(ledger.next)}`], { data: [{ delta: 6 }] });
  await expectRow(200, ["POST", "/portal-sessions", { customerId }], { url: expect.stringMatching(/\/portal\//) });
  await expectRow(200, ["GET", `/orders/${String(orderSn)}`], { customerId, payments: [{ kind: "effective" }] });
  const refund = { amountFen: 100, reason: "服务中断" };
  await expectRow(200, ["POST", `/orders/${String(orderSn)}/refunds`, refund], { orderSn, amountFen: 100 });

  const paid = await expectRow(200, ["GET", "/events?type=order.paid"], { data: [{ data: { customerId, orderSn } }] });
  await sendEvents(new Date());
  expect(receiver.ids).toContain(String(paid.data![0]!.id));
  const at = `/webhook-endpoints/${String(endpoint.id)}`;
  await expectRow(200, ["GET", "/webhook-endpoints"], { data: [{ id: endpoint.id, waiting: 0 }], next: null });
  await expectRow(200, ["POST", `${at}/test`], { status: 204 });
  const sent = await expectRow(200, ["GET", `${at}/deliveries?limit=1`], { data: [{ status: "done" }] });
  const again = `/webhook-endpoints/deliveries/${String(sent.data![0]!.id)}/replay`;
  await expectRow(200, ["POST", again], { replayed: 1 });
  await expectRow(200, ["PATCH", at, { status: "off" }], { status: "off" });
  await expectRow(200, ["DELETE", at], { isDeleted: true });

  await expectRow(404, ["GET", "/customers/nobody"], { code: "CUSTOMER_NOT_FOUND" });
  await expectRow(400, ["POST", "/credits/consume", of({ amount: 0 })], { code: "VALIDATION_FAILED" });
  await expectRow(405, ["DELETE", user], { code: "METHOD_NOT_ALLOWED" });
});
