import fc from "fast-check";
import { expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { after, DAY_MS } from "../core/time.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { aCreditProduct, aMember, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { refundsAtAlipay, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

const RUNS = 12;
/** Neither divides the other, so that every rounding shows. */
const [PAID_FEN, GRANTED, BONUS] = [997, 70, 9];
const VALID_DAYS = 20;

type Step =
  | { readonly do: "spend"; readonly amount: number }
  | { readonly do: "desk"; readonly fen: number | null; readonly takeBack: "unused" | "all" | "none" }
  | { readonly do: "ask" }
  | { readonly do: "wait"; readonly days: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("spend" as const), amount: fc.integer({ min: 1, max: 40 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant("desk" as const),
        fen: fc.option(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 500 }) }, fc.constant(0))),
        takeBack: fc.constantFrom("unused", "unused", "none", "all"),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("ask" as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 9 }) }) },
  ),
  { minLength: 4, maxLength: 12 },
) as fc.Arbitrary<Step[]>;

/** One pack in plain arithmetic. */
class Pack {
  left = GRANTED;
  bonus = BONUS;
  backFen = 0;
  status = "PAID";
  ageDays = 0;

  spend(amount: number): boolean {
    if (amount > this.left + this.bonus) return false;
    const ofBonus = Math.min(amount, this.bonus);
    this.bonus -= ofBonus;
    this.left -= amount - ofBonus;
    return true;
  }

  worth(): number {
    return Math.min(Math.floor((PAID_FEN * this.left) / GRANTED), PAID_FEN - this.backFen);
  }

  /** How much money goes back; null: it is refused. */
  desk(fen: number | null, takeBack: "unused" | "all" | "none"): number | null {
    if (this.status === "REFUNDED") return null;
    const isOver = this.left + this.bonus === 0;
    const money = fen ?? (takeBack === "unused" ? this.worth() : PAID_FEN - this.backFen);
    if (money > PAID_FEN - this.backFen || (money === 0 && (isOver || takeBack === "none" || fen === null)))
      return null;
    const isWhole = takeBack === "all" || (takeBack === "unused" && (money === 0 || money >= this.worth()));
    this.backFen += money;
    this.status = (isWhole && !isOver) || this.backFen === PAID_FEN ? "REFUNDED" : "PAID";
    if (isWhole) [this.left, this.bonus] = [0, 0];
    else if (takeBack === "unused") this.left -= Math.min(this.left, Math.ceil((GRANTED * money) / PAID_FEN));
    return money;
  }

  ask(): number | null {
    if (this.status !== "PAID" || this.ageDays > 6 || this.worth() === 0) return null;
    return this.desk(this.worth(), "all");
  }

  wait(days: number): void {
    this.ageDays += days;
    if (this.ageDays >= VALID_DAYS) [this.left, this.bonus] = [0, 0];
    if (this.status === "PAID" && this.ageDays >= 7) this.status = "COMPLETED";
  }
}

let clock = NOW;

/** Buys a pack and plays the steps, comparing with the model after each. */
class Play {
  readonly #pack = new Pack();
  readonly #order: Bought;
  readonly #staff: readonly [Staff, Staff];
  #jobs = 0;

  constructor(order: Bought, staff: readonly [Staff, Staff]) {
    this.#order = order;
    this.#staff = staff;
  }

  async take(next: Step): Promise<void> {
    const { memberId } = this.#order;
    switch (next.do) {
      case "spend": {
        const body = { amount: next.amount, bizId: `job-${(this.#jobs += 1)}`, reason: "画图" };
        const done = await consumeCredits(memberId, body, contextAt(clock)).catch(() => null);
        return expect(done !== null).toBe(this.#pack.spend(next.amount));
      }
      case "desk": {
        const wish = { takeBack: next.takeBack, ...(next.fen === null ? {} : { amountFen: next.fen }) };
        // Nothing of both is refused before it comes so far.
        if (next.fen === 0 && next.takeBack === "none") return;
        return this.#expect(
          refundFromDesk(this.#staff[0], this.#order, wish, clock),
          this.#pack.desk(next.fen, next.takeBack),
        );
      }
      case "ask":
        return this.#expect(askBack(this.#order, clock), this.#pack.ask());
      case "wait":
        clock = after(clock, next.days * DAY_MS);
        await setAlipayClock(clock);
        for (const job of [expireLots, completeOrders]) await job(clock);
        return this.#pack.wait(next.days);
    }
  }

  async #expect(refund: Promise<{ status: string; refundAmount: number }>, fen: number | null): Promise<void> {
    const done = await refund.catch(({ code }: { code: string }) => code);
    if (fen === null) return expect(done).toBe("ORDER_NOT_REFUNDABLE");
    expect(done).toMatchObject({ refundAmount: fen / 100 });
    const last = (await refundsOf(this.#order)).at(-1)!;
    if (last.status !== "REVIEWING") return;
    const [, { id }] = this.#staff;
    await reviewRefund(id, last.id, { verdict: "approve", reason: "" }, contextAt(clock, `admin:${id}`));
  }

  async compare(): Promise<void> {
    const { left, bonus, backFen, status } = this.#pack;
    expect(await stateOf(this.#order)).toEqual({ status, fen: backFen });
    const lots = await query<{ kind: string; left: number; frozen: number; whole: number }>(
      `select kind, remaining as left, frozen,
         (select remaining - coalesce(sum(delta), 0) from ums_credit_ledger where lot_id = lot.id and entry_type <> 'GRANT')::int as whole
       from ums_credit_lot lot where order_id = $1 order by kind desc`,
      [this.#order.orderId],
    );
    // What is left, and what was spent, taken and expired, is what was granted.
    const lot = (whole: number, is: number) => ({ left: is, frozen: 0, whole });
    expect(lots).toMatchObject([lot(BONUS, bonus), lot(GRANTED, left)]);
    const sent = await refundsAtAlipay(this.#order.orderSn);
    const total = sent.reduce((sum, { amountFen }) => sum + amountFen, 0);
    expect(total).toBe(backFen);
    expect(total).toBeLessThanOrEqual(PAID_FEN);
  }
}

test("a pack and its refunds by people are what a model of them says, step by step", async () => {
  const price = { priceFen: PAID_FEN, creditAmount: GRANTED, bonusCredits: BONUS, validDays: VALID_DAYS };
  const wanted = await aCreditProduct(price);
  const staff = [await aStaff(), await aStaff("FINANCE")] as const;
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const order = await aBoughtOrder({ memberId: await aMember({ now: clock }), wanted, now: clock });
      // It was paid a minute after it was placed; a day of the model is over when it is wholly over.
      clock = after(clock, 61_000);
      const play = new Play(order, staff);
      for (const next of taken) {
        await play.take(next);
        await play.compare();
      }
      await expectCoherence(clock);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 120_000);
