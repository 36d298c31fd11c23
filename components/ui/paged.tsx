import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import type { ReactNode } from "react";
import { issueOf } from "../data/api-client.ts";
import { Refusal } from "./callout.tsx";
import { Empty, Failed, Loading } from "./page-state.tsx";
import styles from "./paged.module.css";

interface PagedProps<Page> {
  readonly found: UseInfiniteQueryResult<InfiniteData<Page>>;
  /** The fields of the question: what the server says is wrong with one of them stands where the list would. */
  readonly fields?: readonly string[];
  /** Lines of the placeholder. */
  readonly rows?: number;
  readonly children: (pages: readonly Page[]) => ReactNode;
}

/** A list that is read page by page: what is there so far, and the button for more, which keeps what is there when it fails. */
export function Paged<Page>({ found, fields = [], rows = 8, children }: PagedProps<Page>) {
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = found;
  const issue = fields.map((field) => issueOf(error, field)).find(Boolean);
  if (issue) return <Empty title={issue} />;
  if (error && !isFetchNextPageError) return <Failed error={error} onRetry={() => void found.refetch()} />;
  if (!data) return <Loading rows={rows} />;
  return (
    <>
      {children(data.pages)}
      {isFetchNextPageError && <Refusal error={error!} otherwise="没有读到，请重试" />}
      {hasNextPage && (
        <div className={styles.more}>
          <Button loading={isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            更多
          </Button>
        </div>
      )}
    </>
  );
}
