import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { after, DAY_MS, HOUR_MS } from "../core/time.ts";
import type { OrderLot } from "../credits/get-order-lots.ts";
import { quoteLots } from "../delivery/goods/credits.ts";
import { quotePeriod } from "../delivery/goods/subscription.ts";
import { OWED_QUOTE, type Quoted } from "../delivery/rules.ts";
import { nextPeriod } from "../subscriptions/rules.ts";
import { isStuck, judgeReview, quoteOf, reviewOf, riskOf, type OrderToRefund } from "./rules.ts";

const paidAt = new Date("2026-03-01T04:00:00.000Z");
const WEEK_MS = 7 * DAY_MS;

const order = (changes: Partial<OrderToRefund> = {}): OrderToRefund => ({
  status: "PAID",
  deliveryStatus: "DELIVERED",
  ...{ payAmountFen: 990, refundedAmountFen: 0, paymentTime: paidAt, isInvoiced: false },
  ...changes,
});

const lot = (changes: Partial<OrderLot> = {}): OrderLot => ({
  takenBack: 0,
  id: 1n,
  kind: "PAID",
  granted: 100,
  remaining: 100,
  frozen: 0,
  reserved: 0,
  expireTime: null,
  ...changes,
});

/** What stands, as of a moment. */
type Goods = (now: Date) => Quoted;

const credits = (...lots: OrderLot[]): Goods => quoteLots.bind(null, lots);
const owed: Goods = () => OWED_QUOTE;
const bonus = (remaining: number) => lot({ id: 2n, kind: "BONUS", granted: 10, remaining });

const period = (startDate = paidAt) => ({ id: 1n, ...nextPeriod([], "MONTHLY", startDate) });
const plan = (segment = period()): Goods => quotePeriod.bind(null, segment);

const quote = (goods: Goods, now = paidAt, changes: Partial<OrderToRefund> = {}) =>
  quoteOf(order(changes), goods(now), now);

/** The amount in fen, or the reason. */
function quoted(goods: Goods, now = after(paidAt, HOUR_MS), changes: Partial<OrderToRefund> = {}): number | string {
  const verdict = quote(goods, now, changes);
  return verdict.ok ? verdict.quote.amountFen : verdict.why;
}

describe("seven days, to the millisecond", () => {
  test.each([
    ["at once", 0, 990],
    ["6 d 23:59:59.999", WEEK_MS - 1, 990],
    ["7 d", WEEK_MS, 990],
    ["7 d and a millisecond", WEEK_MS + 1, "TOO_LATE"],
    ["a year", 365 * DAY_MS, "TOO_LATE"],
  ] as const)("%s", (_, ms, expected) => {
    expect(quoted(credits(lot()), after(paidAt, ms))).toBe(expected);
  });

  test.each(["PENDING", "FAILED"] as const)(
    "goods that are not handed over (%s) have no deadline",
    (deliveryStatus) => {
      expect(quoted(owed, after(paidAt, 365 * DAY_MS), { deliveryStatus })).toBe(990);
    },
  );

  test.each(["PENDING", "CANCELLED", "REFUNDING", "REFUNDED", "COMPLETED"] as const)("%s: nothing", (status) => {
    expect(quoted(credits(lot()), paidAt, { status })).toBe(status);
  });
});

