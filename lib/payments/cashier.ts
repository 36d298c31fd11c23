import type { Cashier } from "../channels/channel.ts";
import { channelOf, presentAccountOf, type OpenedBy } from "../channels/channels.ts";
import type { PayWay } from "../core/states.ts";
import { after } from "../core/time.ts";
import { env } from "../env.ts";
import type { NewAttempt } from "./parts.ts";
import { FIRST_CHECK_AFTER_MS, outTradeNoOf, subjectOf } from "./rules.ts";

/** A new attempt with the active account, committed before the cashier is opened. */
export function newAttempt(
  order: {
    readonly orderSn: string;
    readonly productName: string;
    readonly shopName: string;
    readonly amountFen: number;
    readonly expireTime: Date;
  },
  { paymentMethod, cashierKind }: PayWay,
  attemptsBefore: number,
  now: Date,
): NewAttempt {
  return {
    ...channelOf({ paymentMethod }).accounts()[0].merchant,
    outTradeNo: outTradeNoOf(order.orderSn, attemptsBefore),
    paymentMethod,
    cashierKind,
    amountFen: order.amountFen,
    subject: subjectOf(order),
    expireTime: order.expireTime,
    nextCheckAt: after(now, FIRST_CHECK_AFTER_MS),
  };
}

type AttemptFacts = OpenedBy & PayWay & Pick<NewAttempt, "outTradeNo" | "amountFen" | "subject" | "expireTime">;

/**
 * The signed cashier of a committed attempt, of the account that opened it. Its notify_url and return_url have no parameters
 * (docs/alipay.md A7). Throws ACCOUNT_ABSENT (503).
 */
export function openCashier(attempt: AttemptFacts, signedAt: Date): Cashier {
  const { appUrl } = env();
  return presentAccountOf(attempt).openCashier({
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
