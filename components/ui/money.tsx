import styles from "./money.module.css";

const YUAN = new Intl.NumberFormat("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const COUNT = new Intl.NumberFormat("zh-CN");

/** "¥1,299.00" from yuan, "−¥5.00" where it is less than nothing: the sign stands before the currency. */
export function yuan(amount: number): string {
  return `${amount < 0 ? "−" : ""}¥${YUAN.format(Math.abs(amount))}`;
}

/** "1,200" from a whole number of credits. */
export function count(credits: number): string {
  return COUNT.format(credits);
}

interface MoneyProps {
  /** Yuan, as the wire has it. */
  amount: number;
  /** "total" stands above the double line with which an accountant closes a sum. */
  look?: "plain" | "price" | "total";
}

export function Money({ amount, look = "plain" }: MoneyProps) {
  return (
    <span className={styles[look]} translate="no">
      {amount < 0 && <span>−</span>}
      <span className={styles.sign}>¥</span>
      <span>{YUAN.format(Math.abs(amount))}</span>
    </span>
  );
}
