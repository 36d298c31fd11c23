import type { FoundPayment } from "../contracts/find-payment.ts";
import type { Context } from "../core/context.ts";
import { deliverOwed } from "../delivery/deliver-owed.ts";
import { getOrder } from "../orders/get-order.ts";
import { orderRow } from "../orders/view.ts";
import { locateOrder } from "../payments/locate-order.ts";
import { askAboutOrder } from "../payments/sync-payment.ts";
import { foundPayment } from "./finding.ts";
import { findReceivedPayments } from "./store.ts";

/**
 * What happened to the member's money, by an order number or a trade number. Asks the channel about an unpaid order,
 * settles what it answers, and tries a delivery that is owed. Throws ORDER_NOT_FOUND (404, somebody else's too),
 * GATEWAY_UNAVAILABLE (503: a channel alone knows the number, and did not answer), BUSY and OUTCOME_UNKNOWN (503).
 */
export async function findPayment(memberId: bigint, number: string, context: Context): Promise<FoundPayment> {
  const orderSn = await locateOrder(memberId, number, context);
  const said = await askAboutOrder(await getOrder(memberId, orderSn), context);
  await deliverOwed(await getOrder(memberId, orderSn), context);
  const order = await getOrder(memberId, orderSn);
  const { status, deliveryStatus } = order;
  const payments = await findReceivedPayments(order.id);
  return foundPayment(orderRow(order, context.now), { status, deliveryStatus, said, payments });
}
