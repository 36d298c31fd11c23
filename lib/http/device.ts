import type { CashierKind } from "../core/states.ts";

/** A phone gets Alipay's phone cashier; everything else the desktop one. */
export function cashierKindFor(headers: Headers): CashierKind {
  return /Mobile|Android|iPhone|HarmonyOS/i.test(headers.get("user-agent") ?? "") ? "WAP" : "PAGE";
}
