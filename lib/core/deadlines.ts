import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "./time.ts";

/** Deadlines that people are told of, in ms. The sentences take them from here (time.spanText), on the server and in the browser. */

/** A paid and delivered order may be refunded this long after its payment, to the millisecond. */
export const REFUND_WINDOW_MS = 7 * DAY_MS;

/** A session ends when it was not used for this long, and at the latest this long after signing in. */
export const SESSION_IDLE_MS = 7 * DAY_MS;
export const SESSION_LIFE_MS = 90 * DAY_MS;

/** A link to choose a new password is good for this long after it was mailed, one to confirm an address for this long. */
export const RESET_LINK_MS = 30 * MINUTE_MS;
export const CONFIRM_LINK_MS = DAY_MS;

/** A checkout session can be paid for this long after it was made; an order that waits by then keeps its own time. */
export const CHECKOUT_LIFE_MS = DAY_MS;

/** A link to the portal is good for this long, and what it opens for this long after it was used, however it is used. */
export const PORTAL_LINK_MS = 5 * MINUTE_MS;
export const PORTAL_LIFE_MS = HOUR_MS;

/** An order is created, and a notice settled, within this time (docs/rules.md R66). */
export const CREATION_LIMIT_MS = SECOND_MS;
export const NOTIFY_LIMIT_MS = 3 * SECOND_MS;

/** A second refund of a member within this time is reviewed. */
export const REPEAT_WINDOW_MS = 30 * DAY_MS;

/** Alipay is asked about one order this often, whoever wants to know. */
export const ASK_EVERY_MS = 3 * SECOND_MS;

/** A query overdue by this long raises an alert: each run should query all that is due every minute. */
export const QUESTION_LATE_MS = 10 * MINUTE_MS;

/** A refund that nothing has moved for this long is told to a person. */
export const REFUND_LATE_MS = DAY_MS;

/** An invoice may be asked for this long after the payment. */
export const INVOICE_WINDOW_MS = 365 * DAY_MS;

/** What a back end asked under an Idempotency-Key is remembered this long (docs/rules.md R141). */
export const REQUEST_KEPT_MS = 7 * DAY_MS;
