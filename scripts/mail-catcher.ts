/** The mailbox of `npm run demo` and `npm run dev`: takes every mail, and shows it on a page with links to click. */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Mailbox } from "./mail-catcher/mailbox.ts";
import { mailboxPage, policy } from "./mail-catcher/pages.ts";

const mailbox = new Mailbox();

/** `/` is the page, `/mails?to=` the same as JSON. */
function respond(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } =
    URL.parse(request.url ?? "/", "http://localhost") ?? new URL("http://localhost/404");
  const mails = mailbox.mails(searchParams.get("to"));
  const common = { "cache-control": "no-store", "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };
  if (pathname === "/mails") {
    response.writeHead(200, { ...common, "content-type": "application/json; charset=utf-8" });
    response.end(JSON.stringify(mails));
  } else if (pathname === "/") {
    const nonce = randomBytes(16).toString("base64");
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy(nonce) };
    response.writeHead(200, { ...common, ...headers });
    response.end(mailboxPage(mails, nonce));
  } else response.writeHead(404, common).end();
}

const smtpUrl = await mailbox.listen();
const pages = createServer((request, response) => {
  // Whoever resolves a name of theirs to this machine is not asked in.
  if (/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? "")) respond(request, response);
  else response.writeHead(403).end();
});
await new Promise<void>((done) => pages.listen(0, "127.0.0.1", done));
console.log(`SMTP_URL=${smtpUrl}\nMAIL_URL=http://localhost:${(pages.address() as AddressInfo).port}`);

process.once("SIGTERM", () => {
  pages.close();
  pages.closeAllConnections();
  void mailbox.close();
});