describe("credits: paid × unused of this order's credits ÷ granted", () => {
  test.each([
    ["all of it", 100, 990],
    ["all but one", 99, 980],
    ["a third, floored", 33, 326],
    ["one left", 1, 9],
    ["none left", 0, "NOTHING_LEFT"],
  ] as const)("%s", (_, remaining, expected) => {
    expect(quoted(credits(lot({ remaining })))).toBe(expected);
  });

  test("one credit of many is less than a fen, so nothing", () => {
    expect(quoted(credits(lot({ granted: 1_000, remaining: 1 })))).toBe("LESS_THAN_A_FEN");
    expect(quoted(credits(lot({ granted: 990, remaining: 1 })))).toBe(1);
  });

  test.each([0, 4, 10])("%i of the bonus left changes no fen, and is taken back whole", (left) => {
    const verdict = quote(credits(bonus(left), lot({ remaining: 50 })), after(paidAt, 1));
    expect(verdict).toMatchObject({
      ok: true,
      quote: {
        amountFen: 495,
        sum: { granted: 100, used: 50, unused: 50, bonusGranted: 10, bonusTaken: left },
        held: {
          type: "CREDITS",
          lots: [...(left > 0 ? [{ lotId: 2, amount: left }] : []), { lotId: 1, amount: 50 }],
        },
      },
    });
  });

  test("where there was no bonus, none is taken back", () => {
    const sum = { granted: 100, used: 60, unused: 40, bonusGranted: 0, bonusTaken: 0 };
    expect(quote(credits(lot({ remaining: 40 })))).toMatchObject({ quote: { sum } });
  });

  test("a bonus alone is nothing that was paid for", () => {
    expect(quoted(credits(bonus(10), lot({ remaining: 0 })))).toBe("NOTHING_LEFT");
  });

  test.each([lot({ reserved: 1 }), lot({ id: 2n, kind: "BONUS", reserved: 1 })])(
    "a job that runs holds it up",
    (busy) => {
      expect(quoted(credits(busy))).toBe("JOB_RUNNING");
    },
  );

  test("of a lot past its day nothing comes back, whether or not the cron has been there", () => {
    const now = after(paidAt, DAY_MS);
    expect(quoted(credits(lot({ expireTime: after(now, 1) })), now)).toBe(990);
    expect(quoted(credits(lot({ expireTime: now })), now)).toBe("NOTHING_LEFT");
  });

  test("the parts of a purchase never add up to more than was paid, and one part never to a fen too little", () => {
    const paid = fc.integer({ min: 1, max: 100_000_000 });
    fc.assert(
      fc.property(paid, fc.integer({ min: 1, max: 100_000_000 }), fc.nat(), (payAmountFen, granted, pick) => {
        const unused = pick % (granted + 1);
        const of = (remaining: number) => {
          const answer = quoted(credits(lot({ granted, remaining })), paidAt, { payAmountFen });
          return typeof answer === "number" ? answer : 0;
        };
        expect(of(unused) + of(granted - unused)).toBeLessThanOrEqual(payAmountFen);
        expect(of(granted)).toBe(payAmountFen);
        const exact = (BigInt(payAmountFen) * BigInt(unused)) / BigInt(granted);
        expect(BigInt(of(unused))).toBe(exact);
      }),
    );
  });

  test("using more never brings more back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(), fc.nat(), (granted, a, b) => {
        const of = (remaining: number) => {
          const answer = quoted(credits(lot({ granted, remaining })));
          return typeof answer === "number" ? answer : 0;
        };
        const [less, more] = [a % (granted + 1), b % (granted + 1)].sort((x, y) => x - y) as [number, number];
        expect(of(less)).toBeLessThanOrEqual(of(more));
      }),
    );
  });
});

describe("plans: paid × whole remaining days ÷ total days", () => {
  // 1 March + 1 month = 31 days; 2,900 fen.
  test.each([
    ["not begun: whole", -DAY_MS, 2_900],
    ["at its first instant: whole", 0, 2_900],
    ["a millisecond later: a day less", 1, 2_806],
    ["after a day", DAY_MS, 2_806],
    ["a millisecond after a day", DAY_MS + 1, 2_712],
    ["after seven days", WEEK_MS, 2_245],
  ] as const)("%s", (_, ms, expected) => {
    expect(quoted(plan(), after(paidAt, ms), { payAmountFen: 2_900 })).toBe(expected);
  });

  test("the last day that is not whole is not paid back", () => {
    const segment = period(after(paidAt, -30 * DAY_MS));
    const goods = plan(segment);
    expect(quoted(goods, after(segment.endDate, -DAY_MS))).not.toBe("NOTHING_LEFT");
    expect(quoted(goods, after(segment.endDate, -DAY_MS + 1))).toBe("NOTHING_LEFT");
  });

  test("of a month bought on the 31st, its own days count: 28", () => {
    const start = new Date("2026-01-31T04:00:00.000Z");
    expect(quoted(plan(period(start)), after(start, DAY_MS), { payAmountFen: 2_800, paymentTime: start })).toBe(2_700);
  });

  test("says what it will hold", () => {
    expect(quote(plan())).toMatchObject({ quote: { held: { type: "SUBSCRIPTION", segmentId: 1 } } });
  });
});

describe("goods that were never handed over", () => {
  test("come back whole", () => {
    expect(quoted(owed, after(paidAt, WEEK_MS))).toBe(990);
  });
});

describe("who must look", () => {
  test.each([
    [20_000, 0, false, false],
    [20_001, 0, true, false],
    [1, 1, true, false],
    [200_000, 0, true, false],
    [200_001, 0, true, true],
    [200_001, 3, true, true],
  ])(
    "%i fen after %i recent refunds: review %s, by two %s",
    (amountFen, recentRefunds, needsReview, needsSecondReview) => {
      expect(reviewOf(amountFen, { recentRefunds }, 20_000)).toEqual({ needsReview, needsSecondReview });
    },
  );
});

