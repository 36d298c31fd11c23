import { expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { aPaidOrder, at } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
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
  expect(await query("select alert_key, detail from sys_alert order by id")).toEqual(
    ["2026-03-01", "2026-03-02"].map((day) => ({
      alert_key: `INVARIANT_BROKEN:C05:${day}`,
      detail: { id: "C05", holds: "冻结的积分属于一笔进行中的退款", offending: 1, subjects: [`积分批次 ${lot!.id}`] },
    })),
  );
});
