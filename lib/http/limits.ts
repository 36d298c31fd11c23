import { isIPv6 } from "node:net";
import { takePoint, type Limit } from "../cache/limiter.ts";
import { AppError } from "../core/errors.ts";

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

/**
 * The caller's address as the nearest proxy saw it: the last entry, because earlier entries can be forged by the
 * caller. Next fills the header from the socket only when it is absent, so a proxy that appends must stand in front
 * (SECURITY.md). For IPv6 the first 64 bits, because one customer controls a whole /64.
 */
export function addressOf(headers: Headers): string {
  const address = headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
  return isIPv6(address) ? networkOf(address) : address;
}

/** "2001:db8::1" → "2001:db8:0:0"; an IPv4-mapped address is returned as IPv4. */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const [head = "", tail = ""] = address.split("::");
  const [first, last] = [head, tail].map((side) => side.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - first!.length - last!.length }, () => "0");
  return [...first!, ...(address.includes("::") ? zeros : []), ...last!].slice(0, 4).join(":");
}
