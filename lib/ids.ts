import { randomBytes } from "node:crypto";
import { beijingText } from "./core/time.ts";

/** Crockford's alphabet in lower case: no i, l, o, u, so that numbers can be read out. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte & 31]).join("");
}

function sortableStamp(now: Date): string {
  return beijingText(now).replace(/\D/g, "") + String(now.getMilliseconds()).padStart(3, "0");
}

/** Sorts by time (Beijing, ms) and cannot be guessed (80 random bits). 33 of Alipay's 64 characters. */
export function newOrderSn(now: Date): string {
  return sortableStamp(now) + randomText(16);
}

/** An order's number, or one of its later attempts: with a suffix (`_2`). */
const OWN_NUMBER = /^\d{17}[0-9a-hjkmnp-tv-z]{16}(_\d{1,4})?$/;

/** Whether a number at a channel may be one of ours, by its looks alone. Orders of before this shop may look otherwise. */
export function isOwnShape(outTradeNo: string): boolean {
  return OWN_NUMBER.test(outTradeNo);
}

/** The first number of the shape of ours in a text that nobody has verified; null: there is none. */
export function ownNumberIn(text: string): string | null {
  return /(?<![0-9a-z])\d{17}[0-9a-hjkmnp-tv-z]{16}(_\d{1,4})?(?![0-9a-z])/.exec(text)?.[0] ?? null;
}

/** The number of one refund request, made with its row and used for ever (docs/alipay.md A13, docs/rules.md R9). */
export function newRequestNo(now: Date): string {
  return `r${sortableStamp(now)}${randomText(16)}`;
}

/** The number of a request for an invoice: as an order's, with an `i` before it, so that nobody takes one for the other. */
export function newInvoiceSn(now: Date): string {
  return `i${sortableStamp(now)}${randomText(16)}`;
}

/** Names a checkout session (128 random bits): it stands in the address that a paid buyer is sent to. */
export function newCheckoutId(): string {
  return `cs_${newSessionId()}`;
}

/** Names a link to the portal. */
export function newPortalId(): string {
  return `pl_${newSessionId()}`;
}

/** Names a session (128 random bits, 22 characters): nobody can guess one, and a restored backup brings none back to life. */
export function newSessionId(): string {
  return randomBytes(16).toString("base64url");
}
