import { cycleOfWord } from "@/lib/contracts/catalog.ts";
import { ORDER_STATUS_CODES, PAYMENT_METHOD_TEXTS } from "@/lib/contracts/codes.ts";
import type { OrderDetail } from "@/lib/contracts/orders.ts";
import { cycleText } from "@/lib/core/terms.ts";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { count, Money } from "../ui/money.tsx";

const CLOSE_REASONS: Readonly<Record<string, string>> = {
  CANCELLED_BY_MEMBER: "主动取消",
  CLOSED_BY_SHOP: "商店关闭",
  EXPIRED: "超过付款时间",
};

/** What was bought and how it was paid, as it was at that time. */
export function OrderFacts({ order }: { order: OrderDetail }) {
  const { item, closeReason, paymentTime, tradeNo, refundedAmount } = order;
  // Where it is over, what is left is not to be asked for any more.
  const isPart = refundedAmount > 0 && order.status !== ORDER_STATUS_CODES.REFUNDED;
  const left = Math.round((order.payAmount - refundedAmount) * 100) / 100;
  const isOpen = order.status === ORDER_STATUS_CODES.PENDING;
  return (
    <Facts
      facts={[
        { label: "订单号", value: <span translate="no">{order.orderSn}</span> },
        { label: "商品", value: item.productName },
        { label: "内容", value: goodsText(item) },
        { label: "金额", value: <Money amount={order.totalAmount} /> },
        { label: "下单时间", value: <Instant iso={order.createTime} format="second" /> },
        { label: "付款截止", value: isOpen ? <Instant iso={order.expireTime} format="second" /> : null },
        { label: "付款时间", value: paymentTime && <Instant iso={paymentTime} format="second" /> },
        { label: "付款方式", value: order.paymentMethod && PAYMENT_METHOD_TEXTS[order.paymentMethod] },
        { label: "支付宝交易号", value: tradeNo },
        { label: "已退款", value: refundedAmount > 0 ? <Money amount={refundedAmount} /> : null },
        { label: "还没有退的", value: isPart ? <Money amount={left} /> : null },
        { label: "关闭原因", value: closeReason && (CLOSE_REASONS[closeReason] ?? closeReason) },
      ]}
    />
  );
}

function goodsText({ creditAmount, bonusCredits, validDays, billingCycle }: OrderDetail["item"]): string | null {
  if (creditAmount !== null) {
    const bonus = bonusCredits ? `，另赠 ${count(bonusCredits)}` : "";
    return `${count(creditAmount)} 积分${bonus}，${validDays === null ? "长期有效" : `有效期 ${validDays} 天`}`;
  }
  return billingCycle && cycleText(cycleOfWord(billingCycle));
}
