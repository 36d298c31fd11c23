import { expect, test } from "vitest";
import { aCreditProduct, aMember, aPlan } from "../../lib/testing/builders.ts";
import { count, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock, type Knock } from "../../lib/testing/doors.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useDatabase();

test("stopped sales refuse every way to buy, and say so to everybody; a stop wants a reason", async () => {
  const doors = new Map((await findDoors()).map((door) => [door.name, door]));
  const ask = (name: string, how: Knock) => knock(doors.get(name)!, how);
  const [admin, member] = [await signedInAs(await aMember({ role: "ADMIN" })), await signedInAs(await aMember())];
  const [{ productId }, { planId }] = [await aCreditProduct(), await aPlan()];

  const silent = await ask("POST /api/admin/sales", { body: { isOpen: false, reason: " " }, headers: admin });
  expect([silent.status, silent.json.issues?.[0]?.field]).toEqual([400, "reason"]);
  await ask("POST /api/admin/sales", { body: { isOpen: false, reason: "维护" }, headers: admin });
  expect((await ask("GET /api/sales", {})).json.data).toEqual({ isOpen: false, alipay: "ok" });

  const body = { planId, billingCycle: "monthly" };
  const ways = [
    await ask("POST /api/payment/create-credits-order", { body: { productId }, headers: member }),
    await ask("POST /api/payment/create-subscription-order", { body, headers: member }),
    await ask("GET /api/subscription/preview", { query: `planId=${planId}&billingCycle=monthly`, headers: member }),
  ];
  expect(ways.map(({ status, json }) => [status, json.error])).toEqual(Array(3).fill([409, "SALES_STOPPED"]));
  expect(await count("oms_order")).toBe(0);
});
