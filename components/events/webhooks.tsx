"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, InputNumber, Popconfirm } from "antd";
import { useState } from "react";
import type { EndpointView } from "@/lib/contracts/webhooks.ts";
import { Callout, Refusal } from "../ui/callout.tsx";
import { Facts } from "../ui/facts.tsx";
import { Instant } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { FreshSecret } from "./fresh-secret.tsx";
import { NewEndpoint } from "./new-endpoint.tsx";
import {
  useChangeEndpoint,
  useDropEndpoint,
  useRotateSecret,
  useSaveLowCredits,
  useTestEndpoint,
  webhooksQuery,
} from "./queries.ts";
import styles from "./webhooks.module.css";

/** Where the product's back end is told of what happens here. */
export function Webhooks() {
  const { data, error, refetch } = useQuery(webhooksQuery());
  return (
    <>
      <PageHead title="事件推送">
        订单、退款、积分、套餐有了变化，就把它推送给产品的后端；没有送到的会重试，推送记录留三个月。
      </PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={6} />
      ) : (
        <>
          <div className={styles.list}>
            {data.endpoints.length === 0 && <Empty title="还没有接收地址。在下面加一个。" />}
            {data.endpoints.map((endpoint) => (
              <Endpoint key={endpoint.id} endpoint={endpoint} />
            ))}
          </div>
          <Section title="加一个接收地址">
            <NewEndpoint />
          </Section>
          <LowCredits key={data.lowCredits} lowCredits={data.lowCredits} />
        </>
      )}
    </>
  );
}

function Endpoint({ endpoint }: { endpoint: EndpointView }) {
  const [secret, setSecret] = useState<string | null>(null);
  const { id, url, description, types, status, offReason, waiting, failingSince, lastSuccessTime } = endpoint;
  if (secret !== null) return <FreshSecret about={url} secret={secret} onStored={() => setSecret(null)} />;
  return (
    <section className={`${styles.card} ${styles.endpoint}`} aria-label={url}>
      <div className={styles.head}>
        <h2 className={styles.url}>{url}</h2>
        <StateTag endpoint={endpoint} />
      </div>
      {offReason === "failing" && (
        <Callout type="warning" title="连续五天没有一次成功，已停止推送">
          事件都留着。修好对方的服务，再点「恢复」，从停下的地方接着推送。
        </Callout>
      )}
      <Facts
        facts={[
          { label: "说明", value: description || null },
          { label: "事件", value: types.length === 0 ? "全部" : types.join("、") },
          { label: "等着推送", value: waiting > 0 ? `${waiting} 条` : null },
          { label: "最近成功", value: lastSuccessTime ? <Instant iso={lastSuccessTime} /> : "还没有" },
          { label: "一直失败，从", value: failingSince && <Instant iso={failingSince} /> },
          {
            label: "旧密钥还一起签名到",
            value: endpoint.previousSecretUntil && <Instant iso={endpoint.previousSecretUntil} />,
          },
        ]}
      />
      <Acts id={id} url={url} status={status} onSecret={setSecret} />
    </section>
  );
}

function StateTag({ endpoint: { status, failingSince } }: { endpoint: EndpointView }) {
  if (status === "off") return <StatusTag tone="gone">已停止</StatusTag>;
  return failingSince === null ? <StatusTag tone="good">正常</StatusTag> : <StatusTag tone="bad">没有送到</StatusTag>;
}

interface ActsProps {
  readonly id: number;
  readonly url: string;
  readonly status: EndpointView["status"];
  readonly onSecret: (secret: string) => void;
}

function Acts({ id, url, status, onSecret }: ActsProps) {
  const say = useSay();
  const testing = useTestEndpoint(id);
  const changing = useChangeEndpoint(id);
  const rotating = useRotateSecret(id);
  const dropping = useDropEndpoint(id);
  const error = testing.error ?? changing.error ?? rotating.error ?? dropping.error;
  const test = () =>
    testing.mutate(undefined, {
      onSuccess: ({ refusal, status: answered, durationMs }) =>
        say(
          refusal === null
            ? { tone: "success", text: `对方收下了：${answered}，用了 ${durationMs} 毫秒` }
            : { tone: "error", text: refusal },
        ),
    });
  return (
    <>
      <div className={styles.acts}>
        <LinkButton href={`/admin/events/${id}`}>推送记录</LinkButton>
        <Button loading={testing.isPending} aria-label={`试发一条到 ${url}`} onClick={test}>
          试发一条
        </Button>
        <Button
          loading={changing.isPending}
          aria-label={`${status === "active" ? "暂停" : "恢复"} ${url}`}
          onClick={() => changing.mutate({ status: status === "active" ? "off" : "active" })}
        >
          {status === "active" ? "暂停" : "恢复"}
        </Button>
        <Popconfirm
          title="换一个签名密钥？"
          description="旧的还一起签名一天，请在这之前换到产品里。"
          okText="换"
          cancelText="再想想"
          onConfirm={() => rotating.mutate(undefined, { onSuccess: ({ secret }) => onSecret(secret) })}
        >
          <Button loading={rotating.isPending} aria-label={`换密钥：${url}`}>
            换密钥
          </Button>
        </Popconfirm>
        <Popconfirm
          title="不再推送到这里？"
          description="等着推送的不再发，也不能恢复。"
          okText="删去"
          okButtonProps={{ danger: true }}
          cancelText="再想想"
          onConfirm={() => dropping.mutate()}
        >
          <Button danger loading={dropping.isPending} aria-label={`删去 ${url}`}>
            删去
          </Button>
        </Popconfirm>
      </div>
      {error && <Refusal error={error} otherwise="没有办成，请重试" />}
    </>
  );
}

function LowCredits({ lowCredits }: { lowCredits: number }) {
  const say = useSay();
  const [few, setFew] = useState<number | null>(lowCredits);
  const saving = useSaveLowCredits();
  const save = () => few !== null && saving.mutate(few, { onSuccess: () => say({ tone: "success", text: "已保存" }) });
  return (
    <Section title="积分不足的界线">
      <p className={styles.about}>
        客户消费之后剩下的积分低于它时，推送一次 credits.low；花完时推送 credits.exhausted。
      </p>
      <div className={styles.few}>
        <InputNumber
          aria-label="积分不足的界线"
          min={1}
          max={100_000_000}
          precision={0}
          value={few}
          onChange={setFew}
        />
        <Button loading={saving.isPending} disabled={few === null || few === lowCredits} onClick={save}>
          保存
        </Button>
      </div>
      {saving.error && <Refusal error={saving.error} otherwise="没有保存，请重试" />}
    </Section>
  );
}
