/** A mutant accepted as surviving: location, change and reason. */
export interface AcceptedMutant {
  readonly file: string;
  /** A part of its line, so that moved lines still match. */
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

const SAME = "the same either way: ";
const NOT_OBSERVED = "how long we wait at most, which no test waits for to the millisecond";
const CUT = "how much of a foreign text the log keeps";

export const ACCEPTED_MUTANTS: readonly AcceptedMutant[] = [
  {
    file: "lib/alipay/bill-file.ts",
    line: "place > subject ? place + surplus",
    from: ">",
    to: ">=",
    why: `${SAME}nobody reads the subject's own cell`,
  },
  { file: "lib/alipay/bill-file.ts", line: "金额 ", from: "40", to: "(40 + 1)", why: CUT },
  { file: "lib/alipay/bill-file.ts", line: "完成时间 ", from: "40", to: "(40 + 1)", why: CUT },
  {
    file: "lib/alipay/bill-file.ts",
    line: "signedFen(row.amount) *",
    from: "*",
    to: "/",
    why: `${SAME}the sign is 1 or -1`,
  },
  { file: "lib/alipay/bill.ts", line: "error.message.slice", from: "200", to: "(200 + 1)", why: CUT },
  {
    file: "lib/books/rules.ts",
    line: "Math.min(checks, 10)",
    from: "10",
    to: "(10 + 1)",
    why: `${SAME}both are above the six hours; the 10 minutes are held by rules.test.ts`,
  },
  {
    file: "lib/refunds/rules.ts",
    line: "SENDING_MS = leaseMs",
    from: "1",
    to: "(1 + 1)",
    why: `${SAME}one row is one round, whatever the width; the batch is held by rules.test.ts`,
  },
  {
    file: "lib/core/batch.ts",
    line: "LEFT_COUNTED = 1_000",
    from: "1_000",
    to: "(1_000 + 1)",
    why: "how far due rows are counted: the number itself promises nothing",
  },
  { file: "lib/core/batch.ts", line: "RUN_BUDGET_MS = 20_000", from: "20_000", to: "(20_000 + 1)", why: NOT_OBSERVED },
  { file: "lib/core/lease.ts", line: "BILL_FILE_MS = 25", from: "25", to: "(25 + 1)", why: NOT_OBSERVED },
  { file: "lib/core/lease.ts", line: "MAIL_MS = 30", from: "30", to: "(30 + 1)", why: NOT_OBSERVED },
  {
    file: "lib/core/time.ts",
    line: "ms > 0 && ms % size",
    from: "0",
    to: "(0 + 1)",
    why: `${SAME}a span of 1 ms is no whole second`,
  },
  {
    file: "lib/core/batch.ts",
    line: "this.elapsedMs() >= this.#ms",
    from: ">=",
    to: ">",
    why: NOT_OBSERVED,
  },
  { file: "lib/core/trade.ts", line: "CALL_LIMIT_MS = 8_000", from: "8_000", to: "(8_000 + 1)", why: NOT_OBSERVED },
  { file: "lib/alipay/call.ts", line: "error.message.slice", from: "200", to: "(200 + 1)", why: CUT },
  { file: "lib/alipay/call.ts", line: "error.message.slice", from: "0", to: "(0 + 1)", why: CUT },
  { file: "lib/alipay/sdk.ts", line: "TIMEOUT_MS = 5_000", from: "5_000", to: "(5_000 + 1)", why: NOT_OBSERVED },
  {
    file: "lib/alipay/notify.ts",
    line: "return false; // The SDK throws",
    from: "false",
    to: "true",
    why: "all odd input that this SDK throws on is refused before it; the line waits for the next SDK",
  },
  {
    file: "lib/core/time.ts",
    line: "wall.setUTCDate(1)",
    from: "1",
    to: "(1 + 1)",
    why: `${SAME}every month has a second`,
  },
  {
    file: "lib/payments/rules.ts",
    line: "if (!paidAt || paidAt > now) return now",
    from: ">",
    to: ">=",
    why: `${SAME}both are that moment`,
  },
  {
    file: "lib/payments/rules.ts",
    line: "paidAt < createTime ? createTime : paidAt",
    from: "<",
    to: "<=",
    why: `${SAME}both are that moment`,
  },
  {
    file: "lib/payments/rules.ts",
    line: "Math.min(checks, 10)",
    from: "10",
    to: "(10 + 1)",
    why: `${SAME}from the sixth on it is the hour`,
  },
  {
    file: "lib/payments/rules.ts",
    line: "final < next ? final : next",
    from: "<",
    to: "<=",
    why: `${SAME}both are that moment`,
  },
  {
    file: "lib/subscriptions/rules.ts",
    line: "other.startDate >= segment.startDate",
    from: ">=",
    to: ">",
    why: `${SAME}the line begins with the segment's own end, and no two of a plan begin at once`,
  },
];
