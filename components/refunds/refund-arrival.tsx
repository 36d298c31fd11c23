import { Facts } from "../ui/facts.tsx";
import styles from "./refund-dialog.module.css";

/** How long a refund takes on its way back, by what the buyer paid with. Alipay pays it out; these are its usual times. */
const ARRIVAL = [
  { label: "支付宝余额", value: "即时到账" },
  { label: "银行卡", value: "3-7 个工作日" },
] as const;

/** When the money of a refund arrives. */
export function RefundArrival() {
  return (
    <section className={styles.arrival} aria-label="到账时间">
      <p className={styles.product}>原路退回：用什么付的，就退到哪里</p>
      <Facts facts={ARRIVAL} />
    </section>
  );
}
