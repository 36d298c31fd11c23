import { sql } from "kysely";
import type { Context } from "../core/context.ts";
import { after } from "../core/time.ts";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import { ALIPAY_FAILING_MS } from "./rules.ts";

/** Whether sales are open from now on, and why. */
export function setSales(
  commit: Commit,
  { isOpen, reason }: { readonly isOpen: boolean; readonly reason: string },
  { now }: Context,
): void {
  const switched = { isOpen, reason, switchTime: now };
  commit.add(
    "setSales",
    db
      .insertInto("sysSales")
      .values(switched)
      .onConflict((conflict) => conflict.column("id").doUpdateSet(switched)),
  );
}

/** Alipay does not answer now. It has been failing since the first report, unless the last one is too old to count. */
export function markAlipayFailing(commit: Commit, now: Date): void {
  const lastCounts = after(now, -ALIPAY_FAILING_MS);
  commit.add(
    "markAlipayFailing",
    db
      .insertInto("sysSales")
      .values({ alipayFailingSince: now, alipayFailedAt: now })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet({
          alipayFailingSince: sql`case when sys_sales.alipay_failed_at > ${lastCounts} then sys_sales.alipay_failing_since else ${now} end`,
          alipayFailedAt: now,
        }),
      ),
  );
}

/** Alipay answers again. */
export function markAlipayWell(commit: Commit): void {
  commit.add(
    "markAlipayWell",
    db.updateTable("sysSales").set({ alipayFailingSince: null, alipayFailedAt: null }),
    "any",
  );
}
