import { takePoint, type Limit } from "../cache/limiter.ts";
import { AppError } from "../core/errors.ts";
import { env } from "../env.ts";
import { callerOf } from "./caller.ts";

/** The limits of docs/rules.md R56. */
export const REGISTER_LIMIT: Limit = { name: "register", points: 30, seconds: 600 };
export const SIGN_IN_FAILURE_LIMIT: Limit = { name: "sign-in-failure", points: 10, seconds: 600 };
export const CREATE_ORDER_LIMIT: Limit = { name: "create-order", points: 120, seconds: 60 };
/** Each question may cost a call to Alipay. */
export const FIND_PAYMENT_LIMIT: Limit = { name: "find-payment", points: 20, seconds: 600 };

/** Throws TOO_MANY_REQUESTS (429, with Retry-After) once the points of `key` are gone. */
export async function spendPoint(limit: Limit, key: string): Promise<void> {
  const retryAfter = await takePoint(limit, key);
  if (retryAfter !== null) throw new AppError("TOO_MANY_REQUESTS", { retryAfter });
}

/** The caller as limits count them: the address that TRUSTED_PROXIES names. */
export function addressOf(headers: Headers): string {
  return callerOf(headers.get("x-forwarded-for"), env().trustedProxies);
}
