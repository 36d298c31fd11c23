/** `/control/*`: the control interface for tests and the console. JSON in, JSON out; README lists it. */
import type { IncomingMessage } from "node:http";
import { BadRequest } from "./bad-request.ts";
import { plantDifference } from "./control-bill.ts";
import { buy, ofOrder, tradesOf } from "./control-buyer.ts";
import { refundInConsole } from "./control-seller.ts";
import { clockState, setClock } from "./control-clock.ts";
import { addMerchant, merchantsOf, nextKey, rotateKeys } from "./control-merchants.ts";
import { forge, resend, trueNotice } from "./control-notices.ts";
import { knownFaults } from "./faults.ts";
import { readBody } from "./incoming.ts";
import { changeSwitches } from "./merchant.ts";
import { Refusal, type Fields } from "./refusal.ts";
import { json, type Reply } from "./reply.ts";
import { merchantOf, resetSandbox, type Sandbox } from "./sandbox.ts";
import { statement } from "./statement.ts";

/** What an address of /control does. `input` is the query and the JSON body together. */
type Act = (input: Fields, sandbox: Sandbox) => unknown;

const ACTS: Readonly<Record<string, Act>> = {
  "GET /control/merchant": (_, sandbox) => merchantOf(sandbox),
  "GET /control/merchants": (_, sandbox) => merchantsOf(sandbox),
  "POST /control/merchants": addMerchant,
  "POST /control/next-key": nextKey,
  "POST /control/rotate": rotateKeys,
  "GET /control/buyers": (_, { purses }) => purses.buyers(),
  "POST /control/balance": ({ owner, fen }, { purses }) => {
    purses.setBalance(String(owner), fen as number);
    return { owner, fen };
  },
  "POST /control/buy": buy,
  "POST /control/refund": refundInConsole,
  "POST /control/sign": forge,
  "POST /control/notice": trueNotice,
  "GET /control/faults": (_, { faults }) => ({ rules: faults.list(), available: knownFaults() }),
  "POST /control/faults": (input, { faults }) => asBadRequest(() => faults.add(input)),
  "DELETE /control/faults": ({ id }, { faults }) => {
    faults.clear(id === undefined ? undefined : Number(id));
    return { rules: faults.list() };
  },
  "GET /control/clock": (_, sandbox) => clockState(sandbox),
  "POST /control/clock": (input, sandbox) => {
    setClock(input, sandbox);
    return clockState(sandbox);
  },
  "GET /control/switches": (_, { switches }) => switches,
  "POST /control/switches": (input, { switches, journal }) => {
    asBadRequest(() => changeSwitches(switches, input));
    journal.write("switches", "all", switches);
    return switches;
  },
  "POST /control/reset": async (_, sandbox) => {
    await resetSandbox(sandbox);
    return { reset: true };
  },
  "GET /control/trades": ({ outTradeNo, limit }, sandbox) => tradesOf(sandbox, outTradeNo, Number(limit ?? 100)),
  "GET /control/notices": ({ outTradeNo }, { notifier }) => ofOrder(notifier.all(), outTradeNo),
  "GET /control/calls": ({ outTradeNo }, { calls }) => ofOrder(calls.all(), outTradeNo),
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
  "POST /control/resend": ({ outTradeNo }, sandbox) => resend(String(outTradeNo), sandbox),
};

/** Undefined for other addresses. */
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

/** Loopback only, and no pages of other origins. */
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

/** The parts below throw plain Errors about wrong input; turned into BadRequest here. */
function asBadRequest<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new BadRequest(error instanceof Error ? error.message : String(error));
  }
}
