import type { CashierKind, SourceType } from "../core/states.ts";

/** What a request comes from, by what its browser says of itself; nothing is decided by it but where a buyer is sent. */
export function sourceTypeOf(headers: Headers): SourceType {
  return /Mobile|Android|iPhone|HarmonyOS/i.test(headers.get("user-agent") ?? "") ? "PHONE" : "PC";
}

/** A phone gets Alipay's phone cashier; everything else the desktop one. */
export function cashierKindFor(headers: Headers): CashierKind {
  return sourceTypeOf(headers) === "PHONE" ? "WAP" : "PAGE";
}
