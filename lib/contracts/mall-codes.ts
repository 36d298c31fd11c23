import type { SourceType } from "../core/states.ts";
import type { PAYMENT_METHOD_TEXTS } from "./codes.ts";

/**
 * Numbers that only the views mall_* show, beside those of the wire: names cross the wire where these stand. The database
 * has the same numbers in `mall_code`, and lib/books/mall-views.test.ts holds the two together (docs/rules.md R68).
 */

/** mall: 0 PC, 1 app. A phone's browser is what comes nearest to its app. */
export const SOURCE_TYPE_CODES = { PC: 0, PHONE: 1 } as const satisfies Record<SourceType, number>;

/** mall: 1 alipay; 0 is an order that nobody paid. */
export const PAY_TYPE_CODES = { alipay: 1 } as const satisfies Record<keyof typeof PAYMENT_METHOD_TEXTS, number>;

/** As an order's: 1 paid, 3 given back. */
export const PAYMENT_STATUS_CODES = { SUCCESS: 1, RETURNED: 3 } as const;

/** mall: 0 off the shelf, 1 on it. */
export const SALE_STATUS_CODES = { ON_SALE: 1, OFF_SALE: 0 } as const;

/** 3 and 6 as an order's: refunded, and held for a refund. */
export const SEGMENT_STATUS_CODES = { ACTIVE: 1, FROZEN: 6, EXPIRED: 2, REFUNDED: 3 } as const;
