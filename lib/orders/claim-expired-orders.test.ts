import { expect, test } from "vitest";
import { anOrder, at } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";
import { claimExpiredOrders } from "./claim-expired-orders.ts";

useDatabase();

test("an overdue order that nobody tried comes before those tried in vain, and these take turns", async () => {
  const names = new Map<string, string>();
  for (const [minute, name] of ["first", "second", "third"].entries())
    names.set((await anOrder({ now: at(minute) })).orderSn, name);
  const claim = async (minute: number) =>
    (await claimExpiredOrders(at(minute), at(minute + 1), 2)).map(({ orderSn }) => names.get(orderSn)).sort();
  expect(await claim(40)).toEqual(["first", "second"]);
  expect(await claim(41)).toEqual(["first", "third"]);
  expect(await claim(42)).toEqual(["first", "second"]);
  expect(await claim(42.5)).toEqual(["third"]);
  // A killed worker's claim lasts a minute.
  expect(await claim(42.9)).toEqual([]);
});
