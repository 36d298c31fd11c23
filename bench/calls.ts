import { checkSession } from "../lib/accounts/check-session.ts";
import { listCatalog } from "../lib/catalog/list-catalog.ts";
import { consumeCredits } from "../lib/credits/consume-credits.ts";
import { getOrderStatus } from "../lib/orders/get-order.ts";
import { listOrders } from "../lib/orders/list-orders.ts";
import { placeOrder } from "../lib/payments/place-order.ts";
import { receiveNotify } from "../lib/refunds/receive-notify.ts";
import { claimsFor } from "./sessions.ts";
import type { Call } from "./shots.ts";

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
  const member = await checkSession(claimsFor(call.memberId), now);
  if (!member) throw new Error("no such session");
  await runFor(member.id, call, now);
}

async function runFor(
  memberId: bigint,
  call: Exclude<Call, { verb: "receiveNotify" | "listCatalog" }>,
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
