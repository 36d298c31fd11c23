import Link from "next/link";
import type { CreditLotView } from "@/lib/contracts/credits.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count } from "../ui/money.tsx";
import { Empty } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./lots.module.css";

/** `ordersAt`: where the page of an order stands. */
const columnsOf = (ordersAt: string): readonly Column<CreditLotView>[] => [
  {
    title: "来源",
    render: (lot) => (
      <span>
        {lot.orderSn === null ? (
          <span>{lot.productName}</span>
        ) : (
          <Link href={`${ordersAt}/${lot.orderSn}`}>{lot.productName}</Link>
        )}
        {lot.kind === "BONUS" && lot.origin === "ORDER" && <span className={styles.bonus}>赠送</span>}
      </span>
    ),
  },
  { title: "到账时间", render: (lot) => <Instant iso={lot.createTime} /> },
  { title: "有效期至", render: (lot) => (lot.expireTime ? <Instant iso={lot.expireTime} /> : "长期有效") },
  { title: "到账", align: "end", render: (lot) => count(lot.granted) },
  { title: "剩余", align: "end", render: (lot) => <Remaining lot={lot} /> },
];

/** The purchases behind the balance; each lot is spent and taken back by itself. */
export function Lots({ lots, ordersAt = "/orders" }: { lots: CreditLotView[]; ordersAt?: string }) {
  return (
    <Section title="积分批次">
      {lots.length === 0 ? (
        <Empty title="还没有积分。" />
      ) : (
        <Ledger caption="积分批次" columns={columnsOf(ordersAt)} rows={lots} rowKey={(lot) => lot.id} />
      )}
    </Section>
  );
}

function Remaining({ lot }: { lot: CreditLotView }) {
  const held = [lot.frozen > 0 && `冻结 ${count(lot.frozen)}`, lot.reserved > 0 && `预留 ${count(lot.reserved)}`];
  return (
    <span>
      <strong>{count(lot.remaining)}</strong>
      {held.filter(Boolean).map((text) => (
        <span key={String(text)} className={styles.held}>
          {text}
        </span>
      ))}
    </span>
  );
}
