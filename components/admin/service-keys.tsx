"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import type { ServiceKeyView } from "@/lib/contracts/service-keys.ts";
import { Refusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { NewServiceKey } from "./new-service-key.tsx";
import styles from "./new-service-key.module.css";
import { serviceKeysQuery, useRevokeServiceKey } from "./queries.ts";
import { RotateServiceKey } from "./rotate-service-key.tsx";
import { SCOPE_WORDS } from "./scope-words.ts";

/** Keys with which the product's own back end speaks for its users. */
export function ServiceKeys() {
  const { data: keys, error, refetch } = useQuery(serviceKeysQuery());
  const revoking = useRevokeServiceKey();
  const [rotated, setRotated] = useState<ServiceKeyView | null>(null);
  const acts = (key: ServiceKeyView) =>
    isAlive(key) && (
      <span className={styles.acts}>
        {!key.isReplaced && (
          <Button size="small" aria-label={`更换${key.name}`} onClick={() => setRotated(key)}>
            更换
          </Button>
        )}
        <Revoke
          name={key.name}
          isPending={revoking.isPending && revoking.variables === key.id}
          onConfirm={() => revoking.mutate(key.id)}
        />
      </span>
    );
  return (
    <>
      <PageHead title="服务密钥" actions={<LinkButton href="/developers">怎么用它</LinkButton>}>
        你的产品凭它在后端使用这家商店：查积分、扣积分、发起收款。拿到密钥的人可以替任何客户这样做，请像密码一样保管。
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
          columns={[...COLUMNS, { title: "操作", align: "end", render: acts }]}
          rows={keys}
          rowKey={({ id }) => id}
        />
      )}
      <Dialog open={rotated !== null} title="更换密钥" onClose={() => setRotated(null)}>
        {rotated && <RotateServiceKey replaced={rotated} onDone={() => setRotated(null)} />}
      </Dialog>
    </>
  );
}

interface RevokeProps {
  name: string;
  isPending: boolean;
  onConfirm: () => void;
}

function Revoke({ name, isPending, onConfirm }: RevokeProps) {
  return (
    <Popconfirm
      placement="topRight"
      title={`撤销「${name}」？`}
      description="正在用它的服务会立刻停下，而且不能恢复。"
      okText="撤销"
      okButtonProps={{ danger: true }}
      cancelText="再想想"
      onConfirm={onConfirm}
    >
      <Button danger size="small" aria-label={`撤销${name}`} loading={isPending}>
        撤销
      </Button>
    </Popconfirm>
  );
}

function isAlive({ revokedTime, expireTime }: ServiceKeyView): boolean {
  return revokedTime === null && (expireTime === null || new Date(expireTime) > new Date());
}

function State({ of: key }: { of: ServiceKeyView }) {
  if (key.revokedTime !== null) return <StatusTag tone="gone">已撤销</StatusTag>;
  if (!isAlive(key)) return <StatusTag tone="gone">已到期</StatusTag>;
  return key.isReplaced ? <StatusTag tone="waiting">已更换</StatusTag> : <StatusTag tone="good">有效</StatusTag>;
}

const COLUMNS: readonly Column<ServiceKeyView>[] = [
  {
    title: "名称",
    render: ({ name, prefix }) => (
      <span className={styles.stack}>
        <span>{name}</span>
        {prefix && <code className={styles.about} translate="no">{`${prefix}…`}</code>}
      </span>
    ),
  },
  {
    title: "能做什么",
    render: ({ scopes }) => (
      <span className={styles.tags}>
        {scopes.map((scope) => (
          <Tag key={scope} title={SCOPE_WORDS[scope][1]}>
            {SCOPE_WORDS[scope][0]}
          </Tag>
        ))}
      </span>
    ),
  },
  { title: "状态", render: (key) => <State of={key} /> },
  { title: "最近使用", render: ({ lastUsedTime }) => (lastUsedTime ? <Instant iso={lastUsedTime} /> : "没有用过") },
  { title: "到期", render: ({ expireTime }) => (expireTime ? <Instant iso={expireTime} /> : "不过期") },
  {
    title: "新建",
    render: ({ createdBy, createTime }) => (
      <span className={styles.stack}>
        <Instant iso={createTime} />
        <span className={styles.about}>{createdBy}</span>
      </span>
    ),
  },
];
