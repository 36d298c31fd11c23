import { expect, test } from "vitest";
import { Budget } from "../core/batch.ts";
import { aPaidOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { useSandbox } from "../testing/gateway.ts";
import { alertsRaised, morning } from "../testing/reconciling.ts";
import { invariantsAt } from "./invariants.ts";
import { reconcileBooks } from "./reconcile-books.ts";

useSandbox();
useDatabase();

test("bills that cannot be opened keep no invariant from being asked, and are told of", async () => {
  await aPaidOrder();
  await query("update ums_credit_balance set total = total + 1");
  await query(`create function refuse_days() returns trigger language plpgsql as $$ begin
      raise exception 'planted: no bill days'; end $$;
    create trigger refuse_days before insert on oms_bill_day for each row execute function refuse_days()`);
  try {
    await expect(reconcileBooks(morning(1))).rejects.toThrow("planted: no bill days");
  } finally {
    await query("drop function refuse_days cascade");
  }
  expect(await alertsRaised()).toEqual(["INVARIANT_BROKEN:C01:2026-03-02", "INVARIANT_BROKEN:C03:2026-03-02"]);
});

/** Time for so many invariants, however fast this machine is. */
class TimeFor extends Budget {
  #more: number;

  constructor(count: number) {
    super();
    this.#more = count;
  }

  override isUsed(): boolean {
    return (this.#more -= 1) < 0;
  }
}

test("what does not fit into a run is the next one's, and a round of runs finds what one run finds", async () => {
  await aPaidOrder();
  await query("update ums_credit_balance set total = total + 1");
  const all = invariantsAt(morning(1)).map(({ id }) => id);
  const half = Math.ceil(all.length / 2);
  const first = await reconcileBooks(morning(1), new TimeFor(half));
  expect(first).toMatchObject({ left: all.length - half, next: all[half] });
  const second = await reconcileBooks(morning(1), new TimeFor(half), first.next);
  expect(second).toEqual({ claimed: 0, done: 0, failed: 0, left: 0 });
  expect(await alertsRaised()).toEqual(["INVARIANT_BROKEN:C01:2026-03-02", "INVARIANT_BROKEN:C03:2026-03-02"]);
});
