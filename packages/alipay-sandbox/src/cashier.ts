/** Routes of the cashier, step by step. Works without JavaScript. */
import type { IncomingMessage } from "node:http";
import { parseForm } from "./charset.ts";
import * as pages from "./cashier-pages.ts";
import { readForm } from "./incoming.ts";
import { BUYERS, PASSWORD } from "./purses.ts";
import { Refusal } from "./refusal.ts";
import { json, page, redirect, type Reply } from "./reply.ts";
import { addressOf, type Visit } from "./visit.ts";
import { returnAddress } from "./return-url.ts";
import { noteOn, type Sandbox } from "./sandbox.ts";
import { paidOnce, type PayRequest, type Trade } from "./trade.ts";

/** `/cashier/<id>[/<step>]`; undefined for an address that is not one of the cashier's. */
export async function answerCashier(incoming: IncomingMessage, url: URL, sandbox: Sandbox): Promise<Reply | undefined> {
  const [, , id = "", step = ""] = url.pathname.split("/");
  const request = sandbox.requests.get(id);
  if (!request) return page(pages.gonePage().text, 404);
  const visit = visitOf(request, url, sandbox);
  try {
    if (incoming.method === "POST") return post(step, visit, parseForm(await readForm(incoming), "utf-8"));
    return get(step, visit);
  } catch (error) {
    if (error instanceof Refusal) return page(pages.refusedPage(visit, error).text);
    throw error;
  }
}

/** `/qr/<id>`: a phone has scanned the code. */
export const openByQr = (url: URL): Reply => redirect(`/cashier/${url.pathname.split("/")[2] ?? ""}?view=phone`);

function visitOf(request: PayRequest, url: URL, sandbox: Sandbox): Visit {
  const trade = sandbox.book.find({ outTradeNo: request.outTradeNo });
  const phone = request.product !== "page" || url.searchParams.get("view") === "phone";
  const buyer = BUYERS.find((one) => one.id === url.searchParams.get("buyer"));
  return { request, trade, view: phone ? "phone" : "desktop", buyer, sandbox };
}

function get(step: string, visit: Visit): Reply | Promise<Reply> | undefined {
  const { request, trade, sandbox } = visit;
  if (step === "state") return json({ state: stateOf(trade) });
  if (step === "left") return page(pages.leftPage(visit).text);
  if (step === "done") return trade && paidOnce(trade) ? paid(visit, trade) : redirect(addressOf(visit, ""));
  if (step === "pay") {
    if (trade?.status !== "WAIT_BUYER_PAY" || !visit.buyer) return redirect(addressOf(visit, ""));
    return page(pages.passwordPage(visit, visit.buyer).text);
  }
  if (step !== "") return undefined;
  if (trade && paidOnce(trade)) return redirect(addressOf(visit, "done"));
  sandbox.book.checkOpen(request);
  return pages.entrancePage(visit).then((markup) => page(markup.text));
}

function post(step: string, visit: Visit, form: Record<string, string>): Reply | undefined {
  const { request, sandbox } = visit;
  const buyer = BUYERS.find((one) => one.id === form["buyer"]);
  if (!buyer) return redirect(addressOf(visit, ""), 303);
  const known = { ...visit, buyer };
  if (step === "login") {
    sandbox.book.bind(request, buyer);
    return redirect(addressOf(known, "pay"), 303);
  }
  if (step !== "pay") return undefined;
  const trade = sandbox.book.bind(request, buyer);
  const atPay = { ...known, trade };
  if (form["password"] !== PASSWORD) return page(pages.passwordPage(atPay, buyer, "支付密码不正确，请重新输入").text);
  try {
    sandbox.book.pay(trade);
  } catch (error) {
    const poor = error instanceof Refusal && error.subCode === "ACQ.BUYER_BALANCE_NOT_ENOUGH";
    if (!poor) throw error;
    noteOn(sandbox.book, request.outTradeNo, `买家 ${buyer.name} 余额不足，没有付成`);
    return page(pages.passwordPage(atPay, buyer, "余额不足，没有扣款。可以离开，或换一笔金额小的订单").text);
  }
  return redirect(addressOf(atPay, "done"), 303);
}

const paid = (visit: Visit, trade: Trade): Reply =>
  page(pages.paidPage(visit, returnAddress(trade, visit.sandbox)).text);

function stateOf(trade: Trade | undefined): "unpaid" | "scanned" | "paid" | "closed" {
  if (!trade) return "unpaid";
  if (paidOnce(trade)) return "paid";
  return trade.status === "TRADE_CLOSED" ? "closed" : "scanned";
}
