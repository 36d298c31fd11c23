import { CLOSING_ITEM_TEXTS, type ClosingAccount } from "@/lib/contracts/closing.ts";
import { count, yuan } from "../ui/money.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./closing.module.css";
import { moreOrLess, signedYuan } from "./difference-words.ts";

/** What an accountant adds up of one account: their side, ours, the difference, its pieces, and what is left. */
export function AccountSheet({ account }: { account: ClosingAccount }) {
  const { sellerId, billDays, quietDays, bill, ours, difference, items, remainder } = account;
  const isWhole = remainder === 0;
  return (
    <Section
      title={sellerId ? `收款账户 ${sellerId}` : "收款账户未知"}
      aside={<span className={styles.days}>{`账单 ${billDays} 天，当天无账 ${quietDays} 天`}</span>}
    >
      <div className={styles.frame}>
        <table className={styles.sheet}>
          <caption className="visually-hidden">{`${sellerId ?? "未知账户"} 的月结单`}</caption>
          <tbody>
            <Head title="支付宝账单" />
            <Line title="收款（别的应用在内）" amount={bill.income} />
            <Line title="退款（别的应用在内）" amount={0 - bill.refunded} />
            <Line title="不逐笔核对的行" amount={bill.setAside} />
            <Total title="合计" amount={bill.income - bill.refunded + bill.setAside} />
            <Aside title="商家优惠" amount={bill.discounts} />
            <Aside title="手续费" amount={bill.fees} />
            <Aside title="实收净额" amount={bill.net} />
            <Head title="账本，同样的日子" />
            <Line title={`收款 ${count(ours.paymentCount)} 笔`} amount={ours.paid} />
            <Line title={`退款 ${count(ours.refundCount)} 笔`} amount={0 - ours.refunded} />
            <Total title="合计" amount={ours.paid - ours.refunded} />
            <Head title="差额" />
            <Total title={moreOrLess(difference)} amount={Math.abs(difference)} />
            {items.map(({ kind, about, count: number, amount, differenceId }) => (
              <tr key={`${kind} ${about} ${differenceId}`}>
                <th scope="row">
                  <span>{CLOSING_ITEM_TEXTS[kind]}</span>
                  <span className={styles.small}>
                    {[about, ...(number > 1 ? [`${count(number)} 笔`] : [])].join(" ")}
                  </span>
                </th>
                <td translate="no">{signedYuan(amount)}</td>
              </tr>
            ))}
            <tr className={styles.rest} data-whole={isWhole}>
              <th scope="row">{isWhole ? "全部解释清楚" : "没有解释的"}</th>
              <td translate="no">{signedYuan(remainder)}</td>
            </tr>
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Head({ title }: { title: string }) {
  return (
    <tr className={styles.head}>
      <th scope="rowgroup" colSpan={2}>
        {title}
      </th>
    </tr>
  );
}

interface LineProps {
  title: string;
  /** null: not known. */
  amount: number | null;
}

function Line({ title, amount }: LineProps) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td translate="no">{amount === null ? "账单没有写" : yuan(amount)}</td>
    </tr>
  );
}

function Total({ title, amount }: { title: string; amount: number }) {
  return (
    <tr className={styles.total}>
      <th scope="row">{title}</th>
      <td translate="no">{yuan(Math.round(amount * 100) / 100)}</td>
    </tr>
  );
}

/** Beside the sum: it changes what arrives, not what is compared. */
function Aside({ title, amount }: LineProps) {
  return (
    <tr className={styles.aside}>
      <th scope="row">{title}</th>
      <td translate="no">{amount === null ? "账单没有写" : yuan(amount)}</td>
    </tr>
  );
}
