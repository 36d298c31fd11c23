import type { CashierView } from "../contracts/orders.ts";
import { yuanNumber } from "../core/money.ts";

export function cashierView(
  order: { id: bigint; orderSn: string; expireTime: Date },
  amountFen: number,
  cashier: { readonly url: string; readonly html: string },
): CashierView {
  return {
    orderId: Number(order.id),
    orderSn: order.orderSn,
    payAmount: yuanNumber(amountFen),
    payHtml: cashier.html,
    payUrl: cashier.url,
    expireTime: order.expireTime.toISOString(),
  };
}
