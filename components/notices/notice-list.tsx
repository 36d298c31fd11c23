"use client";

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import type { NoticeView } from "@/lib/contracts/notices.ts";
import { Instant } from "../ui/instant.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { pageNumOf } from "../ui/page-number.ts";
import { Pages } from "../ui/pages.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import styles from "./notice-list.module.css";
import { NOTICES_PER_PAGE, noticesQuery, unreadQuery, useReadNotices } from "./queries.ts";

export function NoticeList() {
  const pageNum = pageNumOf(useSearchParams());
  const { data, error, refetch } = useQuery(noticesQuery(pageNum));
  const { data: unread } = useQuery(unreadQuery());
  const reading = useReadNotices();
  // The navigation's count may be there before this part comes alive, and then React would keep the server's `disabled`.
  const hasUnread = data !== undefined && unread !== undefined && unread.unread > 0;
  return (
    <>
      <PageHead
        title="消息"
        actions={
          <Button disabled={!hasUnread} loading={reading.isPending} onClick={() => reading.mutate({})}>
            全部标为已读
          </Button>
        }
      >
        付款、到账、退款与关闭，每一步都会告诉你。
      </PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={8} />
      ) : data.total === 0 ? (
        <Empty title="还没有消息。" />
      ) : (
        <>
          <ul className={styles.list}>
            {data.list.map((notice) => (
              <Notice key={notice.id} notice={notice} onRead={() => reading.mutate({ ids: [notice.id] })} />
            ))}
          </ul>
          <Pages pageNum={pageNum} pageSize={NOTICES_PER_PAGE} total={data.total} />
        </>
      )}
    </>
  );
}

function Notice({ notice, onRead }: { notice: NoticeView; onRead: () => void }) {
  const { title, body, orderSn, read, createTime } = notice;
  return (
    <li className={styles.notice} data-read={read}>
      <div className={styles.head}>
        <h2 className={styles.title}>
          <span>{title}</span>
          {!read && <span className="visually-hidden">（未读）</span>}
        </h2>
        <Instant iso={createTime} />
      </div>
      <p className={styles.body}>{body}</p>
      <div className={styles.actions}>
        {orderSn && <Link href={`/orders/${orderSn}`}>查看订单</Link>}
        {!read && (
          <Button type="link" size="small" onClick={onRead}>
            标为已读
          </Button>
        )}
      </div>
    </li>
  );
}
