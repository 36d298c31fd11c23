import { SHOP_PAYMENT_METHOD, type CashierKind, type PayWay, type SourceType } from "../core/states.ts";
import { env } from "../env.ts";

/** What a request comes from, by what its browser says of itself; nothing is decided by it but where a buyer is sent. */
export function sourceTypeOf(headers: Headers): SourceType {
  return /Mobile|Android|iPhone|HarmonyOS/i.test(headers.get("user-agent") ?? "") ? "PHONE" : "PC";
}

/** A phone gets the phone cashier where the merchant has signed it; everything else the desktop one (docs/rules.md R83). */
export function cashierKindFor(headers: Headers): CashierKind {
  return sourceTypeOf(headers) === "PHONE" && env().alipay.hasPhoneCashier ? "WAP" : "PAGE";
}

/** `kind`: the cashier that the buyer asked for, if they did. */
export function payWayFor(headers: Headers, kind: CashierKind = cashierKindFor(headers)): PayWay {
  return { paymentMethod: SHOP_PAYMENT_METHOD, cashierKind: kind };
}
