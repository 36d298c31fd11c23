import { addBeijingMonths, after, DAY_MS, SECOND_MS } from "../core/time.ts";

/**
 * A model of one member's purchases, credits, periods and refunds in plain arithmetic, without a database: an
 * independent implementation of docs/rules.md to compare with.
 */

export interface ModelLot {
  readonly order: ModelOrder;
  readonly kind: "PAID" | "BONUS";
  readonly granted: number;
  remaining: number;
  frozen: number;
  reserved: number;
  expires: Date | null;
}

export interface ModelSegment {
  readonly order: ModelOrder;
  readonly plan: string;
  /** From where the months of its line are counted. */
  readonly anchor: Date;
  start: Date;
  end: Date;
  status: "ACTIVE" | "FROZEN" | "EXPIRED" | "REFUNDED";
}

type Part = Readonly<{ lot: ModelLot; amount: number }>;

export interface ModelRefund {
  readonly amountFen: number;
  status: "REVIEWING" | "SENT" | "SUCCESS" | "REJECTED";
  readonly askedAt: Date;
  sentAt: Date | null;
  approvals: number;
}

export interface ModelOrder {
  readonly sn: string;
  readonly paidFen: number;
  readonly paidAt: Date;
  status: "PAID" | "REFUNDING" | "REFUNDED" | "COMPLETED";
  readonly refunds: ModelRefund[];
  /** The next answer about this refund is lost although the money moves. */
  answerGetsLost: boolean;
}

export interface Pack {
  readonly priceFen: number;
  readonly creditAmount: number;
  readonly bonusCredits: number;
  readonly validDays: number | null;
}

const AUTO_LIMIT_FEN = 20_000;
const TWO_ADMINS_ABOVE_FEN = 200_000;
const isSame = (one: Date, other: Date) => one.getTime() === other.getTime();
const free = (lot: ModelLot) => lot.remaining - lot.frozen - lot.reserved;
const alive = (lot: ModelLot, now: Date) => lot.expires === null || now < lot.expires;

export class MemberModel {
  readonly orders: ModelOrder[] = [];
  readonly lots: ModelLot[] = [];
  readonly segments: ModelSegment[] = [];
  readonly jobs = new Map<string, { parts: Part[]; until: Date }>();
  /** What each lot paid and did not get back, in the order in which they paid. */
  readonly spent: { readonly bizId: string; parts: Part[] }[] = [];

