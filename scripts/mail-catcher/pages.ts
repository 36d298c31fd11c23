import type { CaughtMail } from "./mailbox.ts";

/** Nothing of a mail can do anything: no script, no picture, no form; the style is the page's own. */
export function policy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.7 system-ui, sans-serif; }
body { max-width: 720px; margin: 0 auto; padding: 24px 16px; }
h1 { font-size: 22px; }
h2 { margin: 0; font-size: 17px; }
article { padding: 16px; margin: 16px 0; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 8px; }
.facts { margin: 4px 0 12px; font-size: 14px; opacity: 0.75; overflow-wrap: anywhere; }
.text { margin: 0; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

/** The text with its addresses as links; what is no http address stays text. */
export function withLinks(text: string): string {
  return text
    .split(/(https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+)/)
    .map((part, i) => (i % 2 ? `<a href="${escaped(part)}" rel="noreferrer">${escaped(part)}</a>` : escaped(part)))
    .join("");
}

function article({ from, to, subject, text, time }: CaughtMail): string {
  const when = new Date(time).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai" });
  return `<article>
<h2>${escaped(subject)}</h2>
<p class="facts">收件人 ${escaped(to.join("、"))} · 发件人 ${escaped(from)} · <time datetime="${escaped(time)}">${escaped(when)}</time></p>
<pre class="text">${withLinks(text)}</pre>
</article>`;
}

/** The whole mailbox as a page that looks again by itself. */
export function mailboxPage(mails: readonly CaughtMail[], nonce: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>邮件 · 本机信箱</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<h1>本机信箱</h1>
<p>账房发出的邮件都到这里，不会真的寄出。最新的在前，停止后清空。</p>
${mails.map(article).join("\n") || "<p>还没有邮件。注册一个账户，确认邮箱的邮件就会到这里。</p>"}
</body>
</html>`;
}
