import { describe, expect, test } from "vitest";
import { INVOICE_WINDOW_MS } from "../core/deadlines.ts";
import { INVOICE_STATUSES } from "../core/states.ts";
import { after } from "../core/time.ts";
import { formatOf, invoiceable, statusAfter, type InvoiceAct, type OrderToInvoice } from "./rules.ts";

const paidAt = new Date("2026-03-01T04:00:00.000Z");
const order = (changes: Partial<OrderToInvoice> = {}): OrderToInvoice => ({
  ...{ status: "COMPLETED", payAmountFen: 990, refundedAmountFen: 0, paymentTime: paidAt, isOnOne: false },
  hasOpenRefund: false,
  ...changes,
});

describe("an order is put on an invoice for what was paid and did not go back", () => {
  test.each([
    ["delivered", {}, 990],
    ["a part went back", { refundedAmountFen: 300 }, 690],
    ["refunded, and a part of the money stayed", { status: "REFUNDED", refundedAmountFen: 500 }, 490],
    ["all of it went back", { status: "REFUNDED", refundedAmountFen: 990 }, "NOTHING_LEFT"],
    ["a refund is open", { status: "REFUNDING" }, "REFUNDING"],
    ["more of it waits to be booked", { status: "REFUNDED", refundedAmountFen: 500, hasOpenRefund: true }, "REFUNDING"],
    ["unpaid", { status: "PENDING", paymentTime: null }, "UNPAID"],
    ["on another one", { isOnOne: true }, "ON_ONE"],
  ] as const)("%s", (_, changes, expected) => {
    const judged = invoiceable(order(changes), paidAt);
    expect("why" in judged ? judged.why : judged.amountFen).toBe(expected);
  });

  test("for a year, to the millisecond", () => {
    const last = after(paidAt, INVOICE_WINDOW_MS);
    expect(invoiceable(order(), last)).toEqual({ amountFen: 990 });
    expect(invoiceable(order(), after(last, 1))).toEqual({ why: "TOO_LATE" });
  });
});

test("every move of an invoice, and no other", () => {
  const acts: readonly InvoiceAct[] = ["withdraw", "issue", "refuse", "askRed", "bookRed"];
  const moves = acts.flatMap((act) =>
    INVOICE_STATUSES.flatMap((from) => {
      const to = statusAfter(act, from);
      return to ? [`${act}: ${from} → ${to}`] : [];
    }),
  );
  expect(moves).toEqual([
    "withdraw: REQUESTED → WITHDRAWN",
    "issue: REQUESTED → ISSUED",
    "refuse: REQUESTED → REFUSED",
    "refuse: RED_ASKED → ISSUED",
    "askRed: ISSUED → RED_ASKED",
    "bookRed: ISSUED → RED",
    "bookRed: RED_ASKED → RED",
  ]);
});

test.each([
  ["%PDF-1.7", "pdf"],
  ["PK\u0003\u0004....", "ofd"],
  ["<html>..", null],
  ["", null],
])("%j begins a file of the format %j", (beginning, format) => expect(formatOf(beginning)).toBe(format));
