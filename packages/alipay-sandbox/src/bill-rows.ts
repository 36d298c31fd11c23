/** The rows of a bill, from the sandbox's own books, and the differences that can be planted into them. */
import { beijingDay } from "./beijing-time.ts";
import { newTradeNo } from "./identifiers.ts";
import { BUYERS, type Buyer } from "./purses.ts";
import { MERCHANT } from "./merchant.ts";
import { merchantOfTrade, paidOnce, type Trade } from "./trade.ts";

export type BillRow = {
  /** 交易, 退款, or any other 业务类型 of an odd row. */
  kind: string;
  tradeNo: string;
  outTradeNo: string;
  subject: string;
  createdAt: number;
  doneAt: number;
  buyer: string;
  /** Negative for a refund. */
  fen: number;
  /** What a coupon of the merchant paid of it; absent: nothing. */
  couponFen?: number;
  outRequestNo: string;
};

/**
 * missing: no row of the order; extra: a row without a trade, on `billDate`; wrong-amount: its trade row says
 * `amountFen`; late-refund: its refunds stand one day later than they happened; coupon: a coupon of the merchant paid
 * `amountFen` of it; foreign: `count` rows of another application of the same merchant, whose order numbers are `outTradeNo`
 * with a suffix; odd: a row of any other 业务类型 (`businessType`), or with `outTradeNo` "" one without its numbers. An amount
 * below zero makes a foreign row a 退款.
 */
export type Difference =
  | { kind: "missing" | "late-refund"; outTradeNo: string }
  | { kind: "wrong-amount" | "coupon"; outTradeNo: string; amountFen: number }
  | { kind: "extra"; outTradeNo: string; amountFen: number; billDate: string }
  | { kind: "foreign"; outTradeNo: string; amountFen: number; billDate: string; count: number }
  | { kind: "odd"; outTradeNo: string; amountFen: number; billDate: string; businessType: string };

const DAY_MS = 86_400_000;

/**
 * The rows of a seller's day `yyyy-MM-dd` or month `yyyy-MM`, in chronological order. Rows without a trade stand on the bill of the
 * first merchant.
 */
export function billRows(
  trades: readonly Trade[],
  { sellerId, period }: { sellerId: string; period: string },
  differences: readonly Difference[],
): BillRow[] {
  const own = trades.filter((trade) => merchantOfTrade(trade).sellerId === sellerId);
  const planted = sellerId === MERCHANT.sellerId ? differences.flatMap(plantedRows) : [];
  const rows = [...own.flatMap(rowsOf), ...planted];
  const bent = rows.flatMap((row) => bend(row, differences));
  return bent.filter((row) => beijingDay(row.doneAt).startsWith(period)).sort((a, b) => a.doneAt - b.doneAt);
}

function rowsOf(trade: Trade): BillRow[] {
  if (!paidOnce(trade)) return [];
  const { request, tradeNo, createdAt, paidAt, buyerId } = trade;
  const { outTradeNo, subject, amountFen } = request;
  const head = { tradeNo, outTradeNo, subject, createdAt, buyer: masked(BUYERS.find((one) => one.id === buyerId)) };
  const paid: BillRow = { ...head, kind: "交易", doneAt: paidAt, fen: amountFen, outRequestNo: "" };
  const refunds = trade.refunds.flatMap(({ doneAt, amountFen: fen, outRequestNo }): BillRow[] =>
    doneAt === undefined ? [] : [{ ...head, kind: "退款", doneAt, fen: -fen, outRequestNo }],
  );
  return [paid, ...refunds];
}

const masked = (buyer: Buyer | undefined): string => (buyer ? `*${buyer.name.slice(1)}(${buyer.logonId})` : "");

function bend(row: BillRow, differences: readonly Difference[]): BillRow[] {
  let bent = row;
  for (const difference of differences) {
    if (difference.outTradeNo !== row.outTradeNo) continue;
    if (difference.kind === "coupon" && row.kind === "交易") bent = { ...bent, couponFen: difference.amountFen };
    if (difference.kind === "missing") return [];
    if (difference.kind === "wrong-amount" && row.kind === "交易") bent = { ...bent, fen: difference.amountFen };
    if (difference.kind === "late-refund" && row.kind === "退款") bent = { ...bent, doneAt: bent.doneAt + DAY_MS };
  }
  return [bent];
}

/** The rows that no trade of this sandbox made, at noon of their day. */
function plantedRows(difference: Difference): BillRow[] {
  if (difference.kind === "extra") return [plantedRow(difference, "交易", "账单里多出的一笔")];
  if (difference.kind === "odd") return [plantedRow(difference, difference.businessType, "")];
  if (difference.kind !== "foreign") return [];
  const kind = difference.amountFen < 0 ? "退款" : "交易";
  return Array.from({ length: difference.count }, (_, i) =>
    plantedRow({ ...difference, outTradeNo: `${difference.outTradeNo}${i + 1}` }, kind, "另一个应用的订单"),
  );
}

function plantedRow(
  planted: { outTradeNo: string; amountFen: number; billDate: string },
  kind: string,
  subject: string,
) {
  const { outTradeNo, amountFen: fen, billDate } = planted;
  const noon = Date.parse(`${billDate}T12:00:00+08:00`);
  const tradeNo = outTradeNo === "" ? "" : newTradeNo(noon);
  const outRequestNo = kind === "退款" ? `${outTradeNo}R` : "";
  return {
    kind,
    tradeNo,
    outTradeNo,
    subject,
    createdAt: noon,
    doneAt: noon,
    buyer: masked(BUYERS[0]),
    fen,
    outRequestNo,
  };
}
