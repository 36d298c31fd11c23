"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Popconfirm } from "antd";
import type { SessionView } from "@/lib/contracts/accounts.ts";
import { SESSION_IDLE_MS, SESSION_LIFE_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { sessionsQuery, useEndOtherSessions, useEndSession } from "./queries.ts";

/** Where the member is signed in, and how to end it. */
export function Sessions() {
  const { data: sessions, error, refetch } = useQuery(sessionsQuery());
  const hasOthers = sessions !== undefined && sessions.some(({ isCurrent }) => !isCurrent);
  return (
    <>
      <PageHead title="登录设备" actions={<EndOthers isDisabled={!hasOthers} />}>
        {`${spanText(SESSION_IDLE_MS)}没有使用会自动退出，最长 ${spanText(SESSION_LIFE_MS)}要重新登录一次。有不认识的设备，请把它退出。`}
      </PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !sessions ? (
        <Loading rows={4} />
      ) : sessions.length === 0 ? (
        <Empty title="没有登录着的设备。" />
      ) : (
        <SessionList sessions={sessions} />
      )}
    </>
  );
}

function EndOthers({ isDisabled }: { isDisabled: boolean }) {
  const say = useSay();
  const ending = useEndOtherSessions();
  const end = () =>
    ending.mutate(undefined, {
      onSuccess: ({ ended }) => say({ tone: "success", text: `已退出其他 ${ended} 台设备` }),
    });
  return (
    <div>
      <Popconfirm
        placement="bottomRight"
        title="退出其他全部设备？"
        description="只留下这一台，其他的要重新登录。"
        okText="退出"
        cancelText="再想想"
        disabled={isDisabled}
        onConfirm={end}
      >
        <Button disabled={isDisabled} loading={ending.isPending}>
          退出其他全部设备
        </Button>
      </Popconfirm>
      {ending.error && <Refusal error={ending.error} otherwise="没有退出成功，请重试" />}
    </div>
  );
}

function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  const ending = useEndSession();
  const act = ({ id, device, isCurrent }: SessionView) =>
    isCurrent ? (
      <StatusTag tone="good">现在这台</StatusTag>
    ) : (
      <Button
        danger
        size="small"
        aria-label={`退出这台设备：${device}`}
        loading={ending.isPending && ending.variables === id}
        onClick={() => ending.mutate(id)}
      >
        退出这台设备
      </Button>
    );
  return (
    <>
      {ending.error && <Refusal error={ending.error} otherwise="没有退出成功，请重试" />}
      <Ledger
        caption="登录设备"
        columns={[...COLUMNS, { title: "操作", align: "end", render: act }]}
        rows={sessions}
        rowKey={({ id }) => id}
      />
    </>
  );
}

const COLUMNS: readonly Column<SessionView>[] = [
  { title: "设备", render: ({ device }) => device },
  { title: "登录时间", render: ({ createTime }) => <Instant iso={createTime} /> },
  { title: "最近使用", render: ({ lastSeenTime }) => <Instant iso={lastSeenTime} /> },
];
