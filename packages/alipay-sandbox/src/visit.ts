/** A buyer at the cashier. */
import type { Buyer } from "./purses.ts";
import type { Sandbox } from "./sandbox.ts";
import type { PayRequest, Trade } from "./trade.ts";

/** One visit: which request, from which view, by whom. */
export type Visit = {
  request: PayRequest;
  trade: Trade | undefined;
  /** `phone` after scanning the code or when the product is for phones. */
  view: "desktop" | "phone";
  buyer: Buyer | undefined;
  sandbox: Sandbox;
};

/** The address of a step, with what has to be remembered. */
export function addressOf({ request, view, buyer }: Visit, step: string): string {
  const memory = new URLSearchParams();
  if (view === "phone" && request.product === "page") memory.set("view", "phone");
  if (buyer && step === "pay") memory.set("buyer", buyer.id);
  const tail = memory.size > 0 ? `?${memory.toString()}` : "";
  return `/cashier/${request.id}${step ? `/${step}` : ""}${tail}`;
}
