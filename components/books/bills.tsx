import type { BillDayView } from "@/lib/contracts/books.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, Money } from "../ui/money.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import styles from "./bills.module.css";

const STATUS = {
  WAITING: { tone: "waiting", text: "等待账单" },
  IMPORTED: { tone: "moving", text: "核对中" },
  RECONCILED: { tone: "good", text: "已核对" },
} as const;

const COLUMNS: readonly Column<BillDayView>[] = [
  { title: "日期", render: ({ day }) => day },
  { title: "状态", render: (bill) => <Status {...bill} /> },
  { title: "收款", align: "end", render: (bill) => <Sum amount={bill.tradeAmount} number={bill.tradeCount} /> },
  { title: "退款", align: "end", render: (bill) => <Sum amount={bill.refundAmount} number={bill.refundCount} /> },
  { title: "不逐笔核对", render: (bill) => <Beside {...bill} /> },
  { title: "下次去取", render: ({ nextCheckTime }) => nextCheckTime && <Instant iso={nextCheckTime} /> },
];

/** Alipay's bills of the last month, one day per row. */
export function Bills({ bills }: { bills: BillDayView[] }) {
  return (
    <Section title="支付宝账单">
      {bills.length === 0 ? (
        <Empty title="还没有账单。支付宝次日上午给出前一天的，到时会自动去取。" />
      ) : (
        <Ledger caption="支付宝账单" columns={COLUMNS} rows={bills} rowKey={({ day }) => day} />
      )}
    </Section>
  );
}

function Status({ status, isQuiet }: BillDayView) {
  const { tone, text } = STATUS[status];
  return <StatusTag tone={tone}>{isQuiet ? "当天无账" : text}</StatusTag>;
}

/** What stands on the bill and is none of the shop's: other applications of the same merchant, and odd lines by their word. */
function Beside({ foreignCount, foreignAmount, setAside }: BillDayView) {
  const foreign = foreignCount > 0 ? [{ word: "其他应用", count: foreignCount, amount: foreignAmount }] : [];
  return [...foreign, ...setAside].map(({ word, count: number, amount }) => (
    <div key={word} className={styles.beside}>
      <span>{word}</span> <Sum amount={amount} number={number} />
    </div>
  ));
}

function Sum({ amount, number }: { amount: number | null; number: number | null }) {
  if (amount === null || number === null) return null;
  return (
    <span>
      <Money amount={amount} /> <span className={styles.number}>{`${count(number)} 笔`}</span>
    </span>
  );
}
