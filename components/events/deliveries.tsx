"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import type { DeliveryView } from "@/lib/contracts/webhooks.ts";
import { issueOf } from "../data/api-client.ts";
import { BackLink } from "../ui/back-link.tsx";
import { Callout, Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { deliveriesQuery, useReplayDelivery, useReplayRange } from "./queries.ts";
import styles from "./webhooks.module.css";

const STATES = {
  pending: ["waiting", "等着推送"],
  done: ["good", "已送到"],
  given_up: ["bad", "不再试"],
} as const;

/** What one endpoint was sent, with every request and answer. */
export function Deliveries({ endpointId }: { endpointId: string }) {
  const found = useInfiniteQuery(deliveriesQuery(endpointId));
  const { data, error, hasNextPage, isFetchingNextPage, isFetchNextPageError } = found;
  const deliveries = data?.pages.flatMap((page) => page.data);
  return (
    <>
      <BackLink href="/admin/events">事件推送</BackLink>
      <PageHead title="推送记录">最新的在前。点开一条，看发出了什么、对方怎么答复的。</PageHead>
      {error && !isFetchNextPageError ? (
        <Failed error={error} onRetry={() => void found.refetch()} />
      ) : !deliveries ? (
        <Loading rows={8} />
      ) : deliveries.length === 0 ? (
        <Empty title="还没有推送过。" />
      ) : (
        <div className={styles.list}>
          {deliveries.map((delivery) => (
            <Delivery key={delivery.id} delivery={delivery} />
          ))}
        </div>
      )}
      {isFetchNextPageError && <Refusal error={error!} otherwise="没有读到，请重试" />}
      {hasNextPage && (
        <div className={styles.more}>
          <Button loading={isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            更多
          </Button>
        </div>
      )}
      <Range endpointId={endpointId} />
    </>
  );
}

function Delivery({ delivery }: { delivery: DeliveryView }) {
  const { id, event, status, isReplay, tries } = delivery;
  const [tone, word] = STATES[status];
  const say = useSay();
  const replaying = useReplayDelivery();
  const { customerId } = event.data as { customerId?: string | null };
  return (
    <details className={styles.delivery}>
      <summary>
        <span className={styles.type}>{event.type}</span>
        <span className={styles.customer}>{customerId ?? "—"}</span>
        <Instant iso={event.timestamp} format="second" />
        <StatusTag tone={tone}>{isReplay ? `${word}（重发）` : word}</StatusTag>
      </summary>
      <div className={styles.detail}>
        <pre className={styles.pre}>{JSON.stringify(event, null, 2)}</pre>
        {tries.map((one) => (
          <div key={one.time} className={styles.try}>
            <p>
              <Instant iso={one.time} format="second" />
              <span>{` · ${one.refusal ?? `答复 ${one.status}`} · ${one.durationMs} 毫秒`}</span>
            </p>
            <pre className={styles.pre}>
              {[`POST ${one.url}`, ...Object.entries(one.headers).map(([name, value]) => `${name}: ${value}`)].join(
                "\n",
              )}
            </pre>
            {one.answer !== "" && <pre className={styles.pre}>{one.answer}</pre>}
          </div>
        ))}
        {status !== "pending" && (
          <Button
            loading={replaying.isPending}
            onClick={() =>
              replaying.mutate(id, { onSuccess: () => say({ tone: "success", text: "已排上，马上重发" }) })
            }
          >
            重发这一条
          </Button>
        )}
        {replaying.error && <Refusal error={replaying.error} otherwise="没有办成，请重试" />}
      </div>
    </details>
  );
}

/** What the browser's field for a time holds, as an instant in Beijing. */
const instantOf = (text: string) => `${text}:00+08:00`;

function Range({ endpointId }: { endpointId: string }) {
  const [times, setTimes] = useState({ from: "", to: "" });
  const replaying = useReplayRange(endpointId);
  const issue = issueOf(replaying.error, "to") ?? issueOf(replaying.error, "from");
  const field = (name: "from" | "to", label: string) => (
    <label>
      <span>{label}</span>
      <Input
        type="datetime-local"
        value={times[name]}
        onChange={({ target }) => setTimes({ ...times, [name]: target.value })}
      />
    </label>
  );
  return (
    <Section title="重发一段时间">
      <p className={styles.about}>
        从这一刻起、到那一刻之前发生的事件，按原来的次序再发一遍，编号不变。时间按北京时间。
      </p>
      <div className={styles.range}>
        {field("from", "从")}
        {field("to", "到")}
        <Button
          disabled={times.from === "" || times.to === ""}
          loading={replaying.isPending}
          onClick={() => replaying.mutate({ from: instantOf(times.from), to: instantOf(times.to) })}
        >
          重发
        </Button>
      </div>
      {replaying.data && <Callout type="info" title={`重发 ${replaying.data.replayed} 条`} />}
      {issue ? (
        <Callout type="error" title={issue} />
      ) : (
        replaying.error && <Refusal error={replaying.error} otherwise="没有办成，请重试" />
      )}
    </Section>
  );
}
