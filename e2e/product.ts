import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { APIRequestContext } from "@playwright/test";
import { expect } from "./fixtures.ts";

/** A product with users of its own, on another origin than the shop, and its back end. */
export interface Product {
  readonly origin: string;
  /** The addresses that browsers came to, each with the referrer that they sent. */
  readonly visits: readonly (readonly [path: string, referrer: string | undefined])[];
  /** Asks the shop by the product's key. */
  readonly ask: <Answer>(method: "GET" | "POST" | "PUT", path: string, body?: object) => Promise<Answer>;
  readonly close: () => void;
}

/** What the product's server answers, with the product's key at hand. */
export type Serve = (request: Request, key: string) => Promise<Response>;

const HTML = { headers: { "content-type": "text/html; charset=utf-8" } };
const bare: Serve = () =>
  Promise.resolve(new Response("<!doctype html><title>产品</title><link rel=icon href='data:,'><h1>产品</h1>", HTML));

/** `shop`, `admin`: where the shop is, and somebody who may make keys and allow the product's site. */
export async function openProduct(shop: string, admin: APIRequestContext, serve: Serve = bare): Promise<Product> {
  const visits: [string, string | undefined][] = [];
  let key = "";
  const server = createServer((request, response) => {
    const { url = "", headers } = request;
    if (url !== "/favicon.ico") visits.push([url, headers.referer]);
    void answer(request, key, serve).then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = (await (await admin.get("/api/admin/settings")).json()) as { data: { returnOrigins: string[] } };
  const returnOrigins = [...settings.data.returnOrigins, origin];
  expect((await admin.put("/api/admin/settings", { data: { returnOrigins } })).status()).toBe(200);
  const made = await admin.post("/api/admin/service-keys", {
    data: { name: "产品", scopes: ["read", "customers", "checkout"] },
  });
  ({ key } = ((await made.json()) as { data: { key: string } }).data);
  const ask = async <Answer>(method: string, path: string, body?: object) => {
    const response = await fetch(`${shop}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  return { origin, visits, ask, close: () => server.close() };
}

async function answer(request: IncomingMessage, key: string, serve: Serve): Promise<Response> {
  const { method = "GET", url = "/", headers } = request;
  const body = method === "POST" ? { body: await text(request) } : {};
  const sent = new Headers(headers as Record<string, string>);
  return serve(new Request(`http://${headers.host}${url}`, { method, headers: sent, ...body }), key);
}
