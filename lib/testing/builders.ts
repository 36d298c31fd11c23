import type { MemberRole } from "../core/roles.ts";
import { randomInt, randomUUID } from "node:crypto";
import { insertMember } from "../accounts/parts.ts";
import type { Wanted } from "../catalog/get-product.ts";
import type { CashierView } from "../contracts/orders.ts";
import type { Actor, Context } from "../core/context.ts";
import type { CashierKind, PaymentMethod } from "../core/states.ts";
import type { PricedTerm } from "../core/terms.ts";
import { after, MINUTE_MS, SECOND_MS } from "../core/time.ts";
import type { TradeFact } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { placeOrder } from "../payments/place-order.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { query } from "./database.ts";

/** Default start time of a test: noon in Beijing. */
export const NOW = new Date("2026-03-01T04:00:00.000Z");

/** The start time plus `minutes`. */
export function at(minutes: number): Date {
  return after(NOW, minutes * MINUTE_MS);
}

export function contextAt(now: Date, actor: Actor = "cron"): Context {
  return { now, actor };
}

/** A member with a confirmed address and an unusable password, so that tests do not run scrypt. */
export async function aMember({ role = "MEMBER" as MemberRole, now = NOW, isConfirmed = true } = {}): Promise<bigint> {
  const email = `buyer-${randomUUID()}@example.com`;
  const commit = new Commit("aMember");
  const emailConfirmTime = isConfirmed ? now : null;
  const member = insertMember(commit, { email, passwordHash: "scrypt$$", name: "测试", role, emailConfirmTime }, now);
  return (await commit.run()).one(member).id;
}

export async function closeAccount(memberId: bigint): Promise<void> {
  await query("update ums_member set status = 'DISABLED' where id = $1", [memberId]);
}

/** Inserts a pack on sale and returns the request to buy it. */
export async function aCreditProduct(
  given: {
    priceFen?: number;
    creditAmount?: number;
    bonusCredits?: number;
    validDays?: number | null;
    status?: string;
  } = {},
): Promise<Wanted & { type: "CREDITS" }> {
  const { priceFen = 990, creditAmount = 100, bonusCredits = 10, validDays = 365, status = "ON_SALE" } = given;
  const [row] = await query<{ id: bigint }>(
    `insert into pms_credit_product (name, credit_amount, bonus_credits, price_fen, valid_days, status)
     values ($1, $2, $3, $4, $5, $6) returning id`,
    [`积分包 ${randomUUID()}`, creditAmount, bonusCredits, priceFen, validDays, status],
  );
  return { type: "CREDITS", productId: Number(row!.id) };
}

/** Inserts a plan on sale and returns the request to buy one month; spread it for another term. */
export async function aPlan(
  given: {
    code?: string;
    level?: number;
    priceMonthlyFen?: number;
    priceYearlyFen?: number;
    status?: string;
    otherTerms?: readonly PricedTerm[];
  } = {},
): Promise<Wanted & { type: "SUBSCRIPTION" }> {
  const { level = 1, priceMonthlyFen = 2_900, priceYearlyFen = 29_900, status = "ON_SALE" } = given;
  const { code = `plan-${randomUUID().slice(0, 13)}`, otherTerms = [] } = given;
  const [row] = await query<{ id: bigint }>(
    `insert into ums_subscription_plans (code, name, level, price_monthly_fen, price_yearly_fen, features, status, other_terms)
     values ($1, $2, $3, $4, $5, '{}', $6, $7) returning id`,
    [code, `套餐 ${code}`, level, priceMonthlyFen, priceYearlyFen, status, JSON.stringify(otherTerms)],
  );
  return { type: "SUBSCRIPTION", planId: Number(row!.id), billingCycle: "MONTHLY" };
}

/** An order made by a test. */
export interface TestOrder {
  readonly orderId: bigint;
  readonly orderSn: string;
  readonly memberId: bigint;
  readonly amountFen: number;
  readonly cashier: CashierView;
}

export interface OrderWish {
  readonly memberId?: bigint;
  readonly wanted?: Wanted;
  readonly paymentMethod?: PaymentMethod;
  readonly kind?: CashierKind;
  readonly requestKey?: string | null;
  readonly now?: Date;
}

/** An unpaid order, made by the real verb; member and product are made where none are given. */
export async function anOrder(wish: OrderWish = {}): Promise<TestOrder> {
  const { paymentMethod = "alipay", kind: cashierKind = "PAGE", requestKey = null, now = NOW } = wish;
  const memberId = wish.memberId ?? (await aMember({ now }));
  const wanted = wish.wanted ?? (await aCreditProduct());
  const sourceType = cashierKind === "WAP" ? "PHONE" : "PC";
  const request = { memberId, wanted, paymentMethod, cashierKind, sourceType, requestKey, returnPath: null } as const;
  const cashier = await placeOrder(request, contextAt(now, `member:${memberId}`));
  const amountFen = Math.round(cashier.payAmount * 100);
  return { orderId: BigInt(cashier.orderId), orderSn: cashier.orderSn, memberId, amountFen, cashier };
}

/** A unique trade number of 28 digits, as at Alipay. */
export function aTradeNo(): string {
  const digits = Array.from({ length: 15 }, () => randomInt(10)).join("");
  return `2026030122001${digits}`;
}

/** The fact of a paid trade, as a notification would carry it. */
export function aTrade(order: Pick<TestOrder, "orderSn" | "amountFen">, changes: Partial<TradeFact> = {}): TradeFact {
  return {
    paymentMethod: "alipay",
    outTradeNo: order.orderSn,
    tradeNo: aTradeNo(),
    state: "PAID",
    amountFen: order.amountFen,
    paidAt: after(NOW, 30 * SECOND_MS),
    merchant: { appId: "9021000000000001", sellerId: "2088000000000001" },
    isRefund: false,
    source: "NOTIFY",
    evidenceKey: `notify:${randomUUID()}`,
    content: "as received",
    ...changes,
  };
}

/** An order paid and delivered a minute after it was made, through the real verbs. */
export async function aPaidOrder(wish: OrderWish = {}): Promise<TestOrder & { readonly trade: TradeFact }> {
  const order = await anOrder(wish);
  const paidAt = after(wish.now ?? NOW, MINUTE_MS);
  const trade = aTrade(order, { paidAt });
  await settlePayment(trade, contextAt(paidAt, "alipay"));
  return { ...order, trade };
}
