import { beforeEach, describe, expect, test } from "vitest";
import { anOrder, at, type TestOrder } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { GATES } from "../gate.ts";
import { buy, callsAbout, plantFault, setAlipayClock, tradeAtAlipay, useSandbox } from "../testing/gateway.ts";
import { cashierUrl, closeTrade, queryTrade } from "./gateway.ts";
import { accountSdks } from "./sdk.ts";

useSandbox();
useDatabase();

let order: TestOrder;
beforeEach(async () => {
  order = await anOrder();
});

const query = () => queryTrade(accountSdks()[0], order.orderSn, at(1));
const close = () => closeTrade(accountSdks()[0], order.orderSn, at(1));

describe("the cashier's address", () => {
  const content = (kind: "PAGE" | "WAP") => {
    const request = { kind, outTradeNo: "SN1", amountFen: 990, subject: "积分包", expireTime: at(30), signedAt: at(0) };
    const url = cashierUrl(accountSdks()[0], {
      ...request,
      notifyUrl: "https://shop.example/n",
      returnUrl: "https://shop.example/r",
    });
    const { searchParams } = new URL(url);
    return { method: searchParams.get("method"), ...(JSON.parse(searchParams.get("biz_content")!) as object) };
  };
  const asked = { out_trade_no: "SN1", total_amount: "9.90", subject: "积分包", time_expire: "2026-03-01 12:30:00" };

  test("on a desk", () => {
    const product_code = "FAST_INSTANT_TRADE_PAY";
    expect(content("PAGE")).toEqual({ ...asked, method: "alipay.trade.page.pay", product_code });
  });

  test("on a phone, with the way back for a buyer who gives up", () => {
    const phone = { method: "alipay.trade.wap.pay", product_code: "QUICK_WAP_WAY", quit_url: "https://shop.example/r" };
    expect(content("WAP")).toEqual({ ...asked, ...phone });
  });
});

describe("asking about a trade", () => {
  test("that nobody opened: done, and there is none yet", async () => {
    expect(await query()).toEqual({ outcome: "done", trade: null });
  });

  test("that waits, is paid, is closed", async () => {
    const { tradeNo } = await buy(order.cashier.payUrl, "login");
    expect(await query()).toMatchObject({
      outcome: "done",
      trade: { tradeNo, state: "WAITING", amountFen: 990, paidAt: null },
    });
    await buy(order.cashier.payUrl);
    expect(await query()).toMatchObject({
      outcome: "done",
      trade: {
        outTradeNo: order.orderSn,
        tradeNo,
        state: "PAID",
        amountFen: 990,
        paidAt: at(0),
        merchant: { appId: "9021000000000001", sellerId: null },
        isRefund: false,
        source: "QUERY",
        evidenceKey: `query:${tradeNo}:TRADE_SUCCESS`,
      },
    });
    const other = await anOrder();
    await buy(other.cashier.payUrl, "login");
    await setAlipayClock(at(31));
    expect(await queryTrade(accountSdks()[0], other.orderSn, at(31))).toMatchObject({
      outcome: "done",
      trade: { state: "CLOSED" },
    });
  });
});

describe("closing a trade", () => {
  test("that nobody opened: done, and nothing was closed", async () => {
    expect(await close()).toEqual({ outcome: "done", closed: false });
  });

  test("that waits: done", async () => {
    await buy(order.cashier.payUrl, "login");
    expect(await close()).toEqual({ outcome: "done", closed: true });
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
  });

  test("that is paid: refused", async () => {
    await buy(order.cashier.payUrl);
    expect(await close()).toMatchObject({ outcome: "refused", code: "TRADE_STATUS_ERROR" });
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_SUCCESS");
  });
});

// Unknown: it is asked again (docs/alipay.md A23, A24).
describe("an answer that is none", () => {
  test.each(
    [
      "http-502",
      "html-200",
      "truncated-json",
      "swapped-key",
      "bad-signature",
      "missing-signature",
      "unknown-error",
    ].concat(["aop-system-error", "system-error-before", "system-error-after", "call-limited", "reset-before"]),
  )("%s", async (fault) => {
    await buy(order.cashier.payUrl, "login");
    await plantFault({ fault, times: 0 });
    expect(await query()).toEqual({ outcome: "unknown", reason: expect.any(String) as string });
    expect(await close()).toEqual({ outcome: "unknown", reason: expect.any(String) as string });
  });

  test.each(["ACQ.A_CODE_OF_THE_FUTURE", "ACQ.INVALID_PARAMETER", "ACQ.ENTERPRISE_PAY_BIZ_ERROR"])(
    "%s",
    async (subCode) => {
      await plantFault({ fault: "business-error", subCode, times: 0 });
      expect(await query()).toEqual({ outcome: "unknown", reason: `40004 ${subCode}` });
      expect(await close()).toEqual({ outcome: "unknown", reason: `40004 ${subCode}` });
    },
  );

  test("silence, before and after the work, and an answer that drips in for ever", async () => {
    const orders = await Promise.all([anOrder(), anOrder(), anOrder()]);
    const faults = ["hang-before", "hang-after", "slow-drip"];
    for (const [i, fault] of faults.entries()) {
      await buy(orders[i]!.cashier.payUrl);
      await plantFault({ fault, outTradeNo: orders[i]!.orderSn, times: 0 });
    }
    const began = performance.now();
    const answers = await Promise.all(orders.map(({ orderSn }) => queryTrade(accountSdks()[0], orderSn, at(1))));
    expect(answers.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "unknown"]);
    // Each call ends at its own deadline of 8 s; the slow answer would take a minute.
    expect(performance.now() - began).toBeLessThan(15_000);
  });

  test("a connection that broke after the work: the SDK asks once more by itself, and that answer counts", async () => {
    await buy(order.cashier.payUrl);
    await plantFault({ fault: "reset-after", times: 1 });
    expect(await query()).toMatchObject({ outcome: "done", trade: { state: "PAID" } });
  });

  test("a call that is never made, because too many are under way and wait", async () => {
    let end = () => {};
    const over = new Promise<void>((done) => {
      end = done;
    });
    // More than there are places: a call of a test before may still have one.
    const held = Array.from({ length: 32 + 100 + 1 }, () => GATES.alipay.run(() => over).catch(() => undefined));
    expect(await query()).toEqual({ outcome: "unknown", reason: "系统繁忙，请稍后再试" });
    end();
    await Promise.all(held);
    expect(await callsAbout(order.orderSn)).toEqual([]);
  });

  test("a refusal of what the SDK sent once more by itself: the first sending may be what it refuses", async () => {
    await buy(order.cashier.payUrl, "login");
    await plantFault({ fault: "reset-after", times: 1 });
    expect(await close()).toEqual({ outcome: "unknown", reason: "refused when sent again: TRADE_STATUS_ERROR" });
    expect(await tradeAtAlipay(order.orderSn)).toBe("TRADE_CLOSED");
  });
});
