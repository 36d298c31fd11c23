import { z } from "zod";
import { pageQuery } from "./envelope.ts";

/** Every fact that an alert of a kind can carry. One that was closed and opened again also says when (`closedTime`). */
export const ALERT_FACTS = {
  PAYMENT_MISMATCH: ["what", "tradeNo"],
  QUESTIONS_LATE: ["due"],
  ORPHAN_PAYMENT: ["tradeNo", "outTradeNo"],
  STRAY_PAYMENT: ["kind", "tradeNo"],
  DELIVERY_GIVEN_UP: ["reason"],
  REFUND_REFUSED: ["code", "message", "outRequestNo"],
  SELLER_BALANCE_SHORT: ["message", "outRequestNo"],
  REVIEW_LATE: ["outRequestNo"],
  REFUND_STUCK: ["reason", "outRequestNo"],
  BILL_DIFFERENCE: ["what", "kind", "tradeNo", "outTradeNo", "outRequestNo", "ourFen", "billFen", "billDate"],
  BILL_LATE: ["billDate", "isHere"],
  INVARIANT_BROKEN: ["id", "holds", "offending", "subjects", "reason"],
} as const satisfies Record<string, readonly string[]>;

export type AlertKind = keyof typeof ALERT_FACTS;
export type AlertFact = (typeof ALERT_FACTS)[AlertKind][number] | "closedTime";
export type AlertDetail<Kind extends AlertKind> = {
  readonly [Fact in (typeof ALERT_FACTS)[Kind][number]]?: unknown;
};

/** Something that a person must look at. */
export interface AlertView {
  id: number;
  kind: string;
  /** Chinese: what happened. */
  title: string;
  /** Chinese: what to do about it. */
  advice: string;
  orderSn: string | null;
  detail: Record<string, unknown>;
  createTime: string;
  /** The money behind it can be sent back from here. */
  releasable: boolean;
  /** Chinese: what closing it leaves undone; null: nothing. */
  closing: string | null;
}

export const listAlertsQuery = z.strictObject(pageQuery);
export type ListAlertsQuery = z.infer<typeof listAlertsQuery>;

export const alertIdParams = z.strictObject({
  alertId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "编号格式不正确")
    .transform(Number),
});
