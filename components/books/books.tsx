"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { Instant } from "../ui/instant.tsx";
import { yuan } from "../ui/money.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { Bills } from "./bills.tsx";
import { Invariants } from "./invariants.tsx";
import { booksQuery } from "./queries.ts";

/** Result of every invariant, and each day compared with Alipay's bill. */
export function Books() {
  const { data: books, error, refetch, isFetching, dataUpdatedAt } = useQuery(booksQuery());
  const check = () => void refetch();
  return (
    <>
      <PageHead
        title="账目"
        actions={
          <Button loading={isFetching} onClick={check}>
            再查一遍
          </Button>
        }
      >
        任何时候都应当成立的事，逐条数过；每天的账，再与支付宝的账单核对。
      </PageHead>
      {error ? (
        <Failed error={error} onRetry={check} />
      ) : books ? (
        <>
          <Invariants invariants={books.invariants}>
            查于 <Instant iso={new Date(dataUpdatedAt).toISOString()} format="second" />
          </Invariants>
          <Bills bills={books.bills} />
          {books.foreignNotices.count > 0 && (
            <p>
              {`最近 31 天还收到其他应用的通知 ${books.foreignNotices.count} 条，合计 ${yuan(books.foreignNotices.amount)}，不计入本店的账。`}
            </p>
          )}
        </>
      ) : (
        <Loading rows={12} label="正在读取账目" />
      )}
    </>
  );
}
