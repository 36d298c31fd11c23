import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { BadRequest, createAlipay, Refusal, type LocalAlipay } from "./index.ts";
import { closeShop, newOrderNumber, openShop, payUrl, sdkFor, type Shop } from "./testing.ts";

let alipay: LocalAlipay;
let shop: Shop;
beforeAll(async () => {
  alipay = await createAlipay();
  shop = await openShop();
});
afterEach(async () => {
  await alipay.reset();
  shop.notices.length = 0;
  shop.answer.body = "success";
});
afterAll(async () => {
  await alipay.close();
  closeShop(shop);
});

const MINUTE_MS = 60_000;
const START = "2026-01-02 03:04:05";
const payUrlOf = (outTradeNo: string, biz = {}) => payUrl(sdkFor(alipay.merchant), outTradeNo, biz, shop);
const statusOf = async (outTradeNo: string) => {
  const answer = await sdkFor(alipay.merchant).exec("alipay.trade.query", { bizContent: { out_trade_no: outTradeNo } });
  return answer["tradeStatus"] ?? answer["subCode"];
};

describe("buying", () => {
  test("a purchase: the gateway knows it, the merchant is told, and the notice is signed", async () => {
    const outTradeNo = newOrderNumber();
    const { tradeNo, status, returnUrl } = alipay.buy(payUrlOf(outTradeNo));
    expect([status, new URL(returnUrl!).searchParams.get("trade_no")]).toEqual(["TRADE_SUCCESS", tradeNo]);
    expect(await statusOf(outTradeNo)).toBe("TRADE_SUCCESS");
    await alipay.notices.idle();
    expect(shop.notices.map(({ fields }) => fields["trade_no"])).toEqual([tradeNo]);
    expect(sdkFor(alipay.merchant).checkNotifySignV2(shop.notices[0]!.fields)).toBe(true);
    expect(alipay.notices.list(outTradeNo)).toMatchObject([{ state: "delivered", kind: "paid" }]);
    expect(alipay.trades(outTradeNo)).toMatchObject([{ tradeNo, amountFen: 8880, notices: 1 }]);
    expect(alipay.calls(outTradeNo).map(({ method }) => method)).toEqual([
      "alipay.trade.page.pay",
      "alipay.trade.query",
    ]);
    expect(alipay.statement()).toMatchObject({ paidFen: 8880, keptFen: 8880 });
  });

  test("options: who, how far, and without a notice", async () => {
    const outTradeNo = newOrderNumber();
    expect(alipay.buy(payUrlOf(outTradeNo), { buyer: "陈墨", until: "login" }).status).toBe("WAIT_BUYER_PAY");
    expect(() => alipay.buy(payUrlOf(outTradeNo))).toThrow(
      expect.objectContaining({ subCode: "ACQ.TRADE_BUYER_NOT_MATCH" }),
    );
    alipay.buy(payUrlOf(outTradeNo), { buyer: "陈墨", notify: false });
    await alipay.notices.idle();
    expect([shop.notices, alipay.notices.list(outTradeNo)[0]?.state]).toEqual([[], "dropped"]);
  });

  test("a refusal has the code a buyer is shown; what is no pay address is said so", () => {
    expect(() => alipay.buy(payUrlOf(newOrderNumber()), { buyer: "周一元" })).toThrow(Refusal);
    expect(() => alipay.buy(payUrlOf(newOrderNumber()), { buyer: "吴安" })).toThrow(
      expect.objectContaining({ subCode: "ACQ.BUYER_ENABLE_STATUS_FORBID" }),
    );
    for (const [address, options] of [
      ["nonsense", {}],
      [payUrlOf(newOrderNumber()), { buyer: "谁" }],
    ] as const)
      expect(() => alipay.buy(address, options)).toThrow(BadRequest);
  });

  test("balances are whole fen of somebody who is there", () => {
    alipay.buyers.setBalance("周一元", 100_00);
    expect(alipay.buy(payUrlOf(newOrderNumber()), { buyer: "周一元" }).status).toBe("TRADE_SUCCESS");
    expect(alipay.buyers.list().find(({ name }) => name === "周一元")?.balanceFen).toBe(100_00 - 88_80);
    for (const [who, fen] of [
      ["", 1],
      ["谁", 1],
      ["周一元", 0.5],
    ] as const)
      expect(() => alipay.buyers.setBalance(who, fen)).toThrow(BadRequest);
  });
});

describe("the clock", () => {
  test("stands, jumps to a deadline, and sends what is due before advance resolves", async () => {
    await alipay.clock.freeze(START);
    const at = alipay.clock.now();
    expect(at).toBe(Date.parse("2026-01-02T03:04:05+08:00"));
    shop.answer.body = "fail";
    const [paid, unpaid] = [newOrderNumber(), newOrderNumber()];
    alipay.buy(payUrlOf(paid));
    alipay.buy(payUrlOf(unpaid, { timeout_express: "10m" }), { until: "login" });
    await alipay.notices.idle();
    expect(shop.notices).toHaveLength(1);
    await alipay.clock.advance(4 * MINUTE_MS);
    expect([shop.notices.length, await statusOf(unpaid)]).toEqual([2, "WAIT_BUYER_PAY"]);
    await alipay.clock.advance(6 * MINUTE_MS);
    expect([alipay.clock.now() - at, await statusOf(unpaid)]).toEqual([10 * MINUTE_MS, "TRADE_CLOSED"]);
  });

  test("a Date, milliseconds and Beijing time say the same; nothing else is an instant", async () => {
    const at = Date.parse("2026-01-02T03:04:05+08:00");
    for (const instant of [START, at, new Date(at)]) {
      await alipay.clock.freeze(0);
      await alipay.clock.freeze(instant);
      expect(alipay.clock.now()).toBe(at);
    }
    for (const wrong of ["yesterday", NaN, new Date("?")])
      await expect(alipay.clock.freeze(wrong)).rejects.toThrow(BadRequest);
    await expect(alipay.clock.advance(-1)).rejects.toThrow(BadRequest);
  });

  test("runs faster, and returns to the time of the machine", async () => {
    await alipay.clock.freeze(0);
    await alipay.clock.speedUp(1_000_000);
    await expect.poll(() => alipay.clock.now()).toBeGreaterThan(1_000);
    await alipay.clock.real();
    expect(Math.abs(alipay.clock.now() - Date.now())).toBeLessThan(1_000);
  });
});

