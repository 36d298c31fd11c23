"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import type { ServiceKeyView } from "@/lib/contracts/credits.ts";
import { Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { NewServiceKey } from "./new-service-key.tsx";
import { serviceKeysQuery, useRevokeServiceKey } from "./queries.ts";

/** Keys with which the product's own backend spends its members' credits. */
export function ServiceKeys() {
  const { data: keys, error, refetch } = useQuery(serviceKeysQuery());
  const revoking = useRevokeServiceKey();
  const revokeButton = (key: ServiceKeyView) =>
    key.revokedTime === null && (
      <Popconfirm
        placement="topRight"
        title={`撤销「${key.name}」？`}
        description="正在用它的服务会立刻停下，而且不能恢复。"
        okText="撤销"
        okButtonProps={{ danger: true }}
        cancelText="再想想"
        onConfirm={() => revoking.mutate(key.id)}
      >
        <Button
          danger
          size="small"
          aria-label={`撤销${key.name}`}
          loading={revoking.isPending && revoking.variables === key.id}
        >
          撤销
        </Button>
      </Popconfirm>
    );
  return (
    <>
      <PageHead title="服务密钥">
        你的产品凭它在后端扣会员的积分。拿到密钥的人可以扣任何会员的，请像密码一样保管。
      </PageHead>
      <NewServiceKey />
      {revoking.error && <Refusal error={revoking.error} otherwise="没有撤销成功，请重试" />}
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !keys ? (
        <Loading rows={4} />
      ) : keys.length === 0 ? (
        <Empty title="还没有密钥。" />
      ) : (
        <Ledger
          caption="服务密钥"
          columns={[...COLUMNS, { title: "操作", align: "end", render: revokeButton }]}
          rows={keys}
          rowKey={({ id }) => id}
        />
      )}
    </>
  );
}

const COLUMNS: readonly Column<ServiceKeyView>[] = [
  { title: "名称", render: ({ name }) => name },
  {
    title: "状态",
    render: ({ revokedTime }) =>
      revokedTime === null ? <StatusTag tone="good">有效</StatusTag> : <StatusTag tone="gone">已撤销</StatusTag>,
  },
  { title: "创建人", render: ({ createdBy }) => createdBy },
  { title: "创建时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "撤销时间", render: ({ revokedTime }) => revokedTime && <Instant iso={revokedTime} /> },
];
