import { PRODUCT_TYPE_CODES } from "../contracts/codes.ts";
import type { InsightDay, InsightProduct, InsightsView } from "../contracts/insights.ts";
import type { DayRange } from "../core/day-range.ts";
import { beijingDay } from "../core/day-range.ts";
import { after, DAY_MS } from "../core/time.ts";
import type * as stored from "./insight-store.ts";

/** The products that are shown one by one; the rest is one line. */
const PRODUCTS_SHOWN = 50;

/** What the database summed of a range. */
export interface Sums {
  readonly orders: readonly stored.OrderSums[];
  readonly lost: readonly stored.LostSums[];
  readonly paid: readonly stored.PaidSums[];
  readonly refunded: readonly stored.RefundedSums[];
  readonly deliveries: readonly stored.DeliveryTimes[];
  readonly expired: readonly { readonly day: string; readonly credits: number }[];
  readonly outstanding: readonly { readonly kind: "PAID" | "BONUS"; readonly credits: number }[];
}

function daysOf({ since, until }: DayRange): string[] {
  const days = (until.getTime() - since.getTime()) / DAY_MS;
  return Array.from({ length: days }, (_, i) => beijingDay(after(since, i * DAY_MS)));
}

/** Paid ÷ (paid + lost), as in docs/rules.md R66. `took`: the orders that took money, of which some are lost. null: none did. */
function rateOf(took: number, lost: Pick<stored.LostSums, "lost" | "took"> = { lost: 0, took: 0 }): number | null {
  const fine = took - lost.took;
  return fine + lost.lost === 0 ? null : fine / (fine + lost.lost);
}

const byDay = <Row extends { readonly day: string | null }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.day, row]));

function timesOf(times: stored.DeliveryTimes | undefined) {
  return { deliveryMedianMs: times?.median ?? null, deliveryP99Ms: times?.p99 ?? null };
}

function insightDays(range: DayRange, sums: Sums): InsightDay[] {
  const [orders, paid, refunded] = [byDay(sums.orders), byDay(sums.paid), byDay(sums.refunded)];
  const [lost, deliveries, expired] = [byDay(sums.lost), byDay(sums.deliveries), byDay(sums.expired)];
  return daysOf(range).map((day) => ({
    day,
    ordersMade: orders.get(day)?.made ?? 0,
    ordersPaid: paid.get(day)?.paid ?? 0,
    paidFen: paid.get(day)?.fen ?? 0,
    refundedFen: refunded.get(day)?.fen ?? 0,
    successRate: rateOf(orders.get(day)?.took ?? 0, lost.get(day)),
    ...timesOf(deliveries.get(day)),
    expiredCredits: expired.get(day)?.credits ?? 0,
  }));
}

type Summed = Pick<InsightProduct, "ordersMade" | "ordersPaid" | "paidFen" | "refundedFen">;

function added(rows: readonly Summed[]): Summed {
  const sum = (of: keyof Summed) => rows.reduce((total, row) => total + row[of], 0);
  return {
    ordersMade: sum("ordersMade"),
    ordersPaid: sum("ordersPaid"),
    paidFen: sum("paidFen"),
    refundedFen: sum("refundedFen"),
  };
}

function insightProducts({ orders, paid, refunded }: Sums): InsightProduct[] {
  const found = new Map<string, InsightProduct>();
  const note = ({ day, type, name }: (typeof refunded)[number] | (typeof orders)[number], sums: Partial<Summed>) => {
    if (day !== null || name === null || type === null) return;
    const key = `${type} ${name}`;
    const nothing = { productType: PRODUCT_TYPE_CODES[type], name, ...added([]) };
    found.set(key, { ...(found.get(key) ?? nothing), ...sums });
  };
  for (const row of orders) note(row, { ordersMade: row.made });
  for (const row of paid) note(row, { ordersPaid: row.paid, paidFen: row.fen });
  for (const row of refunded) note(row, { refundedFen: row.fen });
  const all = [...found.values()].sort((a, b) => b.paidFen - a.paidFen || b.ordersMade - a.ordersMade);
  const rest = all.slice(PRODUCTS_SHOWN);
  const others = { productType: null, name: `其余 ${rest.length} 种`, ...added(rest) };
  return [...all.slice(0, PRODUCTS_SHOWN), ...(rest.length > 0 ? [others] : [])];
}

/** The sums as days, products and totals. */
export function insightsOf(range: DayRange, sums: Sums): InsightsView {
  const days = insightDays(range, sums);
  const took = sums.orders.reduce((all, row) => all + (row.day === null ? 0 : row.took), 0);
  const lost = {
    lost: sums.lost.reduce((all, row) => all + row.lost, 0),
    took: sums.lost.reduce((all, row) => all + row.took, 0),
  };
  const held = (kind: "PAID" | "BONUS") => sums.outstanding.find((row) => row.kind === kind)?.credits ?? 0;
  return {
    from: range.from,
    to: range.to,
    days,
    total: {
      ...added(days),
      successRate: rateOf(took, lost),
      ...timesOf(byDay(sums.deliveries).get(null)),
      expiredCredits: days.reduce((all, { expiredCredits }) => all + expiredCredits, 0),
    },
    products: insightProducts(sums),
    outstanding: { paid: held("PAID"), bonus: held("BONUS") },
  };
}
