import { checkSession } from "../lib/accounts/check-session.ts";
import { verifyServiceKey } from "../lib/accounts/verify-service-key.ts";
import { listCatalog } from "../lib/catalog/list-catalog.ts";
import { consumeCredits } from "../lib/credits/consume-credits.ts";
import { forCustomer } from "../lib/credits/for-customer.ts";
import { releaseReservation } from "../lib/credits/release-reservation.ts";
import { reserveCredits } from "../lib/credits/reserve-credits.ts";
import { getOrderStatus } from "../lib/orders/get-order.ts";
import { listOrders } from "../lib/orders/list-orders.ts";
import { placeOrder } from "../lib/payments/place-order.ts";
import { receiveNotify } from "../lib/refunds/receive-notify.ts";
import { claimsFor } from "./sessions.ts";
import type { Call, ServiceCall } from "./shots.ts";

/**
 * The limit without a framework: the statements that an address sends, over the same pool, with no HTTP, no Next and no
 * session cookie around them. The caller's session is read from the database, as the route does.
 */
export async function runCall(call: Call): Promise<void> {
  const now = new Date();
  if (call.verb === "receiveNotify") {
    if (!(await receiveNotify("alipay", call.body, now))) throw new Error("the notice was not believed");
    return;
  }
  if (call.verb === "listCatalog") {
    await listCatalog();
    return;
  }
  if ("key" in call) {
    await runForService(call, now);
    return;
  }
  const member = await checkSession(claimsFor(call.memberId), now);
  if (!member) throw new Error("no such session");
  await runFor(member.id, call, now);
}

/** The key is read from the database, as the route does. */
async function runForService({ verb, key, customerId, bizId }: ServiceCall, now: Date): Promise<unknown> {
  const found = await verifyServiceKey(key, now);
  if (!found) throw new Error("no such key");
  const context = { now, actor: `service:${found.id}` } as const;
  const job = { customerId, bizId, amount: 1, reason: "压测" };
  switch (verb) {
    case "consume":
      return forCustomer(consumeCredits, job, context);
    case "reserve":
      return forCustomer(reserveCredits, job, context);
    case "release":
      return forCustomer(releaseReservation, { customerId, bizId }, context);
  }
}

async function runFor(
  memberId: bigint,
  call: Exclude<Call, ServiceCall | { verb: "receiveNotify" | "listCatalog" }>,
  now: Date,
): Promise<unknown> {
  const context = { now, actor: `member:${memberId}` } as const;
  switch (call.verb) {
    case "placeOrder": {
      const wanted = { type: "CREDITS", productId: call.productId } as const;
      const device = { paymentMethod: "alipay", cashierKind: "PAGE", sourceType: "PC" } as const;
      return placeOrder({ memberId, wanted, ...device, returnPath: null, requestKey: null }, context);
    }
    case "getOrderStatus":
      return getOrderStatus(memberId, call.orderSn);
    case "listOrders":
      return listOrders(memberId, { pageNum: call.pageNum, pageSize: 10 }, now);
    case "consumeCredits":
      return consumeCredits(memberId, { amount: 1, bizId: call.bizId, reason: "压测" }, context);
  }
}
