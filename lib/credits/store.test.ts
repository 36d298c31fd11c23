import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { after } from "../core/time.ts";
import { aCreditProduct, aMember, aPaidOrder, NOW } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { freeOf, holds, type ReservationStatus } from "./rules.ts";
import { findLiveLots, findOrderLots, sumLots } from "./store.ts";

useDatabase();

let memberId: bigint;
let orderId: bigint;
beforeEach(async () => {
  memberId = await aMember();
  const wanted = await aCreditProduct({ creditAmount: 100, bonusCredits: 50, validDays: null });
  ({ orderId } = await aPaidOrder({ memberId, wanted }));
});

interface Reservation {
  readonly status: ReservationStatus;
  readonly leaseUntil: Date;
  /** What it takes of the bonus and of what was paid. */
  readonly amounts: readonly [bonus: number, paid: number];
}

const reservation: fc.Arbitrary<Reservation> = fc.record({
  status: fc.constantFrom<ReservationStatus[]>("HELD", "HELD", "COMMITTED", "RELEASED", "EXPIRED"),
  leaseUntil: fc.constantFrom(-60_000, -1, 0, 1, 60_000).map((ms) => after(NOW, ms)),
  amounts: fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 8 })),
});

/** Rows as reserve, commit and release leave them; the job has not run. */
async function write(reservations: readonly Reservation[], lotIds: readonly bigint[]): Promise<void> {
  await query("delete from ums_credit_reservation_lot");
  await query("delete from ums_credit_reservation");
  for (const [i, { status, leaseUntil, amounts }] of reservations.entries()) {
    const [made] = await query<{ id: bigint }>(
      `insert into ums_credit_reservation (member_id, biz_id, amount, reason, status, lease_until, actor)
       values ($1, $2, $3, '训练', $4, $5, 'cron') returning id`,
      [memberId, `job${i}`, amounts[0] + amounts[1], status, leaseUntil],
    );
    await query(
      `insert into ums_credit_reservation_lot (reservation_id, lot_id, amount)
       select $1, lot_id, amount from unnest($2::bigint[], $3::int[]) part (lot_id, amount) where amount > 0`,
      [made!.id, lotIds, amounts],
    );
  }
  await query(`update ums_credit_lot lot set reserved = (select coalesce(sum(part.amount), 0)
    from ums_credit_reservation_lot part join ums_credit_reservation r on r.id = part.reservation_id
    where part.lot_id = lot.id and r.status = 'HELD')`);
}

test("lots are reserved by what the rule says still holds, whatever their rows say", async () => {
  const lots = await findOrderLots(orderId, NOW);
  expect(lots.map((lot) => [lot.kind, lot.remaining])).toEqual([
    ["BONUS", 50],
    ["PAID", 100],
  ]);
  let overdue = 0;
  const agrees = fc.asyncProperty(fc.array(reservation, { maxLength: 6 }), async (reservations) => {
    await write(
      reservations,
      lots.map((lot) => lot.id),
    );
    const holding = reservations.filter((one) => holds(one, NOW));
    overdue += reservations.filter((one) => one.status === "HELD" && !holds(one, NOW)).length;
    const expected = [0, 1].map((place) => holding.reduce((sum, { amounts }) => sum + amounts[place]!, 0));
    const ofOrder = await findOrderLots(orderId, NOW);
    expect(ofOrder.map((lot) => lot.reserved)).toEqual(expected);
    expect((await findLiveLots(memberId, NOW)).map((lot) => lot.reserved)).toEqual(expected);
    const reserved = expected[0]! + expected[1]!;
    const available = ofOrder.reduce((sum, lot) => sum + freeOf(lot), 0);
    expect(available).toBe(150 - reserved);
    expect(await sumLots(memberId, NOW)).toEqual({ total: 150, frozen: 0, reserved, available });
  });
  await fc.assert(agrees, { numRuns: 30 });
  // Runs without one would agree with the rows, too.
  expect(overdue).toBeGreaterThan(0);
});
