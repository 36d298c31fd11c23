"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { PageHead } from "../ui/page-head.tsx";
import { pageNumOf } from "../ui/page-number.ts";
import { Pages } from "../ui/pages.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { AlertItem } from "./alert-item.tsx";
import styles from "./alert-list.module.css";
import { ALERTS_PER_PAGE, alertsQuery } from "./queries.ts";

/** What a person must look at, each with advice. */
export function AlertList() {
  const pageNum = pageNumOf(useSearchParams());
  const { data, error, refetch } = useQuery(alertsQuery(pageNum));
  return (
    <>
      <PageHead title="待办提醒">系统没有替人决定的事：对不上的款、补发不了的货、没成功的退款。</PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.total === 0 ? (
        <Empty title="没有待办，一切对得上。" />
      ) : (
        <>
          <ul className={styles.list}>
            {data.list.map((alert) => (
              <AlertItem key={alert.id} alert={alert} />
            ))}
          </ul>
          <Pages pageNum={pageNum} pageSize={ALERTS_PER_PAGE} total={data.total} />
        </>
      )}
    </>
  );
}
