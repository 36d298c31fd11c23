import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { syncPayment } from "../lib/payments/sync-payment.ts";
import { settleRefunds } from "../lib/refunds/settle-refunds.ts";
import { anOrder, contextAt } from "../lib/testing/builders.ts";
import { count, query, useDatabase } from "../lib/testing/database.ts";
import { buy, plantFault, refundsAtAlipay, setAlipayClock, useSandbox } from "../lib/testing/gateway.ts";
import { askBack, expectCoherence, refundsOf } from "../lib/testing/refunds.ts";
import { configuration } from "../scripts/environment.mjs";
import { freePort } from "../scripts/ports.ts";
import { startInstance, type Instance } from "./instance.ts";
import { aDeliveredOrder, letTimePass, now, statusOf } from "./subjects.ts";

/** Every fault that the local Alipay can play, set once; what the product does is what docs/alipay-faults.md says. */

const port = await freePort();
vi.stubEnv("APP_URL", `http://localhost:${port}`);
useSandbox();
useDatabase();

let instance: Instance;
beforeAll(async () => {
  instance = await startInstance({ env: { ...configuration(), PORT: String(port) } });
});
beforeEach(() => setAlipayClock(now()));
afterAll(() => instance.kill());

async function control<Answer>(path: string, body?: object): Promise<Answer> {
  const origin = new URL(process.env.ALIPAY_GATEWAY!).origin;
  const init = body ? { method: "POST", body: JSON.stringify(body) } : {};
  return (await (await fetch(`${origin}/control/${path}`, init)).json()) as Answer;
}

/** The state of a refund after the faulty answer, and after the fault is removed and the job has run. */
const ON_REFUND: Readonly<Record<string, { first: string; end: string; atAlipay: number; subCode?: string }>> = {
  ...Object.fromEntries(
    [
      ...["hang-before", "hang-after", "http-502", "http-502-after", "html-200", "truncated-json"],
      ...["slow-drip", "unknown-error", "unknown-error-after", "aop-system-error", "aop-system-error-after"],
      ...["system-error-before", "system-error-after", "call-limited"],
      ...["bad-signature", "missing-signature", "swapped-key"],
    ].map((fault) => [fault, { first: "SENT", end: "SUCCESS", atAlipay: 1 }]),
  ),
  // The SDK sends again by itself: nothing had happened, so the second answer is the first.
  "reset-before": { first: "SUCCESS", end: "SUCCESS", atAlipay: 1 },
  // The same, but now the second answer says that this time nothing moved.
  "reset-after": { first: "SENT", end: "SUCCESS", atAlipay: 1 },
  "fund-change-n": { first: "SENT", end: "SENT", atAlipay: 0 },
  "business-error": { first: "REFUSED", end: "REFUSED", atAlipay: 0, subCode: "ACQ.TRADE_HAS_FINISHED" },
};

describe("a refund that meets", () => {
  test.each(Object.entries(ON_REFUND))("%s", async (fault, { first, end, atAlipay, subCode }) => {
    const order = await aDeliveredOrder();
    await plantFault({ fault, method: "alipay.trade.refund", ...(subCode ? { subCode } : {}) });
    await askBack(order, now());
    expect((await refundsOf(order))[0]!.status).toBe(first);
    await letTimePass();
    await settleRefunds(now());
    expect((await refundsOf(order))[0]!.status).toBe(end);
    const moved = (await refundsAtAlipay(order.orderSn)).filter((refund) => refund.doneAt !== undefined);
    expect(moved).toHaveLength(atAlipay);
    await expectCoherence(now());
  });
});

test("a query that meets stale-query says what is known, and is asked again", async () => {
  const order = await anOrder({ now: now() });
  await buy(order.cashier.payUrl);
  await plantFault({ fault: "stale-query", method: "alipay.trade.query" });
  const ask = async () => {
    await letTimePass();
    return (await syncPayment(order.memberId, order.orderSn, contextAt(now()))).statusText;
  };
  expect(await ask()).toBe("待支付");
  expect(await ask()).toBe("已支付");
});

