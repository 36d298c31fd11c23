import { Facts } from "../ui/facts.tsx";
import styles from "./refund-arrival.module.css";

/** How long a refund to a bank card takes: Alipay's usual time. */
export const CARD_ARRIVAL = "3-7 个工作日";

/** By what the buyer paid with. */
const ARRIVAL = [
  { label: "支付宝余额", value: "即时到账" },
  { label: "银行卡", value: CARD_ARRIVAL },
] as const;

/** When the money of a refund arrives. */
export function RefundArrival() {
  return (
    <section className={styles.arrival} aria-label="到账时间">
      <p className={styles.title}>原路退回：用什么付的，就退到哪里</p>
      <Facts facts={ARRIVAL} />
    </section>
  );
}
