/** For the tests beside this: the sandbox as a child process, a merchant's shop, and the official SDK as a client. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AlipaySdk } from "alipay-sdk";
import { readBody } from "./incoming.ts";
import { parseForm } from "./charset.ts";

export type Merchant = { appId: string; sellerId: string; gateway: string; privateKey: string; publicKey: string };
export type Control = <T = Record<string, unknown>>(call: string, input?: Record<string, unknown>) => Promise<T>;
export type Running = { url: string; control: Control; merchant: Merchant; sdk: AlipaySdk; child: ChildProcess };

const NODE = join(import.meta.dirname, "../node_modules/.bin/node");

/** Starts `server.ts` on a free port and waits for its first line. */
export async function startSandbox(settings: Record<string, string> = {}): Promise<Running> {
  const child = spawn(NODE, [join(import.meta.dirname, "server.ts")], {
    env: { NODE_ENV: "test", SANDBOX_PORT: "0", ...settings },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  while (!output.includes("\n")) output += String((await once(child.stdout, "data"))[0]);
  const url = /^SANDBOX_URL=(http:\/\/127\.0\.0\.1:\d+)$/m.exec(output)?.[1] ?? "";
  const control = controlOf(url);
  const merchant = await control<Merchant>("GET /control/merchant");
  return { url, control, merchant, sdk: sdkFor(merchant), child };
}

/** Ends it as an operator would; answers its exit code. */
export async function stopSandbox({ child }: Running): Promise<number | null> {
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  return (await ended)[0] as number | null;
}

/** `control("POST /control/buy", {…})`; throws with status and text unless the answer is 200. */
export const controlOf =
  (url: string): Control =>
  async <T>(call: string, input?: Record<string, unknown>): Promise<T> => {
    const [method = "", path = ""] = call.split(" ");
    const answer = await fetch(url + path, { method, ...(input ? { body: JSON.stringify(input) } : {}) });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${answer.status} ${text}`);
    return JSON.parse(text) as T;
  };

export const sdkFor = (merchant: Merchant, timeout = 2_000): AlipaySdk =>
  new AlipaySdk({
    appId: merchant.appId,
    privateKey: merchant.privateKey,
    keyType: "PKCS8",
    alipayPublicKey: merchant.publicKey,
    gateway: merchant.gateway,
    endpoint: merchant.gateway.replace("/gateway.do", ""),
    timeout,
  });

/** A copy of `fields` that lacks `name`. */
export const without = (fields: Record<string, string>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter(([one]) => one !== name));

let lastNumber = 0;
export const newOrderNumber = (): string => `T${process.pid}_${++lastNumber}`;

/** A signed page.pay address of 88.80 yuan, with `biz` and addresses on top. */
export function payUrl(sdk: AlipaySdk, outTradeNo: string, biz: Record<string, unknown> = {}, shop?: Shop): string {
  const bizContent = {
    out_trade_no: outTradeNo,
    total_amount: "88.80",
    subject: "测试商品 A+B 100%",
    product_code: "FAST_INSTANT_TRADE_PAY",
    ...biz,
  };
  const urls = shop ? { notifyUrl: `${shop.url}/notify`, returnUrl: `${shop.url}/return` } : {};
  return sdk.pageExecute("alipay.trade.page.pay", "GET", { ...urls, bizContent });
}

export type Notified = { headers: IncomingHttpHeaders; raw: string; fields: Record<string, string> };
export type Shop = { url: string; notices: Notified[]; answer: { status: number; body: string }; server: Server };

/** The merchant's side: keeps every notice and answers what `answer` says. */
export async function openShop(): Promise<Shop> {
  const notices: Notified[] = [];
  const answer = { status: 200, body: "success" };
  const server = createServer((incoming, response) => {
    void readBody(incoming).then((body) => {
      const raw = body.toString("utf8");
      notices.push({ headers: incoming.headers, raw, fields: parseForm(raw, "utf-8") });
      response.writeHead(answer.status, answer.status === 302 ? { Location: "/elsewhere" } : {}).end(answer.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, notices, answer, server };
}

export function closeShop({ server }: Shop): void {
  server.close();
  server.closeAllConnections();
}
