import { Money } from "../ui/money.tsx";
import styles from "./bill.module.css";
import { Countdown } from "./countdown.tsx";
import { usePaymentCalls } from "./payment-calls.tsx";
import type { Purchase } from "./purchase.ts";

interface BillProps {
  purchase: Pick<Purchase, "title" | "detail">;
  amount: number;
  order?: { orderSn: string; expireTime: string; since?: number };
}

/** What is paid for, by which account, how much, and, once there is an order, its number and how long it waits. */
export function Bill({ purchase, amount, order }: BillProps) {
  const payer = usePaymentCalls().usePayer();
  return (
    <dl className={styles.bill}>
      <div className={styles.row}>
        <dt>商品</dt>
        <dd>
          <span>{purchase.title}</span>
          <span className={styles.detail}>{purchase.detail}</span>
        </dd>
      </div>
      {order && (
        <>
          <div className={styles.row}>
            <dt>订单号</dt>
            <dd className={styles.number} translate="no">
              {order.orderSn}
            </dd>
          </div>
          <div className={styles.row}>
            <dt>剩余时间</dt>
            <dd>
              <Countdown expireTime={order.expireTime} {...(order.since !== undefined && { since: order.since })} />
            </dd>
          </div>
        </>
      )}
      {payer !== null && (
        <div className={styles.row}>
          <dt>账户</dt>
          <dd className={styles.number} translate="no">
            {payer}
          </dd>
        </div>
      )}
      <div className={styles.sum}>
        <dt>应付</dt>
        <dd>
          <Money amount={amount} look="total" />
        </dd>
      </div>
    </dl>
  );
}
