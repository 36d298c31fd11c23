import type { OrderRow } from "@/lib/contracts/orders.ts";
import type { RefundStatus } from "@/lib/core/states.ts";
import { Money } from "../ui/money.tsx";
import { RefundStatusTag } from "../ui/status-tag.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import { CARD_ARRIVAL } from "./refund-arrival.tsx";
import styles from "./refund-progress.module.css";

const WORDS: Record<RefundStatus, string> = {
  REVIEWING: "退款申请正在等人审核，通过后会原路退回。",
  APPROVED: "退款已通过，正在交给支付宝。",
  SENT: "支付宝正在处理退款，结果出来后会给你发消息。",
  SUCCESS: `退款已原路退回你的支付宝。用银行卡付的，${CARD_ARRIVAL}内到卡上。`,
  REFUSED: "支付宝没有接受这笔退款，冻结的权益已恢复，客服会跟进。",
  REJECTED: "退款申请没有通过，冻结的权益已恢复。",
};

/** Of goods that are taken without money. */
const GOODS_WORDS: Partial<Record<RefundStatus, string>> = {
  REVIEWING: "客服正在收回这笔订单的权益，等人审核，不涉及退款。",
  APPROVED: "正在收回权益，不涉及退款。",
  SUCCESS: "客服收回了这笔订单的权益，没有涉及退款。",
  REJECTED: "权益没有收回，一切照旧。",
};

/** How far the refund of an order has come. */
export function RefundProgress({ refund }: { refund: NonNullable<OrderRow["refund"]> }) {
  return (
    <section className={styles.progress} aria-label="退款进度">
      <RefundStatusTag refund={refund} />
      <Money amount={refund.amount} />
      <p className={styles.text}>{(refund.amount === 0 && GOODS_WORDS[refund.status]) || WORDS[refund.status]}</p>
      {refund.status === "REFUSED" && <SupportContact />}
    </section>
  );
}
