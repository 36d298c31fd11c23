import { beforeEach, describe, expect, test, vi } from "vitest";
import { queryTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { getAdminSales, getSales } from "../catalog/get-sales.ts";
import { switchSales } from "../catalog/switch-sales.ts";
import { tellAlipayHealth } from "../catalog/tell-alipay-health.ts";
import { after, SECOND_MS } from "../core/time.ts";
import { aCreditProduct, aMember, anOrder, aPlan, at, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { plantFault, useSandbox } from "../testing/gateway.ts";
import { continuePayment } from "./continue-payment.ts";
import { watchChannel } from "./watch-channel.ts";

useSandbox();
useDatabase();

const FAILING = { calls: 6, unanswered: 5, isFailing: true };
const WELL = { calls: 6, unanswered: 0, isFailing: false };

describe("sales", () => {
  test("are open until somebody stops them; stopped, nothing can be ordered and what was ordered can be paid", async () => {
    const [admin, buyer] = [await aMember({ role: "ADMIN" }), await aMember()];
    const context = contextAt(at(1), `admin:${admin}`);
    const before = await anOrder({ memberId: buyer });
    expect(await getSales(at(0))).toEqual({ isOpen: true, alipay: "ok" });

    expect(await switchSales({ isOpen: false, reason: "换密钥" }, context)).toMatchObject({
      isOpen: false,
      reason: "换密钥",
      switchTime: at(1).toISOString(),
    });
    const stopped = { code: "SALES_STOPPED", status: 409 };
    for (const wanted of [await aCreditProduct(), await aPlan()])
      await expect(anOrder({ memberId: buyer, wanted })).rejects.toMatchObject(stopped);
    expect(await count("oms_order")).toBe(1);
    const cashier = await continuePayment(
      buyer,
      before.orderSn,
      { paymentMethod: "alipay", cashierKind: "PAGE" },
      contextAt(at(2), `member:${buyer}`),
    );
    expect(cashier.payUrl).toContain("http");

    await switchSales({ isOpen: true, reason: "换好了" }, contextAt(at(3), `admin:${admin}`));
    await anOrder({ memberId: buyer });
    expect(await query("select action, detail->>'reason' as reason from sys_audit_log order by id")).toEqual([
      { action: "SALES_STOPPED", reason: "换密钥" },
      { action: "SALES_STARTED", reason: "换好了" },
    ]);
  });
});

describe("Alipay", () => {
  test("fails for everybody from the first report until one of recovery, or until two minutes pass without any", async () => {
    await tellAlipayHealth(FAILING, at(0));
    await tellAlipayHealth(FAILING, at(1));
    expect(await getAdminSales(at(2))).toMatchObject({ alipay: "failing", failingSince: at(0).toISOString() });
    expect(await getSales(at(3))).toEqual({ isOpen: true, alipay: "ok" });
    await tellAlipayHealth(FAILING, at(5));
    expect(await getAdminSales(at(6))).toMatchObject({ alipay: "failing", failingSince: at(5).toISOString() });
    await tellAlipayHealth(WELL, after(at(6), SECOND_MS));
    expect(await getAdminSales(at(6))).toMatchObject({ alipay: "ok", failingSince: null });
    expect(await query("select detail from sys_alert where kind = 'ALIPAY_FAILING'")).toEqual([
      { detail: { calls: 6, unanswered: 5 } },
    ]);
  });

  test("stopped sales stay stopped, whatever Alipay does", async () => {
    await switchSales({ isOpen: false, reason: "维护" }, contextAt(at(0)));
    await tellAlipayHealth(FAILING, at(1));
    await tellAlipayHealth(WELL, at(1));
    expect(await getSales(at(1))).toEqual({ isOpen: false, alipay: "ok" });
  });
});

describe("a process", () => {
  beforeEach(() => watchChannel());

  test("tells what its own calls meet, and orders can be made all the while", async () => {
    const { orderSn } = await anOrder();
    const now = new Date();
    await plantFault({ fault: "system-error-before", times: 5 });
    for (let i = 0; i < 5; i += 1)
      expect(await queryTrade(accountSdks()[0], orderSn, now)).toMatchObject({ outcome: "unknown" });
    await vi.waitFor(async () => expect(await getSales(now)).toEqual({ isOpen: true, alipay: "failing" }));
    await anOrder();
    for (let i = 0; i < 6; i += 1) await queryTrade(accountSdks()[0], orderSn, now);
    await vi.waitFor(async () => expect(await getSales(now)).toEqual({ isOpen: true, alipay: "ok" }));
  });
});
