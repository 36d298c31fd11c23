import { mailLinks } from "../accounts/mail-links.ts";
import type { LinkPurpose } from "../accounts/rules.ts";
import type { Mailbox, ReceivedMail } from "./smtp.ts";

/** Mails what was asked for by then: the mails to this address, in their order. */
export async function linkMails(mailbox: Mailbox, email: string, now = new Date()): Promise<ReceivedMail[]> {
  await mailLinks(now);
  return mailbox.received.filter(({ to }) => to === email);
}

/** The token of the newest such link to this address. Mails what was asked for. */
export async function mailedToken(mailbox: Mailbox, email: string, purpose: LinkPurpose): Promise<string> {
  const link = purpose === "RESET" ? /\/reset#token=([\w-]{43})$/m : /\/confirm#token=([\w-]{43})$/m;
  const tokens = (await linkMails(mailbox, email)).map(({ text }) => link.exec(text)?.[1]);
  const token = tokens.findLast((found) => found !== undefined);
  if (!token) throw new Error(`no link was mailed to ${email}`);
  return token;
}
