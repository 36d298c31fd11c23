import { setTimeout as sleep } from "node:timers/promises";
import { createTransport, type Transporter } from "nodemailer";
import { invariant } from "../core/assert.ts";
import { MAIL_MS } from "../core/lease.ts";
import { env } from "../env.ts";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for every attempt to send this mail, so that a mailbox can recognise a duplicate. */
  readonly key: string;
}

/** In milliseconds, where SMTP_URL does not say otherwise: nodemailer itself would wait an hour for a silent server. */
const TIMEOUTS = { dnsTimeout: "5000", connectionTimeout: "5000", greetingTimeout: "5000", socketTimeout: "10000" };

let transporter: Transporter | undefined;

function openTransport(smtpUrl: string): Transporter {
  const url = new URL(smtpUrl);
  for (const [name, ms] of Object.entries(TIMEOUTS)) if (!url.searchParams.has(name)) url.searchParams.set(name, ms);
  return createTransport(url.href);
}

/**
 * Hands one mail to the configured server. Resolves once the server has taken it; throws what it said otherwise, or that it
 * had not taken it within MAIL_MS.
 */
export async function sendMail({ to, subject, text, key }: Mail): Promise<void> {
  const { mail, appUrl } = env();
  invariant(mail, "mail is sent only where it is configured");
  transporter ??= openTransport(mail.smtpUrl);
  const messageId = `<${key}@${new URL(appUrl).hostname}>`;
  // Base64, because the text is Chinese and not every relay preserves 8-bit text.
  const sending = transporter.sendMail({ from: mail.from, to, subject, text, messageId, textEncoding: "base64" });
  const timer = new AbortController();
  const deadline = sleep(MAIL_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`the mail server had not taken it within ${MAIL_MS} ms`);
  });
  deadline.catch(() => undefined); // Cleared below once the server has answered; the race has its own handler.
  await Promise.race([sending, deadline]).finally(() => timer.abort());
}

/** What the log may say of a mail that was not taken: the server's own words may contain the address. */
export function refusalOf(error: unknown): { code: string | undefined; responseCode: number | undefined } {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return { code, responseCode };
}
