/** Routing. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import { downloadBill } from "./bills.ts";
import { answerCashier, openByQr } from "./cashier.ts";
import { livePart } from "./console-live.ts";
import { consolePage } from "./console-pages.ts";
import { answerControl } from "./control.ts";
import { receive } from "./gateway-checks.ts";
import { answerGateway } from "./gateway.ts";
import { readForm, TooLarge } from "./incoming.ts";
import { deliver, page, text, type Reply } from "./reply.ts";
import { answerV3 } from "./v3.ts";
import type { Sandbox } from "./sandbox.ts";

const asset = (name: string, type: string): Reply =>
  text(200, type, readFileSync(new URL(`../assets/${name}`, import.meta.url), "utf8"));

const ASSETS: Readonly<Record<string, Reply>> = {
  "/assets/cashier.css": asset("cashier.css", "text/css"),
  "/assets/cashier.js": asset("cashier.js", "text/javascript"),
  "/assets/console.css": asset("console.css", "text/css"),
  "/assets/console.js": asset("console.js", "text/javascript"),
};

export function listener(sandbox: Sandbox): RequestListener {
  return (incoming, response) => {
    answer(incoming, response, sandbox).catch((error: unknown) => fail(response, error));
  };
}

async function answer(incoming: IncomingMessage, response: ServerResponse, sandbox: Sandbox): Promise<void> {
  const target = incoming.url ?? "/";
  if (!URL.canParse(target, sandbox.origin)) return deliver(response, text(400, "text/plain", "地址无效"));
  const url = new URL(target, sandbox.origin);
  if (url.pathname === "/gateway.do") {
    const cut = target.indexOf("?");
    const received = receive(cut < 0 ? "" : target.slice(cut + 1), await readForm(incoming));
    return answerGateway(received, response, sandbox);
  }
  if (url.pathname.startsWith("/v3/")) return answerV3(incoming, url, response, sandbox);
  const reply = await answerOther(incoming, url, sandbox);
  await deliver(response, reply ?? text(404, "text/plain", "没有这个地址"));
}

async function answerOther(incoming: IncomingMessage, url: URL, sandbox: Sandbox): Promise<Reply | undefined> {
  if (url.pathname.startsWith("/control/")) return answerControl(incoming, url, sandbox);
  if (url.pathname.startsWith("/cashier/")) return answerCashier(incoming, url, sandbox);
  if (url.pathname === "/downloadBillFile.resource") return downloadBill(url, sandbox);
  if (url.pathname.startsWith("/qr/")) return openByQr(url);
  if (url.pathname === "/") return page(consolePage(sandbox).text);
  if (url.pathname === "/console/live") return page(livePart(sandbox).text);
  return ASSETS[url.pathname];
}

/** A closed connection or an invalid form is the caller's fault; anything else is a bug and is reported. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.destroyed) return;
  const callers =
    error instanceof TooLarge ? 413 : error instanceof TypeError && /form/i.test(error.message) ? 400 : 500;
  if (callers === 500) console.error(error);
  if (response.headersSent) response.destroy();
  else void deliver(response, text(callers, "text/plain", callers === 500 ? "沙箱出错，见它的输出" : "请求无法读取"));
}
