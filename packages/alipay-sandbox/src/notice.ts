/** A notice to the merchant, and what became of it. */
import type { NoticeKind } from "./merchant.ts";

/** `status` 0 means that no answer came; `error` says why. `body` is cut to its first 300 characters. */
export type Delivery = { at: number; status: number; body: string; ms: number; error?: string };

export type NoticeState = "waiting" | "held" | "delivered" | "gave-up" | "dropped";
export type Notice = {
  notifyId: string;
  outTradeNo: string;
  kind: NoticeKind;
  tradeStatus: string;
  url: string;
  state: NoticeState;
  /** Why the notification is in this state, in one sentence. */
  reason: string;
  firstAt: number;
  nextAt?: number;
  deliveries: Delivery[];
  /** The form without its signature. */
  fields: Record<string, string>;
};
