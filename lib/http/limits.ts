import { givePointBack, takePoint, type Limit } from "../cache/limiter.ts";
import { RESET_LINK_MS } from "../core/deadlines.ts";
import { AppError } from "../core/errors.ts";
import { SECOND_MS } from "../core/time.ts";
import { env } from "../env.ts";
import { callerOf } from "./caller.ts";

/** The limits of docs/rules.md R56. */
export const REGISTER_LIMIT: Limit = { name: "register", points: 30, seconds: 600 };
export const SIGN_IN_FAILURE_LIMIT: Limit = { name: "sign-in-failure", points: 10, seconds: 600 };
export const CREATE_ORDER_LIMIT: Limit = { name: "create-order", points: 120, seconds: 60 };
/** Each question may cost a call to Alipay. */
export const FIND_PAYMENT_LIMIT: Limit = { name: "find-payment", points: 20, seconds: 600 };

/** Coming back from the product's provider without a sign-in, and setting out to it: each asks the provider something. */
export const PROVIDER_LIMIT: Limit = { name: "provider", points: 30, seconds: 600 };
export const PROVIDER_START_LIMIT: Limit = { name: "provider-start", points: 300, seconds: 600 };

/** Asking for a mailed link: per caller, and per address that is to get it. The latter is no longer than such a link lives. */
export const LINK_REQUEST_LIMIT: Limit = { name: "request-link", points: 10, seconds: 600 };
export const RESET_MAIL_LIMIT: Limit = { name: "reset-mail", points: 3, seconds: RESET_LINK_MS / SECOND_MS };
export const CONFIRMATION_MAIL_LIMIT: Limit = { name: "confirmation-mail", points: 3, seconds: 1800 };
export const USE_LINK_LIMIT: Limit = { name: "use-link", points: 30, seconds: 600 };

/** Each may leave a row, also one that is withdrawn at once. */
export const INVOICE_LIMIT: Limit = { name: "request-invoice", points: 60, seconds: 600 };

/** Each reads everything that is kept of a member. */
export const EXPORT_LIMIT: Limit = { name: "export", points: 10, seconds: 600 };
/** Each reads a table of the shop: a year of all seven, month by month. */
export const DESK_EXPORT_LIMIT: Limit = { name: "desk-export", points: 84, seconds: 600 };

/** Of the product's own back end, per key (docs/rules.md R136). */
export const SERVICE_KEY_LIMIT: Limit = { name: "service-key", points: 600, seconds: 60 };

/** Throws TOO_MANY_REQUESTS (429, with Retry-After) once the points of `key` are gone. */
export async function spendPoint(limit: Limit, key: string): Promise<void> {
  const retryAfter = await takePoint(limit, key);
  if (retryAfter !== null) throw new AppError("TOO_MANY_REQUESTS", { retryAfter });
}

/** Whether one more mail of this kind may go to the address; it is counted. */
export async function mayMail(limit: Limit, email: string): Promise<boolean> {
  return (await takePoint(limit, email)) === null;
}

/** The caller as limits count them: the address that TRUSTED_PROXIES names. */
export function addressOf(headers: Headers): string {
  return callerOf(headers.get("x-forwarded-for"), env().trustedProxies);
}

/**
 * One try of an account's password, counted per account and caller (docs/rules.md R56). The point is consumed in advance, so
 * that concurrent tries are all counted, and returned unless the password was wrong.
 * @param isWrong of what `work` returns or throws
 */
export async function tryPassword<Result>(
  headers: Headers,
  email: string,
  work: () => Promise<Result>,
  isWrong: (outcome: unknown) => boolean,
): Promise<Result> {
  const key = `${email}|${addressOf(headers)}`;
  await spendPoint(SIGN_IN_FAILURE_LIMIT, key);
  let outcome: unknown;
  try {
    const result = await work();
    outcome = result;
    return result;
  } catch (error) {
    outcome = error;
    throw error;
  } finally {
    if (!isWrong(outcome)) await givePointBack(SIGN_IN_FAILURE_LIMIT, key);
  }
}

/** The same for a signed-in member: `work` throws WRONG_PASSWORD for a wrong one. */
export function tryOwnPassword<Result>(
  headers: Headers,
  { id, email }: { readonly id: bigint; readonly email: string | null },
  work: () => Promise<Result>,
): Promise<Result> {
  return tryPassword(
    headers,
    // A customer of the product has no address, and no password that could be right.
    email ?? `member:${id}`,
    work,
    (outcome) => outcome instanceof AppError && outcome.code === "WRONG_PASSWORD",
  );
}
