import { describe, expect, test } from "vitest";
import { AppError, ERROR_CODES, isErrorCode } from "./errors.ts";

describe("the table of errors", () => {
  test.each(ERROR_CODES)("%s is a client's or a server's error with a Chinese sentence", (code) => {
    const error = new AppError(code);
    expect(error.status).toBeGreaterThanOrEqual(400);
    expect(error.status).toBeLessThan(600);
    expect(error.message).toMatch(/^[\p{Script=Han}，、]+$/u);
    expect(isErrorCode(code)).toBe(true);
  });

  // docs/rules.md R54: bad input 400, who are you 401, not you 403, not there or not yours 404, not in this state 409,
  // over a limit 429, not now 503.
  test("gives every code its status", () => {
    const codesOf = Map.groupBy(ERROR_CODES, (code) => new AppError(code).status);
    expect(Object.fromEntries(codesOf)).toEqual({
      400: ["VALIDATION_FAILED", "WRONG_PASSWORD", "LINK_INVALID"],
      401: ["UNAUTHENTICATED", "CHECKOUT_ELSEWHERE", "BAD_CREDENTIALS", "BAD_SECRET"],
      403: ["FORBIDDEN", "FOREIGN_ORIGIN", "SELF_REVIEW", "SELF_CONFIRMATION"],
      404: [
        "NOT_FOUND",
        "ORDER_NOT_FOUND",
        "PRODUCT_NOT_FOUND",
        "PLAN_NOT_FOUND",
        "TERM_NOT_FOUND",
        "REFUND_NOT_FOUND",
        "INVOICE_NOT_FOUND",
        "CUSTOMER_NOT_FOUND",
        "CHECKOUT_NOT_FOUND",
      ],
      405: ["METHOD_NOT_ALLOWED"],
      409: [
        "OTHER_ACCOUNT",
        "SALES_STOPPED",
        "CHECKOUT_OVER",
        "ORDER_NOT_PAYABLE",
        "ORDER_NOT_CANCELLABLE",
        "PURCHASE_LIMIT_REACHED",
        "PRICE_CHANGED",
        "ORDER_NOT_REFUNDABLE",
        "ORDER_NOT_REDELIVERABLE",
        "REFUND_AMOUNT_CHANGED",
        "REFUND_NOT_REVIEWABLE",
        "REFUND_NOT_RESOLVABLE",
        "OUTSIDE_REFUND_ABSENT",
        "ALERT_NOT_CLOSABLE",
        "DIFFERENCE_CLOSED",
        "DIFFERENCE_NOT_SO",
        "TRADE_NOT_PAID",
        "MONTH_NOT_CLOSABLE",
        "MONTH_CHANGED",
        "FOREIGN_RULE_OURS",
        "FOREIGN_RULE_TAKEN",
        "ORDER_NOT_INVOICEABLE",
        "INVOICE_CHANGED",
        "CATALOG_CHANGED",
        "CATALOG_NAME_TAKEN",
        "TARGETS_FULL",
        "CATALOG_FULL",
        "IDEMPOTENCY_KEY_REUSED",
        "BIZ_ID_REUSED",
        "EMAIL_TAKEN",
        "CONSUMPTION_REVERSED",
        "ADDRESS_CONFIRMED",
        "HAS_PASSWORD",
        "ACCOUNT_NOT_CLOSABLE",
        "MEMBER_CLOSED",
        "MEMBER_NOT_REOPENABLE",
        "MEMBER_WITHOUT_PASSWORD",
        "KEY_NOT_ROTATABLE",
        "OWN_ACCOUNT",
        "ENDPOINTS_FULL",
        "DELIVERY_PENDING",
        "ADJUSTMENT_DECIDED",
        "INSUFFICIENT_CREDITS",
        "RESERVATION_NOT_HELD",
      ],
      413: ["BODY_TOO_LARGE"],
      415: ["UNSUPPORTED_MEDIA_TYPE"],
      429: ["TOO_MANY_REQUESTS", "TOO_MANY_OPEN_ORDERS"],
      500: ["INTERNAL"],
      503: ["GATEWAY_UNAVAILABLE", "ACCOUNT_ABSENT", "JOBS_SILENT", "BUSY", "OUTCOME_UNKNOWN"],
    });
  });

  test.each(["", "toString", "__proto__", "order_not_found"])("%j is no code", (text) => {
    expect(isErrorCode(text)).toBe(false);
  });
});

test("an error says its sentence, and what it is about where that is given", () => {
  expect(new AppError("NOT_FOUND").message).toBe("没有找到");
  expect(new AppError("NOT_FOUND", { about: "第 7 页" }).message).toBe("没有找到：第 7 页");
});
