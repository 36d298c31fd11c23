import { cashierUrl, merchant } from "../alipay/gateway.ts";
import type { CashierKind } from "../core/states.ts";
import { after } from "../core/time.ts";
import { env } from "../env.ts";
import type { NewAttempt } from "./parts.ts";
import { FIRST_CHECK_AFTER_MS, outTradeNoOf, subjectOf } from "./rules.ts";

/** A new attempt, committed before the cashier is opened. */
export function newAttempt(
  order: {
    readonly orderSn: string;
    readonly productName: string;
    readonly amountFen: number;
    readonly expireTime: Date;
  },
  kind: CashierKind,
  attemptsBefore: number,
  now: Date,
): NewAttempt {
  return {
    ...merchant(),
    outTradeNo: outTradeNoOf(order.orderSn, attemptsBefore),
    cashierKind: kind,
    amountFen: order.amountFen,
    subject: subjectOf(order.productName),
    expireTime: order.expireTime,
    nextCheckAt: after(now, FIRST_CHECK_AFTER_MS),
  };
}

type AttemptFacts = Pick<NewAttempt, "outTradeNo" | "cashierKind" | "amountFen" | "subject" | "expireTime">;

/**
 * The signed cashier address of a committed attempt. Its notify_url and return_url have no parameters
 * (docs/alipay.md A7).
 */
export function signCashier(attempt: AttemptFacts, signedAt: Date): string {
  const { appUrl } = env();
  return cashierUrl({
    kind: attempt.cashierKind,
    outTradeNo: attempt.outTradeNo,
    amountFen: attempt.amountFen,
    subject: attempt.subject,
    expireTime: attempt.expireTime,
    notifyUrl: `${appUrl}/api/alipay/notify`,
    returnUrl: `${appUrl}/api/alipay/return`,
    signedAt,
  });
}
