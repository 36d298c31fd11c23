"use client";

import { useQuery } from "@tanstack/react-query";
import type { CreditBalanceView } from "@/lib/contracts/credits.ts";
import { count } from "../ui/money.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import styles from "./balance.module.css";
import { Lots } from "./lots.tsx";
import { balanceQuery } from "./queries.ts";

/** What the member has, and from which purchases. */
export function Balance({ isDemo }: { isDemo: boolean }) {
  const { data, error, refetch } = useQuery(balanceQuery());
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  return (
    <>
      <Sums balance={data} isDemo={isDemo} />
      <Lots lots={data.lots} />
    </>
  );
}

function Sums({ balance, isDemo }: { balance: CreditBalanceView; isDemo: boolean }) {
  const { availableCredits, totalCredits, reservedCredits, frozenCredits } = balance;
  const parts = [
    { label: "合计", value: totalCredits, about: "账上全部积分" },
    { label: "预留", value: reservedCredits, about: "正在进行的任务占用" },
    { label: "冻结", value: frozenCredits, about: "退款处理中" },
  ];
  return (
    <section className={styles.balance} aria-label="积分余额">
      <div className={styles.available}>
        <span className={styles.label}>可用积分</span>
        <strong className={styles.amount}>{count(availableCredits)}</strong>
        <div className={styles.actions}>
          <LinkButton href="/" type="primary">
            购买积分
          </LinkButton>
          {isDemo && <LinkButton href="/credits/try">试用积分</LinkButton>}
        </div>
      </div>
      <dl className={styles.parts}>
        {parts.map(({ label, value, about }) => (
          <div key={label} className={styles.part}>
            <dt>
              <span>{label}</span>
              <span className={styles.about}>{about}</span>
            </dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