/** Where an order stands once the first notice has been sent, and how the notice was answered. */
const ON_NOTIFY: Readonly<Record<string, { state: string; answer: string | null }>> = {
  "notify-drop": { state: "PENDING PENDING", answer: null },
  "notify-duplicate": { state: "PAID DELIVERED", answer: "success" },
  "notify-wrong-app-id": { state: "PENDING PENDING", answer: "fail" },
  "notify-wrong-seller": { state: "PENDING PENDING", answer: "fail" },
  "notify-wrong-amount": { state: "PENDING PENDING", answer: "fail" },
  "notify-foreign-order": { state: "PENDING PENDING", answer: "fail" },
  "notify-zero-refund-fee": { state: "PAID DELIVERED", answer: "success" },
  "notify-tampered": { state: "PENDING PENDING", answer: "fail" },
  "notify-unsigned": { state: "PENDING PENDING", answer: "fail" },
  "notify-sha1": { state: "PENDING PENDING", answer: "fail" },
  "notify-lowercase-sign-type": { state: "PENDING PENDING", answer: "fail" },
  "notify-duplicate-key": { state: "PENDING PENDING", answer: "fail" },
  "notify-gbk": { state: "PENDING PENDING", answer: "fail" },
};

interface Sent {
  readonly deliveries: readonly { readonly answer?: string; readonly body?: string }[];
}

describe("an order whose notice meets", () => {
  test.each(Object.entries(ON_NOTIFY))("%s", async (fault, { state, answer }) => {
    const order = await anOrder({ now: now() });
    await plantFault({ fault });
    await control("buy", { payUrl: order.cashier.payUrl });
    await control("idle", {});
    expect(await statusOf(order)).toBe(state);
    const notices = await control<Sent[]>(`notices?outTradeNo=${order.orderSn}`);
    const answers = notices.flatMap(({ deliveries }) => deliveries.map((delivery) => JSON.stringify(delivery)));
    if (answer === null) expect(answers).toEqual([]);
    else for (const said of answers) expect(said).toContain(`"${answer}"`);
    // Whatever became of the notice, asking finds the money, once.
    await letTimePass();
    await syncPayment(order.memberId, order.orderSn, contextAt(now()));
    expect(await statusOf(order)).toBe("PAID DELIVERED");
    expect(await count("ums_credit_lot", "kind = 'PAID'")).toBe(1);
    await expectCoherence(now());
  });

  test("notify-delay comes late, after the question, and changes nothing more", async () => {
    const order = await anOrder({ now: now() });
    await plantFault({ fault: "notify-delay", ...{ delayMs: 60_000 } });
    await control("buy", { payUrl: order.cashier.payUrl });
    await syncPayment(order.memberId, order.orderSn, contextAt(now()));
    await control("clock", { advanceMs: 61_000 });
    await control("idle", {});
    expect(await statusOf(order)).toBe("PAID DELIVERED");
    expect(await count("ums_credit_lot", "kind = 'PAID'")).toBe(1);
  });

  test("notify-reorder hears of the refund first, and stays refunded", async () => {
    const order = await anOrder({ now: now() });
    await plantFault({ fault: "notify-reorder" });
    await control("switches", { refundNotify: "all" });
    await control("buy", { payUrl: order.cashier.payUrl });
    await syncPayment(order.memberId, order.orderSn, contextAt(now()));
    await askBack(order, now());
    await control("idle", {});
    expect(await statusOf(order)).toBe("REFUNDED DELIVERED");
    await expectCoherence(now());
  });
});

test.each(["return-missing", "return-forged"])("%s changes nothing", async (fault) => {
  const order = await anOrder({ now: now() });
  await plantFault({ fault });
  const { returnUrl } = await control<{ returnUrl?: string }>("buy", { payUrl: order.cashier.payUrl, notify: false });
  if (returnUrl) expect((await fetch(returnUrl, { redirect: "manual" })).status).toBe(303);
  expect(await statusOf(order)).toBe("PENDING PENDING");
  expect(await query("select id from oms_payment_evidence")).toEqual([]);
});

test("no fault of the local Alipay is left out", async () => {
  const text = await readFile(resolve(import.meta.dirname, "faults.test.ts"), "utf8");
  const { available } = await control<{ available: readonly { readonly fault: string }[] }>("faults");
  const names = available.map(({ fault }) => fault);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !text.includes(`"${name}"`))).toEqual([]);
});
