"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import type { GoodsVersionView } from "@/lib/contracts/catalog-admin.ts";
import { Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { versionsQuery, type GoodsKind } from "./desk-queries.ts";
import styles from "./goods-form.module.css";

/** Every version of a pack or a plan, newest first. */
export function GoodsVersions({ kind, id }: { kind: GoodsKind; id: number }) {
  const versions = useInfiniteQuery(versionsQuery(kind, id));
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = versions;
  if (error && !isFetchNextPageError) return <Failed error={error} onRetry={() => void versions.refetch()} />;
  if (!data) return <Loading rows={4} />;
  const list = data.pages.flatMap((page) => page.list);
  if (list.length === 0) return <Empty title="没有留下版本。" />;
  return (
    <>
      <ol className={styles.versions} aria-label="版本">
        {list.map((version) => (
          <Version key={version.version} version={version} />
        ))}
      </ol>
      {isFetchNextPageError && <Refusal error={error!} otherwise="没有读到，请重试" />}
      {hasNextPage && (
        <Button block loading={isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
          更多
        </Button>
      )}
    </>
  );
}

function Version({ version: { version, by, reason, time, changes } }: { version: GoodsVersionView }) {
  return (
    <li>
      <p className={styles.who}>
        <span>{`第 ${version} 版`}</span>
        <Instant iso={time} />
        <span>{by}</span>
      </p>
      {reason && <p className={styles.reason}>{reason}</p>}
      <dl>
        {changes.map(({ label, before, after }) => (
          <div key={label} className={styles.change}>
            <dt>{label}</dt>
            <dd>
              {before !== null && <del>{before}</del>}
              {before !== null && <span> → </span>}
              <span>{after}</span>
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
