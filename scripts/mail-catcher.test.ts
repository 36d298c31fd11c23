import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startChild, type Child } from "./child.ts";
import { withLinks } from "./mail-catcher/pages.ts";

let catcher: Child;
let smtpUrl: string;
let mailUrl: string;
beforeEach(async () => {
  catcher = startChild({ name: "本机信箱", args: ["scripts/mail-catcher.ts"], env: {}, logFile: "/dev/null" });
  const [, smtp, page] = await catcher.says(/^SMTP_URL=(\S+)\nMAIL_URL=(\S+)$/m, 20_000);
  [smtpUrl, mailUrl] = [smtp!, page!];
});
afterEach(() => catcher.stop());

it("shows what was sent as text, with links to click, and lets nothing of it act", async () => {
  const sender = createTransport(smtpUrl);
  const mail = {
    from: "账房 <no-reply@shop.example>",
    to: "li@example.com",
    subject: "【账房】<script>alert(1)</script>",
    text: "你好：\n\nhttps://shop.example/reset#token=abc-_1\n\n<img src=x onerror=alert(1)> javascript:alert(1)",
    html: "<script>alert(2)</script>",
  };
  await sender.sendMail(mail);
  await sender.sendMail({ ...mail, to: "else@example.com", text: "别的" });
  const page = await fetch(mailUrl);
  const html = await page.text();
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'nonce-[^']+'; /);
  expect(html).toContain('<a href="https://shop.example/reset#token=abc-_1" rel="noreferrer">');
  expect(html).toContain("【账房】&lt;script&gt;");
  expect(html).not.toMatch(/<(script|img|iframe|form)\b|href="javascript:/);
  const mails = (await (await fetch(`${mailUrl}/mails?to=li@example.com`)).json()) as object[];
  expect(mails).toMatchObject([
    { to: ["li@example.com"], subject: mail.subject, from: '"账房" <no-reply@shop.example>' },
  ]);
});

it.each([
  [
    "a http://localhost:3000/confirm#token=x。",
    'a <a href="http://localhost:3000/confirm#token=x" rel="noreferrer">http://localhost:3000/confirm#token=x</a>。',
  ],
  [
    '"https://x.example/"onmouseover="a"',
    '&quot;<a href="https://x.example/" rel="noreferrer">https://x.example/</a>&quot;onmouseover=&quot;a&quot;',
  ],
  ["javascript:alert(1) data:text/html,x", "javascript:alert(1) data:text/html,x"],
])("%s", (text, html) => expect(withLinks(text)).toBe(html));
