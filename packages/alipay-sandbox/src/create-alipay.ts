/** The local Alipay inside the caller's own process. */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { plantDifference } from "./control-bill.ts";
import { buy, ofOrder, tradesOf } from "./control-buyer.ts";
import { refundInConsole } from "./control-seller.ts";
import { setClock } from "./control-clock.ts";
import { addMerchant, merchantsOf, nextKey, rotateKeys } from "./control-merchants.ts";
import { forge, resend, trueNotice } from "./control-notices.ts";
import { knownFaults } from "./faults.ts";
import type { AlipayClock, AlipayFaults, AlipayNotices, AlipayOptions, LocalAlipay } from "./local-alipay.ts";
import { changeSwitches } from "./merchant.ts";
import { listener } from "./router.ts";
import { closeSandbox, merchantOf, openSandbox, resetSandbox, type Sandbox } from "./sandbox.ts";
import { statement } from "./statement.ts";

/** Starts one on 127.0.0.1. Throws the server's error (`code` EADDRINUSE) when the port is taken. */
export async function createAlipay(options: AlipayOptions = {}): Promise<LocalAlipay> {
  const { port = 0, dataFolder, clock = { mode: "real" } } = options;
  const sandbox = await openSandbox({ dataFolder, clock });
  const server = createServer(listener(sandbox));
  try {
    await listen(server, port);
  } catch (error) {
    await closeSandbox(sandbox);
    throw error;
  }
  sandbox.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return handleOf(sandbox, server);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
}

/** Answers are copies: a later event does not change what a test holds in its hand. */
const copy = structuredClone;

function handleOf(sandbox: Sandbox, server: Server): LocalAlipay {
  const { origin, book, bills, calls, purses, switches, journal } = sandbox;
  let closing: Promise<void> | undefined;
  return {
    url: origin,
    gateway: `${origin}/gateway.do`,
    merchant: merchantOf(sandbox),
    merchants: {
      list: () => merchantsOf(sandbox),
      add: (wanted) => addMerchant(wanted, sandbox),
      nextKey: (appId) => nextKey({ appId }, sandbox),
      rotate: (appId, whose) => rotateKeys({ appId, whose }, sandbox),
    },
    clock: clockOf(sandbox),
    faults: faultsOf(sandbox),
    buyers: { list: () => purses.buyers(), setBalance: (who, fen) => purses.setBalance(who, fen) },
    notices: noticesOf(sandbox),
    switches: {
      current: () => copy(switches),
      change: (changes) => {
        changeSwitches(switches, changes);
        journal.write("switches", "all", switches);
      },
    },
    bills: {
      plant: (difference) => void plantDifference(difference, sandbox),
      clear: () => void (bills.differences.length = 0),
    },
    buy: (payUrl, options = {}) => buy({ payUrl, ...options }, sandbox),
    refund: (outTradeNo, options = {}) => copy(refundInConsole({ outTradeNo, ...options }, sandbox)),
    trades: (outTradeNo) => copy(tradesOf(sandbox, outTradeNo)),
    calls: (outTradeNo) => copy(ofOrder(calls.all(), outTradeNo)),
    statement: () => statement({ book, purses }),
    reset: () => resetSandbox(sandbox),
    close: () => (closing ??= close(sandbox, server)),
  };
}

/** Connections go first: no request may start anything after the timers are gone. */
async function close(sandbox: Sandbox, server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
  await closeSandbox(sandbox);
}

function clockOf(sandbox: Sandbox): AlipayClock {
  const set = async (change: Parameters<typeof setClock>[0]): Promise<void> => {
    setClock(change, sandbox);
    await sandbox.notifier.idle();
  };
  return {
    now: () => sandbox.clock.now(),
    freeze: (at) => set({ mode: "frozen", at }),
    advance: (ms) => set({ advanceMs: ms }),
    speedUp: (times) => set({ mode: "times", times }),
    real: () => set({ mode: "real" }),
  };
}

function faultsOf({ faults }: Sandbox): AlipayFaults {
  return {
    known: knownFaults,
    add: (order) => copy(faults.add(order)),
    list: () => copy(faults.list()),
    clear: (id) => faults.clear(id),
  };
}

function noticesOf(sandbox: Sandbox): AlipayNotices {
  const { notifier } = sandbox;
  return {
    list: (outTradeNo) => copy(ofOrder(notifier.all(), outTradeNo)),
    idle: () => notifier.idle(),
    resend: async (outTradeNo) => copy(await resend(outTradeNo, sandbox)),
    form: (outTradeNo, options = {}) => trueNotice({ outTradeNo, ...options }, sandbox).body,
    sign: (fields, options = {}) => forge({ fields, ...options }, sandbox).body,
  };
}
