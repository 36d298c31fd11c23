import { expect, test, vi } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { aPaidOrder, at } from "../testing/builders.ts";
import { beside, count, query, useDatabase } from "../testing/database.ts";
import { tellBrokenInvariants } from "./tell-broken-invariants.ts";

useDatabase();

test("books that are right are not told of", async () => {
  await aPaidOrder();
  await tellBrokenInvariants(at(60));
  expect(await count("sys_alert")).toBe(0);
});

test("a broken invariant is told once a day", async () => {
  await aPaidOrder();
  const [lot] = await query<{ id: bigint }>("update ums_credit_lot set frozen = 1 where kind = 'PAID' returning id");
  await tellBrokenInvariants(at(60));
  await tellBrokenInvariants(at(61));
  await tellBrokenInvariants(after(at(60), DAY_MS));
  expect(await query("select kind, cause, detail from sys_alert order by id")).toEqual(
    ["2026-03-01", "2026-03-02"].map((day) => ({
      kind: "INVARIANT_BROKEN",
      cause: `C05:${day}`,
      detail: { id: "C05", holds: "冻结的积分属于一笔进行中的退款", offending: 1, subjects: [`积分批次 ${lot!.id}`] },
    })),
  );
});

const told = () =>
  query("select kind || ':' || cause as key, detail ->> 'reason' as reason from sys_alert order by id");
const UNANSWERED = { key: "INVARIANT_BROKEN:C06:2026-03-01:unanswered", reason: "检查没有做完，不知道是否成立" };

test("an invariant that cannot be asked is told of, and the others are asked", async () => {
  await aPaidOrder();
  await query("update ums_credit_balance set total = total + 1");
  // C06 alone reads what is reserved.
  await query("alter table ums_credit_reservation_lot rename to hidden");
  try {
    await tellBrokenInvariants(at(60));
  } finally {
    await query("alter table hidden rename to ums_credit_reservation_lot");
  }
  const broken = ["C01", "C03"].map((id) => ({ key: `INVARIANT_BROKEN:${id}:2026-03-01`, reason: null }));
  expect(await told()).toEqual([...broken, UNANSWERED]);
});

test("so is one that runs out of time", async () => {
  await beside("lock table ums_credit_reservation_lot", async () => {
    const telling = tellBrokenInvariants(at(60));
    // What statement_timeout does to it.
    const cancelled =
      "(select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()) c";
    await vi.waitFor(async () => expect(await count(cancelled)).toBe(1), { timeout: 5_000, interval: 5 });
    await telling;
  });
  expect(await told()).toEqual([UNANSWERED]);
});
