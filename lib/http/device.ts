import { SHOP_PAYMENT_METHOD, type PayWay, type SourceType } from "../core/states.ts";

/** What a request comes from, by what its browser says of itself; nothing is decided by it but where a buyer is sent. */
export function sourceTypeOf(headers: Headers): SourceType {
  return /Mobile|Android|iPhone|HarmonyOS/i.test(headers.get("user-agent") ?? "") ? "PHONE" : "PC";
}

/** A phone gets the channel's phone cashier; everything else the desktop one. */
export function payWayFor(headers: Headers): PayWay {
  const cashierKind = sourceTypeOf(headers) === "PHONE" ? "WAP" : "PAGE";
  return { paymentMethod: SHOP_PAYMENT_METHOD, cashierKind };
}