  #order(sn: string, paidFen: number, paidAt: Date): ModelOrder {
    const order: ModelOrder = { sn, paidFen, paidAt, status: "PAID", refunds: [], answerGetsLost: false };
    this.orders.push(order);
    return order;
  }

  buyPack(sn: string, pack: Pack, paidAt: Date): void {
    const order = this.#order(sn, pack.priceFen, paidAt);
    const expires = pack.validDays === null ? null : after(paidAt, pack.validDays * DAY_MS);
    for (const [kind, granted] of [
      ["BONUS", pack.bonusCredits],
      ["PAID", pack.creditAmount],
    ] as const)
      if (granted > 0) this.lots.push({ order, kind, granted, remaining: granted, frozen: 0, reserved: 0, expires });
  }

  buyPlan(sn: string, plan: string, paidFen: number, months: number, paidAt: Date): void {
    const order = this.#order(sn, paidFen, paidAt);
    const line = this.#line(plan);
    const start = new Date(Math.max(paidAt.getTime(), ...line.map((segment) => segment.end.getTime())));
    const last = line.find((segment) => isSame(segment.end, start));
    const fits = (n: number) => last !== undefined && isSame(addBeijingMonths(last.anchor, n), start);
    const before = Array.from({ length: 1_200 }).findIndex((_, n) => fits(n));
    const anchor = before < 0 ? start : last!.anchor;
    const end = addBeijingMonths(anchor, Math.max(0, before) + months);
    this.segments.push({ order, plan, anchor, start, end, status: "ACTIVE" });
  }

  #line(plan: string): ModelSegment[] {
    return this.segments.filter((one) => one.plan === plan && (one.status === "ACTIVE" || one.status === "FROZEN"));
  }

  /** Which lots would pay, or null when there is not enough. */
  #choose(amount: number, now: Date): Part[] | null {
    const rank = (lot: ModelLot) =>
      [lot.kind === "BONUS" ? 0 : 1, lot.expires?.getTime() ?? Infinity, this.lots.indexOf(lot)] as const;
    const willing = this.lots.filter((lot) => alive(lot, now) && free(lot) > 0);
    willing.sort((a, b) => {
      const [x, y] = [rank(a), rank(b)];
      return x[0] - y[0] || (x[1] === y[1] ? 0 : x[1] - y[1]) || x[2] - y[2];
    });
    const parts: Part[] = [];
    let left = amount;
    for (const lot of willing) {
      if (left === 0) break;
      const part = Math.min(left, free(lot));
      parts.push({ lot, amount: part });
      left -= part;
    }
    return left === 0 ? parts : null;
  }

  spend(bizId: string, amount: number, now: Date): boolean {
    const parts = this.#choose(amount, now);
    if (!parts) return false;
    for (const part of parts) part.lot.remaining -= part.amount;
    this.spent.push({ bizId, parts });
    return true;
  }

  /** How much of a consumption is given back, 0: it has no so much left. The lots that paid last get theirs first. */
  reverse(bizId: string, wanted: number | null): number {
    const one = this.spent.find((spending) => spending.bizId === bizId)!;
    const whole = one.parts.reduce((sum, part) => sum + part.amount, 0);
    const amount = wanted ?? whole;
    if (amount > whole) return 0;
    let kept = whole - amount;
    one.parts = one.parts.map(({ lot, amount: paid }) => {
      const stays = Math.min(kept, paid);
      kept -= stays;
      lot.remaining += paid - stays;
      return { lot, amount: stays };
    });
    return amount;
  }

  reserve(bizId: string, amount: number, until: Date, now: Date): boolean {
    const parts = this.#choose(amount, now);
    if (!parts) return false;
    for (const part of parts) part.lot.reserved += part.amount;
    this.jobs.set(bizId, { parts, until });
    return true;
  }

  /** `used` null: released. False: it held nothing any more. */
  finishJob(bizId: string, used: number | null, now: Date): boolean {
    const job = this.jobs.get(bizId)!;
    if (used !== null && now >= job.until) return false;
    this.jobs.delete(bizId);
    let left = used ?? 0;
    const parts = job.parts.map(({ lot, amount }) => {
      const part = Math.min(left, amount);
      lot.reserved -= amount;
      lot.remaining -= part;
      left -= part;
      return { lot, amount: part };
    });
    if (used !== null) this.spent.push({ bizId, parts });
    return true;
  }

  /** A lease ends by time alone; from then on it holds nothing. */
  lapse(now: Date): void {
    for (const job of this.jobs.values()) {
      if (now < job.until) continue;
      for (const { lot, amount } of job.parts) lot.reserved -= amount;
      job.parts = [];
    }
  }

  /** The refundable amount in fen; 0: none. */
  worth(order: ModelOrder, now: Date): number {
    if (order.status !== "PAID" || now.getTime() - order.paidAt.getTime() > 7 * DAY_MS) return 0;
    const segment = this.segments.find((one) => one.order === order);
    if (segment) {
      const days = (ms: number) => Math.floor(ms / DAY_MS);
      const total = days(segment.end.getTime() - segment.start.getTime());
      const left = Math.min(
        total,
        Math.max(0, days(segment.end.getTime() - Math.max(now.getTime(), segment.start.getTime()))),
      );
      return Math.floor((order.paidFen * left) / total);
    }
    const lots = this.lots.filter((lot) => lot.order === order);
    if (lots.some((lot) => lot.reserved > 0)) return 0;
    const paid = lots.find((lot) => lot.kind === "PAID")!;
    return alive(paid, now) ? Math.floor((order.paidFen * free(paid)) / paid.granted) : 0;
  }

  askBack(order: ModelOrder, now: Date): ModelRefund | null {
    const amountFen = this.worth(order, now);
    if (amountFen === 0) return null;
    const recent = this.orders
      .flatMap((one) => one.refunds)
      .filter((one) => now.getTime() - one.askedAt.getTime() < 30 * DAY_MS);
    const isFree = amountFen <= AUTO_LIMIT_FEN && recent.length === 0;
    const refund: ModelRefund = { amountFen, status: "REVIEWING", askedAt: now, sentAt: null, approvals: 0 };
    order.refunds.push(refund);
    order.status = "REFUNDING";
    for (const lot of this.lots) if (lot.order === order && alive(lot, now)) lot.frozen = lot.remaining;
    for (const segment of this.segments) if (segment.order === order) segment.status = "FROZEN";
    if (isFree) this.#send(order, refund, now);
    return refund;
  }

  #send(order: ModelOrder, refund: ModelRefund, now: Date): void {
    refund.status = "SENT";
    refund.sentAt = now;
    if (order.answerGetsLost) order.answerGetsLost = false;
    else this.#succeed(order, refund, now);
  }

  #succeed(order: ModelOrder, refund: ModelRefund, now: Date): void {
    refund.status = "SUCCESS";
    order.status = "REFUNDED";
    for (const lot of this.lots) {
      if (lot.order !== order) continue;
      lot.remaining -= lot.frozen;
      lot.frozen = 0;
      if (lot.kind === "BONUS" && alive(lot, now)) lot.expires = now;
    }
    const gone = this.segments.find((one) => one.order === order);
    if (!gone) return;
    gone.status = "REFUNDED";
    this.#shiftAfter(gone, -Math.max(0, gone.end.getTime() - Math.max(now.getTime(), gone.start.getTime())));
  }

  #shiftAfter(segment: ModelSegment, ms: number): void {
    for (const later of this.#line(segment.plan)) {
      if (later === segment || later.start < segment.end) continue;
      later.start = after(later.start, ms);
      later.end = after(later.end, ms);
    }
  }

  /** An admin's decision on the refund in review. */
  review(order: ModelOrder, approve: boolean, now: Date): void {
    const refund = order.refunds.at(-1)!;
    if (approve) {
      refund.approvals += 1;
      if (refund.amountFen <= TWO_ADMINS_ABOVE_FEN || refund.approvals === 2) this.#send(order, refund, now);
      return;
    }
    refund.status = "REJECTED";
    order.status = "PAID";
    for (const lot of this.lots) if (lot.order === order) lot.frozen = 0;
    const segment = this.segments.find((one) => one.order === order);
    if (!segment) return;
    segment.status = "ACTIVE";
    this.#runOn(segment, Math.max(refund.askedAt.getTime(), segment.start.getTime()), now);
  }

  /** A period idle since `idleSince` keeps its remaining time, and no period that has begun moves. */
  #runOn(segment: ModelSegment, idleSince: number, now: Date): void {
    const later = this.segments.filter(
      (one) => one.plan === segment.plan && one.status !== "REFUNDED" && one.start >= segment.end,
    );
    if (later.some((one) => one.start <= now)) {
      const left = segment.end.getTime() - idleSince;
      segment.start = new Date(Math.max(now.getTime(), ...later.map((one) => one.end.getTime())));
      segment.end = after(segment.start, left);
      return;
    }
    const lost = Math.max(0, Math.floor((now.getTime() - idleSince) / DAY_MS)) * DAY_MS;
    this.#shiftAfter(segment, lost);
    segment.start = after(segment.start, lost);
    segment.end = after(segment.end, lost);
  }

  /** The effect of the jobs: leases, expiries, periods, refunds, completed orders. */
  tick(now: Date): void {
    for (const [bizId, job] of this.jobs) if (now >= job.until) this.finishJob(bizId, null, now);
    for (const lot of this.lots) if (!alive(lot, now)) lot.remaining -= free(lot);
    for (const segment of this.segments)
      if (segment.status === "ACTIVE" && segment.end <= now) segment.status = "EXPIRED";
    for (const order of this.orders) {
      const refund = order.refunds.at(-1);
      if (refund?.status === "SENT" && now.getTime() - refund.sentAt!.getTime() >= 10 * SECOND_MS)
        this.#succeed(order, refund, now);
      if (order.status === "PAID" && now.getTime() - order.paidAt.getTime() > 7 * DAY_MS) order.status = "COMPLETED";
    }
  }
}
