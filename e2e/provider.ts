import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CLIENT, endInteraction, openIdProvider, type ProductUser } from "../lib/testing/openid-provider.ts";

/** The OpenID provider of another product, on this machine. */
export interface ProductProvider {
  /** The configuration of the shop. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

const PAGE = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>某产品</title><link rel="icon" href="data:,">
<h1>登录某产品</h1><form method="post"><label>编号 <input name="sub" required></label><label>邮箱 <input name="email"></label>
<button name="act" value="enter">进入</button><button name="act" value="back" formnovalidate>返回</button></form>`;

/** Starts it. Whoever says a number on its page is the user with this number, and their address is verified. */
export async function startProvider(shopUrl: string): Promise<ProductProvider> {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, ProductUser>();
  const provider = openIdProvider(issuer, `${shopUrl}/api/auth/callback/oidc`, people);
  const pages = provider.callback();
  const signIn = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === "GET")
      return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
    const given = new URLSearchParams(await text(request));
    const sub = given.get("sub")!;
    const user = given.get("act") === "enter" ? { sub, email: given.get("email")!, email_verified: true } : null;
    if (user) people.set(sub, user);
    await endInteraction(provider, user, request, response);
  };
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith("/interaction/")) void signIn(request, response);
    else pages(request, response);
  });
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return {
    env: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_NAME: "某产品",
    },
    close,
  };
}
