import { expect, test } from "vitest";
import { aCreditProduct, aMember, aPlan } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { findDoors, knock } from "../../lib/testing/doors.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";

useDatabase();

const PHONE = "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36";
const DESK = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36";

test("an order keeps what its browser said it is, and the cashier is chosen by the same", async () => {
  const doors = new Map((await findDoors()).map((door) => [door.name, door]));
  const session = await signedInAs(await aMember());
  const { productId } = await aCreditProduct();
  const { planId } = await aPlan();
  const orders = [
    ["POST /api/payment/create-credits-order", PHONE, { productId }],
    ["POST /api/payment/create-credits-order", DESK, { productId }],
    ["POST /api/payment/create-subscription-order", PHONE, { planId, billingCycle: "monthly" }],
    ["POST /api/payment/create-subscription-order", DESK, { planId, billingCycle: "monthly" }],
  ] as const;
  for (const [name, userAgent, body] of orders) {
    const answer = await knock(doors.get(name)!, { body, headers: { ...session, "user-agent": userAgent } });
    expect(answer.status).toBe(200);
  }
  const made = "select source_type, cashier_kind from oms_order o join oms_payment_attempts a on a.order_id = o.id";
  const [phone, desk] = [
    { source_type: "PHONE", cashier_kind: "WAP" },
    { source_type: "PC", cashier_kind: "PAGE" },
  ];
  expect(await query(`${made} order by o.id`)).toEqual([phone, desk, phone, desk]);
});
