/** A chat product of another's making in spirit: own users, own port, own database. What it sells, it sells by billing.ts. */
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { balanceOf, checkoutFor, join, payFor, purchaseIn } from "./billing.ts";
import { keepMessage, keepPurchase, purchasesOf, signIn, userBy, type User } from "./users.ts";

const PORT = Number(process.env.CHAT_PORT ?? 4000);
const HOME = `http://127.0.0.1:${PORT}`;

/** What would be a model. */
async function answerTo(question: string): Promise<string> {
  return `你说的是“${question.slice(0, 20)}”。我想了想，觉得很有道理。`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text;
}

type Act = (user: User, request: IncomingMessage) => Promise<unknown>;

const ACTS: Readonly<Record<string, Act>> = {
  "GET /me": async (user) => ({ name: user.name, credits: await balanceOf(user.id), purchases: purchasesOf(user.id) }),
  "POST /chat": async (user, request) => {
    const { said } = JSON.parse(await textOf(request)) as { said: string };
    const answered = await payFor(user.id, randomUUID(), () => answerTo(said));
    if (answered !== null) keepMessage(user.id, said, answered);
    return { answered };
  },
  "POST /buy": async (user) => ({ url: await checkoutFor(user.id, HOME) }),
};

async function enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URLSearchParams(await textOf(request)).get("name")?.trim();
  if (!name) return void response.writeHead(303, { location: "/" }).end();
  const user = signIn(name);
  await join(user.id);
  const cookie = `chat=${user.token}; HttpOnly; SameSite=Lax; Path=/`;
  response.writeHead(303, { location: "/", "set-cookie": cookie }).end();
}

async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers(request.headers as Record<string, string>);
  const userId = await purchaseIn(await textOf(request), headers).catch(() => undefined);
  if (userId) keepPurchase(headers.get("webhook-id")!, userId);
  response.writeHead(userId === undefined ? 400 : 204).end();
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? "/", HOME);
  const name = `${request.method} ${pathname}`;
  if (name === "POST /enter") return enter(request, response);
  if (name === "POST /hook") return hear(request, response);
  if (name === "GET /") {
    const page = await readFile(new URL("page.html", import.meta.url));
    return void response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
  }
  const user = userBy(/(?:^|; )chat=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1] ?? "");
  const act = ACTS[name];
  // A page asks who is there before anybody is.
  const nobody = [name === "GET /me" ? 200 : 401, null] as const;
  const [status, body] = !act ? [404, null] : !user ? nobody : [200, await act(user, request)];
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    response.writeHead(500).end();
  });
});
server.listen(PORT, "127.0.0.1", () => console.log(`CHAT_URL=${HOME}`));
