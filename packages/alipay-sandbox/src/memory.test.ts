/**
 * How much memory a trade costs. A few by default; for the figures of the README:
 * `SANDBOX_TRADES=10000 npx vitest run src/memory.test.ts`.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { env } from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeShop, openShop, payUrl, startSandbox, stopSandbox, type Running, type Shop } from "./testing.ts";

const TRADES = Number(env["SANDBOX_TRADES"] ?? 200);
const AT_ONCE = 8;
/** The trade, its notice with form and log, the page that was opened; the last two are kept for 2 000 trades only. */
const MOST_BYTES_PER_TRADE = 20_000;

let sandbox: Running;
let shop: Shop;
let inspector: WebSocket;
beforeAll(async () => {
  shop = await openShop();
  const inspected = await freePort();
  sandbox = await startSandbox({ NODE_OPTIONS: `--inspect=127.0.0.1:${inspected}` });
  const [target] = (await (await fetch(`http://127.0.0.1:${inspected}/json`)).json()) as {
    webSocketDebuggerUrl: string;
  }[];
  inspector = new WebSocket(target?.webSocketDebuggerUrl ?? "");
  await once(inspector, "open");
});
afterAll(async () => {
  inspector.close();
  closeShop(shop);
  await stopSandbox(sandbox);
});

/** A port that was free a moment ago: the inspector does not tell its own on standard output. */
async function freePort(): Promise<string> {
  const brief = await openShop();
  closeShop(brief);
  return new URL(brief.url).port;
}

async function inspect(method: string): Promise<{ usedSize?: number }> {
  inspector.send(JSON.stringify({ id: 1, method }));
  const [message] = (await once(inspector, "message")) as [MessageEvent<string>];
  return (JSON.parse(message.data) as { result: { usedSize?: number } }).result;
}

async function heapAfterCollection(): Promise<number> {
  await inspect("HeapProfiler.collectGarbage");
  return (await inspect("Runtime.getHeapUsage")).usedSize ?? NaN;
}

/** A purchase, every tenth with a partial refund and its second notice. */
async function trade(n: number): Promise<void> {
  const outTradeNo = `M${n}`;
  await sandbox.control("POST /control/buy", { payUrl: payUrl(sandbox.sdk, outTradeNo, {}, shop) });
  const bizContent = { out_trade_no: outTradeNo, refund_amount: "1.00", out_request_no: "R" };
  if (n % 10 === 0) await sandbox.sdk.exec("alipay.trade.refund", { bizContent });
}

function residentMb(): string {
  const status = readFileSync(`/proc/${sandbox.child.pid}/status`, "utf8");
  return `${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)} MB resident`;
}

test(
  `${TRADES} trades with their notices: every fen is in the books and the heap stays small`,
  { timeout: 600_000 },
  async () => {
    await sandbox.control("POST /control/balance", { owner: "2088000000000002", fen: TRADES * 10_000 });
    const before = await heapAfterCollection();
    const started = performance.now();
    let received = 0;
    for (let done = 0; done < TRADES; done += AT_ONCE) {
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, TRADES - done) }, (_, index) => trade(done + index)));
      received += shop.notices.splice(0).length;
      if (process.platform !== "linux" || (done + AT_ONCE) % 1_000 !== 0) continue;
      const [heap, seconds] = [await heapAfterCollection(), (performance.now() - started) / 1000];
      console.log(
        `${done + AT_ONCE} trades, ${seconds.toFixed(1)} s, heap ${(heap / 1e6).toFixed(1)} MB, ${residentMb()}`,
      );
    }
    await sandbox.control("POST /control/idle");
    received += shop.notices.splice(0).length;
    expect(received).toBe(TRADES + Math.ceil(TRADES / 10));
    const books = await sandbox.control("GET /control/statement");
    expect(books).toMatchObject({ paidFen: TRADES * 8880, refundedFen: Math.ceil(TRADES / 10) * 100 });
    expect((await heapAfterCollection()) - before).toBeLessThan(TRADES * MOST_BYTES_PER_TRADE);
  },
);
