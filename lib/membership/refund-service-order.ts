import type { ServiceRefundBody, ServiceRefundView } from "../contracts/service-orders.ts";
import { stateWord } from "../contracts/service-values.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { fenOf } from "../core/money.ts";
import { requestRefund } from "../refunds/request-refund.ts";
import { BACK_END, keyOf, startRefund } from "../refunds/start-refund.ts";
import { findOwnerOf } from "./service-order-store.ts";

interface Wanted extends ServiceRefundBody {
  readonly orderSn: string;
  readonly requestKey: string | null;
}

/**
 * The product's back end refunds an order of its customer (docs/rules.md R142): without an amount as the buyer could have asked for
 * it, with one as a person of the shop would, taking back of the goods what the amount is worth. Quoted, held, reviewed and sent
 * as any other. Throws ORDER_NOT_FOUND (404), also where the product does not know its buyer, and as both verbs do.
 */
export async function refundServiceOrder(wanted: Wanted, context: Context): Promise<ServiceRefundView> {
  const { orderSn, amountFen, reason, requestKey } = wanted;
  const memberId = await findOwnerOf(orderSn);
  if (memberId === null) throw new AppError("ORDER_NOT_FOUND");
  const { status, refundAmount } =
    amountFen === undefined
      ? await requestRefund(memberId, { orderSn, reason, requestKey: keyOf(requestKey, context) }, context)
      : await startRefund(BACK_END, { orderSn, amountFen, takeBack: "unused", reason, requestKey }, context);
  return { orderSn, status: stateWord(status), amountFen: fenOf(refundAmount) };
}
