import { expect, type APIRequestContext, type BrowserContext } from "@playwright/test";
import type { Page } from "../lib/contracts/envelope.ts";
import type { RefundRow } from "../lib/contracts/refunds.ts";
import { ADMIN, Member, signIn, type Goods } from "./member.ts";
import { forgedNotice, payElsewhere } from "./sandbox.ts";

/** An order that Alipay knows to be paid and the shop does not: its notice is for the test to deliver. */
export async function payUnheard(member: Member, goods: Goods): Promise<string> {
  const { orderSn, payUrl } = await member.place(goods);
  await payElsewhere(payUrl, { notify: false });
  return orderSn;
}

/** The notices of so many paid orders, which are for the test to deliver. */
export function noticesOfMany(member: Member, goods: Goods, count: number): Promise<string[]> {
  return Promise.all(Array.from({ length: count }, async () => forgedNotice(await payUnheard(member, goods), {})));
}

/** Delivers a notice as Alipay does; the answer is the bare word. */
export async function notify(request: APIRequestContext, body: string): Promise<string> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (await request.post("/api/alipay/notify", { data: body, headers })).text();
}

/** What `GET /api/metrics` says: the value of each series. */
async function metricsOf(request: APIRequestContext): Promise<(series: string) => number> {
  const headers = { authorization: `Bearer ${process.env.E2E_CRON_SECRET}` };
  const response = await request.get("/api/metrics", { headers });
  expect(response.status()).toBe(200);
  const lines = (await response.text()).split("\n").filter((line) => line && !line.startsWith("#"));
  const series = new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
  return (name) => series.get(name) ?? 0;
}

/** How much every series grew while `work` was done. */
async function growthDuring(request: APIRequestContext, work: () => Promise<unknown>): Promise<Growth> {
  const before = await metricsOf(request);
  await work();
  const after = await metricsOf(request);
  return (series) => after(series) - before(series);
}

/** How much a series grew. */
type Growth = (series: string) => number;

/** From the app's histogram: 99 % of the answers of an endpoint took no longer than `seconds`, one of its buckets. */
function expectP99(
  grown: Growth,
  { endpoint, seconds, atLeast }: { readonly endpoint: string; readonly seconds: number; readonly atLeast: number },
): void {
  const upTo = (le: string) =>
    grown(`zhangfang_request_seconds_bucket{le="${le}",endpoint="${endpoint}",status="2xx"}`);
  const count = upTo("+Inf");
  expect(count).toBeGreaterThanOrEqual(atLeast);
  expect(upTo(String(seconds)) / count).toBeGreaterThanOrEqual(0.99);
}

/**
 * Measures until it fits, for half a minute. The machine and the counts are shared with the tests beside: one of them may
 * take the machine, or send a notice that is wrong on purpose. What is slow, or loses a notice, does so in every window.
 */
async function inSomeWindow(measure: () => Promise<void>): Promise<void> {
  await expect(measure).toPass({ timeout: 30_000 });
}

/** Ten orders of a new member: created within 1 second. */
export function measureCreation(request: APIRequestContext, address: string, goods: Goods): Promise<void> {
  return inSomeWindow(async () => {
    const member = await Member.join(request);
    const grown = await growthDuring(request, async () => {
      for (let placed = 0; placed < 10; placed += 1) await member.place(goods);
    });
    expectP99(grown, { endpoint: `POST ${address}`, seconds: 1, atLeast: 10 });
  });
}

/** Five notices: settled within 3 seconds. */
export function measureNotices(request: APIRequestContext, goods: Goods): Promise<void> {
  return inSomeWindow(async () => {
    const notices = await noticesOfMany(await Member.join(request), goods, 5);
    const grown = await growthDuring(request, async () => {
      for (const notice of notices) expect(await notify(request, notice)).toBe("success");
    });
    expectP99(grown, { endpoint: "POST /api/alipay/notify", seconds: 3, atLeast: 5 });
  });
}

/** Three payments: each has bought its goods (paid ÷ (paid + lost), docs/rules.md R66), each notice is settled. */
export function measureRates(request: APIRequestContext, goods: Goods): Promise<void> {
  return inSomeWindow(async () => {
    const notices = await noticesOfMany(await Member.join(request), goods, 3);
    const grown = await growthDuring(request, () => Promise.all(notices.map((notice) => notify(request, notice))));
    const orders = (outcome: string) => grown(`zhangfang_orders_24h{outcome="${outcome}"}`);
    const stage = (name: string) => grown(`zhangfang_notices_total{stage="${name}"}`);
    expect(orders("paid")).toBeGreaterThanOrEqual(3);
    expect(orders("paid") / (orders("paid") + orders("lost"))).toBe(1);
    expect(stage("believed")).toBeGreaterThanOrEqual(3);
    expect(stage("settled") / stage("believed")).toBe(1);
  });
}

/** The statuses of `times` creations with refused input, which count and make no orders. */
export async function createTooOften(context: BrowserContext, times: number): Promise<number[]> {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const address = `http://localhost:${process.env.E2E_APP_PORT}/api/payment/create-credits-order`;
  const headers = { cookie, "content-type": "application/json" };
  // With fetch: through the context of Playwright the same requests took several times as long.
  const create = async () => {
    const response = await fetch(address, { method: "POST", headers, body: "{}" });
    await response.arrayBuffer();
    return response.status;
  };
  return Promise.all(Array.from({ length: times }, create));
}

/** An admin finds the refund of an order among those that wait, and says yes. */
export async function approveRefund(request: APIRequestContext, orderSn: string): Promise<void> {
  await signIn(request, ADMIN);
  const waiting = await request.get(`/api/admin/refunds?orderSn=${orderSn}`);
  const { data } = (await waiting.json()) as { data: Page<RefundRow> };
  const address = `/api/admin/refunds/${data.list[0]!.id}/review`;
  expect((await request.post(address, { data: { verdict: "approve" } })).status()).toBe(200);
}