describe("faults, switches, bills and forms", () => {
  test("a fault strikes, is counted, and can be taken back", async () => {
    const outTradeNo = newOrderNumber();
    alipay.buy(payUrlOf(outTradeNo));
    const once = alipay.faults.add({ fault: "business-error", method: "alipay.trade.query", subCode: "ACQ.X" });
    const always = alipay.faults.add({ fault: "stale-query", times: 0 });
    expect(await statusOf(outTradeNo)).toBe("ACQ.X");
    expect(await statusOf(outTradeNo)).toBe("WAIT_BUYER_PAY");
    expect(alipay.faults.list().map(({ id, hits }) => [id, hits])).toEqual([
      [once.id, 1],
      [always.id, 1],
    ]);
    alipay.faults.clear(always.id);
    expect(await statusOf(outTradeNo)).toBe("TRADE_SUCCESS");
    expect(alipay.faults.list()).toMatchObject([{ id: once.id }]);
    expect(() => alipay.faults.add({ fault: "none" as "hang-after" })).toThrow("没有这个故障");
    expect(alipay.faults.known().map(({ fault }) => fault)).toContain("hang-after");
  });

  test("a switch changes what is done, and an unknown one is refused", async () => {
    alipay.switches.change({ triggers: { page: { paid: false } } });
    alipay.buy(payUrlOf(newOrderNumber()));
    await alipay.notices.idle();
    expect([shop.notices, alipay.switches.current().triggers.page.paid]).toEqual([[], false]);
    expect(() => alipay.switches.change({ unknown: true } as object)).toThrow("没有这个开关");
  });

  test("forms: the true one, a changed one, any one; each signed", () => {
    const outTradeNo = newOrderNumber();
    alipay.buy(payUrlOf(outTradeNo));
    const fieldsOf = (body: string) => Object.fromEntries(new URLSearchParams(body));
    const signed = (fields: Record<string, string>) => sdkFor(alipay.merchant).checkNotifySignV2(fields);
    const changed = fieldsOf(alipay.notices.form(outTradeNo, { overrides: { total_amount: "0.01", subject: null } }));
    expect(changed).toMatchObject({ out_trade_no: outTradeNo, total_amount: "0.01" });
    expect([changed["subject"], signed(changed)]).toEqual([undefined, true]);
    expect(signed(fieldsOf(alipay.notices.sign({ anything: "at all" })))).toBe(true);
    expect(alipay.notices.sign({ a: "1" }, { twice: ["a"] }).match(/\ba=1/g)).toHaveLength(2);
    expect(() => alipay.notices.form("NONE")).toThrow(BadRequest);
  });

  test("a notice is sent again on demand", async () => {
    const outTradeNo = newOrderNumber();
    alipay.buy(payUrlOf(outTradeNo));
    await alipay.notices.idle();
    expect((await alipay.notices.resend(outTradeNo)).deliveries).toHaveLength(2);
    expect(shop.notices).toHaveLength(2);
    await expect(alipay.notices.resend("NONE")).rejects.toThrow(BadRequest);
  });

  test("a planted difference makes the bill of the day before differ", async () => {
    await alipay.clock.freeze(START);
    const outTradeNo = newOrderNumber();
    alipay.buy(payUrlOf(outTradeNo));
    await alipay.clock.advance(24 * 60 * MINUTE_MS + 9 * 60 * MINUTE_MS);
    const bill = async () =>
      (
        await sdkFor(alipay.merchant).exec("alipay.data.dataservice.bill.downloadurl.query", {
          bizContent: { bill_type: "trade", bill_date: "2026-01-02" },
        })
      )["subCode"];
    expect(await bill()).toBeUndefined();
    alipay.bills.plant({ kind: "missing", outTradeNo });
    expect(await bill()).toBe("isp.bill_not_exist");
    alipay.bills.clear();
    expect(await bill()).toBeUndefined();
    expect(() => alipay.bills.plant({ kind: "missing", outTradeNo: "" })).toThrow(BadRequest);
  });
});

test("what a test holds in its hand does not change afterwards", () => {
  const outTradeNo = newOrderNumber();
  const rule = alipay.faults.add({ fault: "notify-drop" });
  alipay.buy(payUrlOf(outTradeNo), { until: "login" });
  const [trade] = alipay.trades(outTradeNo);
  const before = structuredClone([rule, trade]);
  alipay.buy(payUrlOf(outTradeNo));
  expect([rule, trade]).toEqual(before);
  expect([alipay.faults.list()[0], alipay.trades(outTradeNo)[0]]).not.toEqual(before);
});
