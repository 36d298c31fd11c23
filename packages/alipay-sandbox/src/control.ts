/** `/control/*`: the sandbox seen from behind, for tests and for the console. JSON in, JSON out; README lists it. */
import type { IncomingMessage } from "node:http";
import { BadRequest } from "./bad-request.ts";
import { beijing, parseBeijing } from "./beijing-time.ts";
import { plantDifference } from "./control-bill.ts";
import { buy, describeTrade } from "./control-buyer.ts";
import { forge, trueNotice } from "./control-notices.ts";
import { FAULTS } from "./faults.ts";
import { readBody } from "./incoming.ts";
import { changeSwitches, MERCHANT } from "./merchant.ts";
import { BUYERS } from "./purses.ts";
import { Refusal, type Fields } from "./refusal.ts";
import { json, type Reply } from "./reply.ts";
import { resetSandbox, type Sandbox } from "./sandbox.ts";
import { statement } from "./statement.ts";

/** What an address of /control does. `input` is the query and the JSON body together. */
type Act = (input: Fields, sandbox: Sandbox) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  "GET /control/merchant": (_, sandbox) => merchant(sandbox),
  "GET /control/buyers": (_, { purses }) => BUYERS.map((buyer) => ({ ...buyer, balanceFen: purses.balance(buyer.id) })),
  "POST /control/balance": ({ owner, fen }, { purses }) => {
    if (typeof owner !== "string" || !Number.isSafeInteger(fen))
      throw new BadRequest("应给 owner（号）与 fen（整数分）");
    purses.setBalance(owner, fen as number);
    return { owner, fen: purses.balance(owner) };
  },
  "POST /control/buy": buy,
  "POST /control/sign": forge,
  "POST /control/notice": trueNotice,
  "GET /control/faults": (_, { faults }) => ({ rules: faults.list(), available: availableFaults() }),
  "POST /control/faults": (input, { faults }) => asBadRequest(() => faults.add(input)),
  "DELETE /control/faults": ({ id }, { faults }) => {
    faults.clear(id === undefined ? undefined : Number(id));
    return { rules: faults.list() };
  },
  "GET /control/clock": (_, sandbox) => clockState(sandbox),
  "POST /control/clock": (input, sandbox) => {
    sandbox.clock.set(readClockChange(input));
    return clockState(sandbox);
  },
  "GET /control/switches": (_, { switches }) => switches,
  "POST /control/switches": (input, { switches, journal }) => {
    asBadRequest(() => changeSwitches(switches, input));
    journal.write("switches", "all", switches);
    return switches;
  },
  "POST /control/reset": (_, sandbox) => {
    resetSandbox(sandbox);
    return { reset: true };
  },
  "GET /control/trades": ({ outTradeNo, limit }, sandbox) => {
    const trades = sandbox.book
      .all()
      .filter((one) => outTradeNo === undefined || one.request.outTradeNo === outTradeNo);
    return trades.slice(-Number(limit ?? 100)).map((trade) => describeTrade(trade, sandbox));
  },
  "GET /control/notices": ({ outTradeNo }, { notifier }) =>
    notifier.all().filter((one) => outTradeNo === undefined || one.outTradeNo === outTradeNo),
  "GET /control/calls": ({ outTradeNo }, { calls }) =>
    calls.all().filter((one) => outTradeNo === undefined || one.outTradeNo === outTradeNo),
  "GET /control/statement": (_, sandbox) => statement(sandbox),
  "GET /control/bill": (_, { bills }) => bills.differences,
  "POST /control/bill": plantDifference,
  "DELETE /control/bill": (_, { bills }) => {
    bills.differences.length = 0;
    return bills.differences;
  },
  "POST /control/idle": async (_, { notifier }) => {
    await notifier.idle();
    return { idle: true };
  },
  "POST /control/resend": async ({ outTradeNo }, { book, notifier }) => {
    const trade = book.find({ outTradeNo: String(outTradeNo) });
    if (!trade?.request.notifyUrl) throw new BadRequest(`没有这笔交易，或它没有 notify_url：${String(outTradeNo)}`);
    return notifier.resend(trade);
  },
};

/** Undefined for an address that is not one of these. */
export async function answerControl(incoming: IncomingMessage, url: URL, sandbox: Sandbox): Promise<Reply | undefined> {
  const act = ACTS[`${incoming.method} ${url.pathname}`];
  if (!act) return undefined;
  const stranger = strangerOf(incoming);
  if (stranger) return json({ message: stranger }, 403);
  try {
    const input = { ...Object.fromEntries(url.searchParams), ...parseJson(await readBody(incoming)) };
    return json(await act(input, sandbox));
  } catch (error) {
    if (error instanceof BadRequest) return json({ message: error.message }, 400);
    if (error instanceof Refusal) return json({ code: error.subCode, message: error.message }, 409);
    throw error;
  }
}

/** Only this machine, and no web page of another origin, may look behind. */
function strangerOf({ socket, headers }: IncomingMessage): string | undefined {
  const local = /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? "");
  if (!local) return "/control 只对本机开放";
  const { origin, host } = headers;
  return origin !== undefined && origin !== `http://${host}` ? "/control 不接受别的网页发来的请求" : undefined;
}

function parseJson(body: Buffer): Fields {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  } catch {
    // Said below.
  }
  throw new BadRequest("请求体应为一个 JSON 对象");
}

/** The parts below throw plain Errors about wrong input; here it is known that the caller gave it. */
function asBadRequest<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}

const merchant = ({ origin, keyring }: Sandbox): Fields => ({
  appId: MERCHANT.appId,
  sellerId: MERCHANT.sellerId,
  gateway: `${origin}/gateway.do`,
  privateKey: keyring.pairs.merchant.privateKey,
  publicKey: keyring.pairs.alipay.publicKey,
});

const availableFaults = (): Fields[] =>
  Object.entries(FAULTS).map(([fault, { on, processed, about }]) => ({ fault, on, processed, about }));

const clockState = ({ clock }: Sandbox): Fields => ({ ...clock.state(), beijing: beijing(clock.now()) });

function readClockChange({ mode, times, at, advanceMs }: Fields): Parameters<Sandbox["clock"]["set"]>[0] {
  if (mode !== undefined && mode !== "real" && mode !== "frozen" && mode !== "times") {
    throw new BadRequest("mode 应为 real、frozen 或 times");
  }
  const instant = typeof at === "string" ? parseBeijing(at) : at;
  if (at !== undefined && typeof instant !== "number") throw new BadRequest("at 应为毫秒数或 yyyy-MM-dd HH:mm:ss");
  for (const [name, value] of Object.entries({ times, advanceMs })) {
    if (value !== undefined && (typeof value !== "number" || !(value >= 0)))
      throw new BadRequest(`${name} 应为不小于 0 的数`);
  }
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(times === undefined ? {} : { times: times as number }),
    ...(typeof instant === "number" ? { at: instant } : {}),
    ...(advanceMs === undefined ? {} : { advanceMs: advanceMs as number }),
  };
}
