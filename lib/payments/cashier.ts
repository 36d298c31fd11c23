import type { Cashier } from "../channels/channel.ts";
import { channelOf } from "../channels/channels.ts";
import type { PayWay } from "../core/states.ts";
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
  { paymentMethod, cashierKind }: PayWay,
  attemptsBefore: number,
  now: Date,
): NewAttempt {
  return {
    ...channelOf({ paymentMethod }).merchant(),
    outTradeNo: outTradeNoOf(order.orderSn, attemptsBefore),
    paymentMethod,
    cashierKind,
    amountFen: order.amountFen,
    subject: subjectOf(order.productName),
    expireTime: order.expireTime,
    nextCheckAt: after(now, FIRST_CHECK_AFTER_MS),
  };
}

type AttemptFacts = PayWay & Pick<NewAttempt, "outTradeNo" | "amountFen" | "subject" | "expireTime">;

/**
 * The signed cashier of a committed attempt, at its channel. Its notify_url and return_url have no parameters
 * (docs/alipay.md A7).
 */
export function openCashier(attempt: AttemptFacts, signedAt: Date): Cashier {
  const { appUrl } = env();
  return channelOf(attempt).openCashier({
    kind: attempt.cashierKind,
    outTradeNo: attempt.outTradeNo,
    amountFen: attempt.amountFen,
    subject: attempt.subject,
    expireTime: attempt.expireTime,
    notifyUrl: `${appUrl}/api/${attempt.paymentMethod}/notify`,
    returnUrl: `${appUrl}/api/${attempt.paymentMethod}/return`,
    signedAt,
  });
}
