"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, Popconfirm, Select } from "antd";
import type { AddTarget, TargetKind, TargetView } from "@/lib/contracts/operators.ts";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal, Refusal } from "../ui/callout.tsx";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { DailySummary } from "./daily-summary.tsx";
import { operatorTargetsQuery, useAddTarget, useDropTarget, useTestTarget } from "./queries.ts";
import styles from "./settings.module.css";

const KIND_WORDS: Readonly<Record<TargetKind, string>> = {
  MAIL: "邮箱",
  WECOM: "企业微信机器人",
  DINGTALK: "钉钉机器人",
  FEISHU: "飞书机器人",
};
const KINDS = (Object.keys(KIND_WORDS) as TargetKind[]).map((value) => ({ value, label: KIND_WORDS[value] }));
const LAST_WORDS = { SENT: "已送达", PENDING: "正在发送", FAILED: "没有送到", NONE: "没有发" } as const;
const LAST_TONES = { SENT: "good", PENDING: "gone", FAILED: "bad", NONE: "gone" } as const;

/** Where the operator's people are told of alerts besides the page. */
export function OperatorTargets() {
  const { data: targets, error, refetch } = useQuery(operatorTargetsQuery());
  return (
    <Section title="待办提醒还发到">
      <p className={styles.when}>有新的待办时发一条，一小时后没有人处理再发一条，之后每天一条。</p>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !targets ? (
        <Loading rows={2} label="正在读取接收提醒的地方" />
      ) : targets.length === 0 ? (
        <Empty title="还没有。只有打开待办提醒这一页的人知道。" />
      ) : (
        <Ledger
          caption="接收待办提醒的地方"
          columns={[...COLUMNS, { title: "操作", align: "end", render: (target) => <Acts target={target} /> }]}
          rows={targets}
          rowKey={({ id }) => id}
        />
      )}
      <NewTarget />
      <DailySummary />
    </Section>
  );
}

const COLUMNS: readonly Column<TargetView>[] = [
  { title: "哪里", render: ({ kind }) => KIND_WORDS[kind] },
  { title: "地址", render: ({ address, isSigned }) => (isSigned ? `${address}（加签）` : address) },
  {
    title: "最近一条",
    render: ({ last }) =>
      last && (
        <span>
          <StatusTag tone={LAST_TONES[last.status]}>{LAST_WORDS[last.status]}</StatusTag> <Instant iso={last.time} />
        </span>
      ),
  },
];

function Acts({ target }: { target: TargetView }) {
  const say = useSay();
  const testing = useTestTarget(target.id);
  const dropping = useDropTarget(target.id);
  const name = `${KIND_WORDS[target.kind]} ${target.address}`;
  const test = () =>
    testing.mutate(undefined, {
      onSuccess: ({ refusal }) =>
        say(refusal === null ? { tone: "success", text: "已送达" } : { tone: "error", text: `没有送到：${refusal}` }),
    });
  const error = testing.error ?? dropping.error;
  return (
    <span className={styles.acts}>
      <Button size="small" loading={testing.isPending} aria-label={`试发一条到${name}`} onClick={test}>
        试发一条
      </Button>
      <Popconfirm
        placement="topRight"
        title="不再发到这里？"
        okText="不再发"
        cancelText="再想想"
        onConfirm={() => dropping.mutate()}
      >
        <Button size="small" danger loading={dropping.isPending} aria-label={`删去${name}`}>
          删去
        </Button>
      </Popconfirm>
      {error && <Refusal error={error} otherwise="没有办成，请重试" />}
    </span>
  );
}

const FIELDS = ["address", "secret"] as const;

function NewTarget() {
  const say = useSay();
  const [form] = Form.useForm<{ kind: TargetKind; address?: string; secret?: string }>();
  const kind = Form.useWatch("kind", form) ?? "WECOM";
  const adding = useAddTarget();
  const isSignable = kind === "DINGTALK" || kind === "FEISHU";
  const help = (field: (typeof FIELDS)[number]) => {
    const issue = issueOf(adding.error, field);
    return issue ? ({ validateStatus: "error", help: issue } as const) : {};
  };
  const add = ({ kind: which, address = "", secret = "" }: { kind: TargetKind; address?: string; secret?: string }) => {
    const signed = isSignable && secret.trim() !== "" ? { secret } : {};
    adding.mutate({ kind: which, address, ...signed } satisfies AddTarget, {
      onSuccess: () => {
        form.resetFields();
        say({ tone: "success", text: "已加上" });
      },
    });
  };
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ kind: "WECOM" }}
      onFinish={add}
      className={styles.new}
    >
      <Form.Item name="kind" label="发到哪里">
        <Select size="large" options={KINDS} />
      </Form.Item>
      <Form.Item name="address" label={kind === "MAIL" ? "邮箱" : "机器人的地址（Webhook）"} {...help("address")}>
        <Input size="large" maxLength={500} autoComplete="off" />
      </Form.Item>
      {isSignable && (
        <Form.Item name="secret" label="加签密钥（没有开启就留空）" {...help("secret")}>
          <Input.Password size="large" maxLength={200} autoComplete="off" />
        </Form.Item>
      )}
      <OtherRefusal error={adding.error} fields={FIELDS} otherwise="没有加上，请重试" />
      <Button htmlType="submit" size="large" loading={adding.isPending}>
        加上
      </Button>
    </Form>
  );
}