describe("what a reviewer is shown", () => {
  const quoteFor = (remaining: number) => {
    const verdict = quote(credits(lot({ remaining })));
    if (!verdict.ok) throw new Error(verdict.why);
    return verdict;
  };
  const calm = { refundsBefore: 0, recentRefunds: 0, memberSince: after(paidAt, -30 * DAY_MS) };
  const marks = (remaining: number, history: Partial<typeof calm>, sincePayment: number, limit = 990) =>
    riskOf(quoteFor(remaining), { ...calm, ...history }, paidAt, limit, after(paidAt, sincePayment)).marks;

  test.each([
    ["nothing stands out", 51, {}, DAY_MS, 990, []],
    ["a large amount", 100, {}, DAY_MS, 989, ["LARGE"]],
    ["another one lately", 100, { recentRefunds: 1 }, DAY_MS, 990, ["REPEATED"]],
    ["half of it used", 50, {}, DAY_MS, 990, ["MOSTLY_USED"]],
    ["half of it used within the hour", 50, {}, HOUR_MS, 990, ["MOSTLY_USED", "USED_FAST"]],
    ["half of it used within a moment more", 50, {}, HOUR_MS + 1, 990, ["MOSTLY_USED"]],
    ["a new account", 100, { memberSince: after(paidAt, -2 * DAY_MS + 1) }, DAY_MS, 990, ["NEW_ACCOUNT"]],
    ["an account of three days", 100, { memberSince: after(paidAt, -2 * DAY_MS) }, DAY_MS, 990, []],
  ] as const)("%s", (_, remaining, history, sincePayment, limit, expected) => {
    expect(marks(remaining, history, sincePayment, limit)).toEqual(expected);
  });
});

test("a reviewer is shown whole percents, rounded up, and whole minutes and days, rounded down", () => {
  const verdict = quote(credits(lot({ granted: 300, remaining: 200 })));
  const history = { refundsBefore: 2, recentRefunds: 1, memberSince: after(paidAt, 1 - 10 * DAY_MS) };
  if (!verdict.ok) throw new Error(verdict.why);
  expect(riskOf(verdict, history, paidAt, 990, after(paidAt, 2 * HOUR_MS - 1))).toEqual({
    refundsBefore: 2,
    recentRefunds: 1,
    usedPercent: 34,
    minutesSincePayment: 119,
    accountDays: 10,
    marks: ["REPEATED"],
  });
  expect(quote(owed)).toMatchObject({ usedPercent: 0 });
});

describe("an admin's word", () => {
  const refund = {
    status: "REVIEWING",
    memberId: 1n,
    requestedBy: "admin:3",
    approvals: 0,
    needsSecondReview: false,
    reviewers: [] as bigint[],
  } as const;
  const two = { ...refund, needsSecondReview: true };

  test.each([
    ["approves", refund, 2n, "approve", "approved"],
    ["rejects", refund, 2n, "reject", "rejected"],
    ["what they started", refund, 3n, "approve", "own"],
    ["about their own", refund, 1n, "approve", "own"],
    ["against their own", refund, 1n, "reject", "own"],
    ["as the first of two", two, 2n, "approve", "counted"],
    ["as the second of two", { ...two, approvals: 1, reviewers: [2n] }, 4n, "approve", "approved"],
    ["twice as the first of two", { ...two, approvals: 1, reviewers: [2n] }, 2n, "approve", "over"],
    ["twice, the second time against", { ...two, approvals: 1, reviewers: [2n] }, 2n, "reject", "over"],
    ["against, after another's approval", { ...two, approvals: 1, reviewers: [2n] }, 3n, "reject", "rejected"],
    ["about an approved one", { ...refund, status: "APPROVED" }, 2n, "approve", "over"],
    ["about a sent one", { ...refund, status: "SENT" }, 2n, "reject", "over"],
    ["about a rejected one", { ...refund, status: "REJECTED" }, 2n, "approve", "over"],
  ] as const)("%s", (_, known, adminId, verdict, expected) => {
    expect(judgeReview(known, adminId, verdict)).toBe(expected);
  });
});

test("a person is told after an hour without an answer", () => {
  expect(isStuck(paidAt, after(paidAt, HOUR_MS - 1))).toBe(false);
  expect(isStuck(paidAt, after(paidAt, HOUR_MS))).toBe(true);
});
