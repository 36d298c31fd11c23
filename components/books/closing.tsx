"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ClosingAccount, ClosingView } from "@/lib/contracts/closing.ts";
import { issueOf } from "../data/api-client.ts";
import { Callout } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { CloseMonth } from "./close-month.tsx";
import { AccountSheet } from "./account-sheet.tsx";
import styles from "./closing.module.css";
import { MonthForm } from "./month-form.tsx";
import { closingQuery } from "./queries.ts";

/** A month's closing sheet. The month stands in the address; `usual`: the one that is shown first. */
export function Closing({ usual }: { usual: string }) {
  const month = useSearchParams().get("month") || usual;
  const { data, error, refetch } = useQuery(closingQuery(month));
  const issue = issueOf(error, "month");
  return (
    <>
      <PageHead title="月结">
        一个月里支付宝账单的合计、账本同样日子的合计，两者的差额逐条解释到分。日子按北京时间。结账之后，这一份不再改变。
      </PageHead>
      <MonthForm key={month} month={month}>
        <ClosedMonths months={data?.closedMonths ?? []} />
      </MonthForm>
      {issue ? (
        <Empty title={issue} />
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Sheet closing={data} />
      ) : (
        <Loading rows={12} label="正在计算这个月" />
      )}
    </>
  );
}

/** The months that are closed, each a link to its sheet. */
function ClosedMonths({ months }: { months: readonly string[] }) {
  const pathname = usePathname();
  if (months.length === 0) return null;
  return (
    <span className={styles.past}>
      <span>已结账：</span>
      {months.map((past) => (
        <Link key={past} href={`${pathname}?month=${past}`} scroll={false}>
          {past}
        </Link>
      ))}
    </span>
  );
}

function Sheet({ closing }: { closing: ClosingView }) {
  const { sheet, closed, obstacles, sha256 } = closing;
  const { month, accounts } = sheet;
  return (
    <>
      {closed ? (
        <Callout type="info" title={`${closed.by} 已经结账，这是当时的那一份。`}>
          <Instant iso={closed.time} format="second" />
        </Callout>
      ) : (
        obstacles.length > 0 && (
          <Callout type="warning" title="还不能结账">
            <ul className={styles.obstacles}>
              {obstacles.map((obstacle) => (
                <li key={obstacle}>{obstacle}</li>
              ))}
            </ul>
            {accounts.some(hasOpen) && (
              <Link href={`/admin/differences?state=open&from=${month}-01&to=${month}-${lastDayOf(month)}`}>
                去处理这个月的差异
              </Link>
            )}
          </Callout>
        )
      )}
      {accounts.length === 0 ? (
        <Empty title="这个月没有账单，账上也没有收支。" />
      ) : (
        accounts.map((account) => <AccountSheet key={account.sellerId ?? ""} account={account} />)
      )}
      <Section title="凭据">
        <p className={styles.about}>这一份月结单的校验值（SHA-256）。结账时记下它，以后可以核对。</p>
        <p>
          <code className={styles.sum}>{sha256}</code>
        </p>
        <div className={styles.acts}>
          <Button href={exportOf(month)} download>
            下载 CSV
          </Button>
          {!closed && obstacles.length === 0 && <CloseMonth month={month} sha256={sha256} />}
        </div>
      </Section>
    </>
  );
}

const hasOpen = ({ items }: ClosingAccount) => items.some(({ kind }) => kind === "OPEN");

function lastDayOf(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return String(new Date(Date.UTC(year, number, 0)).getUTCDate());
}

function exportOf(month: string): string {
  return `/api/admin/exports/closing?${new URLSearchParams({ from: `${month}-01`, to: `${month}-${lastDayOf(month)}` })}`;
}
