import type { NewAlert } from "../accounts/parts.ts";
import type { DifferenceKind } from "../core/states.ts";
import type { FoundLine, Unlisted } from "./bill-differences.ts";

type Numbers = "cause" | "orderSn" | "kind" | "tradeNo" | "outTradeNo" | "outRequestNo" | "ourFen";

/** What tells people of a difference; the difference itself is a row of its own (docs/rules.md R117). */
export function differenceAlert(
  about: Pick<Unlisted | FoundLine, Numbers> & { readonly what: DifferenceKind },
  onBill: { readonly billDate?: string; readonly billFen?: number },
): NewAlert<"BILL_DIFFERENCE"> {
  const { what, cause, orderSn, kind, tradeNo, outTradeNo, outRequestNo, ourFen } = about;
  const detail = { what, kind, tradeNo, outTradeNo, outRequestNo, ourFen, ...onBill };
  return { kind: "BILL_DIFFERENCE", cause, orderSn, detail };
}
