import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAlipay, type LocalAlipay } from "./index.ts";
import { newOrderNumber, payUrl, sdkFor } from "./testing.ts";

let alipay: LocalAlipay;
beforeAll(async () => void (alipay = await createAlipay()));
afterAll(() => alipay.close());

const START = "2026-01-02 03:04:05";
const DAY_MS = 86_400_000;
const payUrlOf = (outTradeNo: string, shop?: { url: string }) => payUrl(sdkFor(alipay.merchant), outTradeNo, {}, shop);

describe("reset", () => {
  test("leaves the keys and nothing else, and an order number is free again", async () => {
    const outTradeNo = newOrderNumber();
    const { merchant } = alipay;
    const opening = alipay.statement();
    await alipay.clock.freeze(START);
    alipay.switches.change({ openId: true });
    alipay.faults.add({ fault: "hang-after" });
    alipay.bills.plant({ kind: "missing", outTradeNo });
    alipay.buy(payUrlOf(outTradeNo));
    await alipay.reset();
    expect([alipay.trades(), alipay.notices.list(), alipay.calls(), alipay.faults.list()]).toEqual([[], [], [], []]);
    expect(alipay.statement()).toEqual(opening);
    expect(alipay.switches.current().openId).toBe(false);
    expect(Math.abs(alipay.clock.now() - Date.now())).toBeLessThan(1_000);
    expect(alipay.merchant).toEqual(merchant);
    expect(alipay.buy(payUrlOf(outTradeNo)).status).toBe("TRADE_SUCCESS");
  });

  test("no notice of before arrives after it, and a merchant that is still thinking is not waited for", async () => {
    const requests: IncomingMessage[] = [];
    const server = createServer((request) => void requests.push(request)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await alipay.clock.freeze(START);
    // Longer than a test may take: only a cut connection ends the waiting.
    alipay.switches.change({ notifyTimeoutMs: 600_000 });
    alipay.buy(payUrlOf(newOrderNumber(), { url }));
    await expect.poll(() => requests.length).toBe(1);
    await alipay.reset();
    await expect.poll(() => requests[0]!.destroyed).toBe(true);
    await alipay.clock.freeze(START);
    await alipay.clock.advance(DAY_MS);
    expect([alipay.notices.list(), requests.length]).toEqual([[], 1]);
    server.close();
  });
});

describe("several, and the end", () => {
  test("know nothing of each other", async () => {
    const others = await Promise.all([createAlipay(), createAlipay()]);
    const outTradeNo = newOrderNumber();
    alipay.buy(payUrlOf(outTradeNo));
    for (const other of others) {
      expect(other.url).not.toBe(alipay.url);
      expect(other.merchant.privateKey).not.toBe(alipay.merchant.privateKey);
      expect(() => other.buy(payUrlOf(outTradeNo))).toThrow(
        expect.objectContaining({ subCode: "isv.invalid-signature" }),
      );
      expect(other.trades()).toEqual([]);
      await other.close();
    }
    expect(alipay.trades(outTradeNo)).toMatchObject([{ status: "TRADE_SUCCESS" }]);
  });

  test("close frees the port and may be asked twice; a taken port is an error", async () => {
    const first = await createAlipay();
    const port = Number(new URL(first.url).port);
    await expect(createAlipay({ port })).rejects.toThrow(expect.objectContaining({ code: "EADDRINUSE" }));
    await Promise.all([first.close(), first.close()]);
    await expect(fetch(first.url)).rejects.toThrow();
    const second = await createAlipay({ port });
    expect(second.url).toBe(first.url);
    await second.close();
  });

  test("with a data folder the next one goes on; the clock given at the start is the clock after a reset", async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), "alipay-"));
    const clock = { mode: "frozen", at: 1_000 } as const;
    const first = await createAlipay({ dataFolder, clock });
    const outTradeNo = newOrderNumber();
    first.switches.change({ openId: true });
    first.buy(payUrl(sdkFor(first.merchant), outTradeNo));
    await first.close();
    const second = await createAlipay({ dataFolder, clock });
    expect(second.merchant.privateKey).toBe(first.merchant.privateKey);
    expect([second.trades(outTradeNo).length, second.switches.current().openId]).toEqual([1, true]);
    await second.clock.advance(5);
    await second.reset();
    expect([second.trades(), second.clock.now()]).toEqual([[], 1_000]);
    await second.close();
    await rm(dataFolder, { recursive: true });
  });
});
