import fc from "fast-check";
import { expect, test } from "vitest";
import type { Wanted } from "../catalog/get-product.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { expireReservations } from "../credits/expire-reservations.ts";
import { commitReservation } from "../credits/commit-reservation.ts";
import { reverseConsumption } from "../credits/reverse-consumption.ts";
import { releaseReservation } from "../credits/release-reservation.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { after, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { completeOrders } from "../orders/complete-orders.ts";
import { expireSegments } from "../subscriptions/expire-segments.ts";
import { aCreditProduct, aMember, aPlan, contextAt, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plantFault, refundsAtAlipay, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { MemberModel, type ModelOrder } from "../testing/member-model.ts";
import { PACKS, PLANS, steps, type Step } from "../testing/member-story.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { quoteRefund } from "./quote-refund.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

/** Some two hundred and fifty steps; the seed of a failure is printed. */
const RUNS = 12;

let catalogue: { packs: Awaited<ReturnType<typeof aCreditProduct>>[]; plans: Awaited<ReturnType<typeof aPlan>>[] };
/** Alipay's clock never goes back, so one story begins where the last one ended. */
let clock = NOW;

class Story {
  readonly model = new MemberModel();
  readonly memberId: bigint;
  readonly admins: readonly bigint[];
  #jobs = 0;

  constructor(memberId: bigint, admins: readonly bigint[]) {
    this.memberId = memberId;
    this.admins = admins;
  }

  #context() {
    return contextAt(clock, `member:${this.memberId}`);
  }

  async #pass(ms: number) {
    clock = after(clock, ms);
    this.model.lapse(clock);
    await setAlipayClock(clock);
  }

  async take(next: Step): Promise<void> {
    switch (next.do) {
      case "buyPack": {
        const { orderSn } = await this.#buy(catalogue.packs[next.pack]!);
        return this.model.buyPack(orderSn, PACKS[next.pack]!, clock);
      }
      case "buyPlan": {
        const billingCycle = next.yearly ? ("YEARLY" as const) : ("MONTHLY" as const);
        const { orderSn, amountFen } = await this.#buy({ ...catalogue.plans[next.plan]!, billingCycle });
        return this.model.buyPlan(orderSn, PLANS[next.plan]!.code, amountFen, next.yearly ? 12 : 1, clock);
      }
      case "wait":
        return this.#pass(next.minutes * MINUTE_MS);
      case "spend":
        return this.#spend(next.amount);
      case "reserve":
        return this.#reserve(next.amount);
      case "finish":
        return this.#finish(next.used);
      case "reverse":
        return this.#reverse(next.pick, next.amount);
      case "refund":
        return this.#refund(next.pick, next.lost);
      case "review":
        return this.#review(next.approve);
      case "tick":
        await this.#pass(MINUTE_MS);
        for (const cron of [expireReservations, expireLots, expireSegments, settleRefunds, completeOrders])
          await cron(clock);
        return this.model.tick(clock);
    }
  }

  async #buy(wanted: Wanted) {
    const order = await aBoughtOrder({ memberId: this.memberId, wanted, now: clock });
    await this.#pass(MINUTE_MS);
    return order;
  }

  async #spend(amount: number) {
    const body = { amount, bizId: `job-${(this.#jobs += 1)}`, reason: "画图" };
    const done = await consumeCredits(this.memberId, body, this.#context()).catch(
      (error: { code: string }) => error.code,
    );
    expect(done !== "INSUFFICIENT_CREDITS").toBe(this.model.spend(body.bizId, amount, clock));
  }

  async #reverse(pick: number, amount: number | null) {
    const { spent } = this.model;
    const left = spent.filter(({ parts }) => parts.some((part) => part.amount > 0));
    const one = left[pick % Math.max(1, left.length)];
    if (!one) return;
    const body = { bizId: one.bizId, ...(amount && { amount }) };
    const done = await reverseConsumption(this.memberId, body, null, this.#context()).catch(() => ({ amount: 0 }));
    expect(done.amount).toBe(this.model.reverse(one.bizId, amount));
  }

  async #reserve(amount: number) {
    const body = { amount, bizId: `job-${(this.#jobs += 1)}`, reason: "训练", leaseSeconds: 3_600 };
    const done = await reserveCredits(this.memberId, body, this.#context()).catch(
      (error: { code: string }) => error.code,
    );
    const expected = this.model.reserve(body.bizId, amount, after(clock, HOUR_MS), clock);
    expect(done !== "INSUFFICIENT_CREDITS").toBe(expected);
  }

  async #finish(wanted: number | null) {
    const [job] = this.model.jobs;
    if (!job) return;
    const [bizId, { parts }] = job;
    const used =
      wanted === null
        ? null
        : Math.min(
            wanted,
            parts.reduce((sum, part) => sum + part.amount, 0),
          );
    const work =
      used === null
        ? releaseReservation(this.memberId, { bizId }, this.#context())
        : commitReservation(this.memberId, { bizId, amount: used }, this.#context());
    const done = await work.catch((error: { code: string }) => error.code);
    expect(done !== "RESERVATION_NOT_HELD").toBe(this.model.finishJob(bizId, used, clock));
  }

  async #refund(pick: number, lost: boolean) {
    const order = this.model.orders[pick % Math.max(1, this.model.orders.length)];
    if (!order) return;
    const quote = await quoteRefund(this.memberId, order.sn, clock);
    expect(Math.round(quote.refundAmount * 100)).toBe(this.model.worth(order, clock));
    if (lost && quote.refundable) await this.#loseAnswer(order);
    const done = await askBack({ memberId: this.memberId, orderSn: order.sn }, clock).catch(
      (error: { code: string }) => error.code,
    );
    const expected = this.model.askBack(order, clock);
    if (expected) expect(done).toMatchObject({ status: expected.status, refundAmount: quote.refundAmount });
    else expect(done).toBe("ORDER_NOT_REFUNDABLE");
  }

  /** The SDK sends once more when a connection breaks, so the answer must be lost twice. */
  async #loseAnswer(order: ModelOrder) {
    if (order.answerGetsLost) return;
    order.answerGetsLost = true;
    await plantFault({ fault: "reset-after", method: "alipay.trade.refund", outTradeNo: order.sn, times: 2 });
  }

  async #review(approve: boolean) {
    const order = this.model.orders.find((one) => one.refunds.at(-1)?.status === "REVIEWING");
    if (!order) return;
    const [refund] = await query<{ id: bigint }>(
      "select id from oms_refund_records where order_sn = $1 and status = 'REVIEWING'",
      [order.sn],
    );
    const verdict = approve ? "approve" : "reject";
    const admin = this.admins[order.refunds.at(-1)!.approvals]!;
    await reviewRefund(admin, refund!.id, { verdict, reason: "看过" }, contextAt(clock, `admin:${admin}`));
    this.model.review(order, approve, clock);
  }

  /** Compares the database with the model. */
  async compare() {
    const { model } = this;
    expect(
      await query("select order_sn as sn, status from oms_order where member_id = $1 order by id", [this.memberId]),
    ).toEqual(model.orders.map(({ sn, status }) => ({ sn, status })));
    expect(model.lots).toMatchObject(
      await query(
        `select kind, granted, remaining, frozen, expire_time as expires, reserved - (
           select coalesce(sum(part.amount), 0)::int from ums_credit_reservation_lot part join ums_credit_reservation r on r.id = reservation_id
           where lot_id = lot.id and status = 'HELD' and lease_until <= $2) as reserved
         from ums_credit_lot lot where member_id = $1 order by id`,
        [this.memberId, clock],
      ),
    );
    // Two refunds of one line end in either order, and only the dates of a period that was taken back depend on the
    // order.
    expect(
      await query(
        `select plan_code as plan, status, case when status <> 'REFUNDED' then start_date end as start,
          case when status <> 'REFUNDED' then end_date end as end from ums_member_subscriptions where member_id = $1 order by id`,
        [this.memberId],
      ),
    ).toEqual(
      model.segments.map(({ plan, status, start, end }) =>
        status === "REFUNDED" ? { plan, status, start: null, end: null } : { plan, status, start, end },
      ),
    );
    expect(
      await query(
        "select order_sn as sn, status, refund_amount_fen as fen from oms_refund_records where member_id = $1 order by order_id, id",
        [this.memberId],
      ),
    ).toEqual(
      model.orders.flatMap(({ sn, refunds }) =>
        refunds.map(({ status, amountFen }) => ({ sn, status, fen: amountFen })),
      ),
    );
  }

  /** Compares Alipay's refunds with our books, order by order. */
  async compareMoney() {
    for (const { sn, refunds } of this.model.orders) {
      const sent = refunds
        .filter(({ status }) => status === "SUCCESS" || status === "SENT")
        .map(({ amountFen }) => amountFen);
      expect((await refundsAtAlipay(sn)).map(({ amountFen }) => amountFen)).toEqual(sent);
    }
  }
}

test("one member's purchases, credits, periods and refunds are what a model of them says, step by step", async () => {
  catalogue = { packs: [], plans: [] };
  for (const pack of PACKS) catalogue.packs.push(await aCreditProduct(pack));
  for (const plan of PLANS) catalogue.plans.push(await aPlan(plan));
  const admins = [await aMember({ role: "ADMIN" }), await aMember({ role: "ADMIN" })];
  await fc.assert(
    fc.asyncProperty(steps, async (taken) => {
      const story = new Story(await aMember({ now: clock }), admins);
      for (const next of taken) {
        await story.take(next);
        await story.compare();
      }
      await story.take({ do: "tick" });
      await story.compare();
      await story.compareMoney();
      await expectCoherence(clock);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
}, 240_000);
