"use client";

import { Button, Form, Input, Select } from "antd";
import { useState } from "react";
import { EVENT_TYPES, type EventType } from "@/lib/contracts/events.ts";
import type { NewEndpointView } from "@/lib/contracts/webhooks.ts";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { FreshSecret } from "./fresh-secret.tsx";
import { useAddEndpoint } from "./queries.ts";
import styles from "./webhooks.module.css";

const TYPES = EVENT_TYPES.map((value) => ({ value, label: value }));
const FIELDS = ["url", "description"] as const;

interface Words {
  readonly url?: string;
  readonly description?: string;
  readonly types?: EventType[];
}

/** An address first; then, once, its secret. */
export function NewEndpoint() {
  const [fresh, setFresh] = useState<NewEndpointView | null>(null);
  const adding = useAddEndpoint();
  const help = (field: (typeof FIELDS)[number]) => {
    const issue = issueOf(adding.error, field);
    return issue ? ({ validateStatus: "error", help: issue } as const) : {};
  };
  const add = ({ url = "", description = "", types = [] }: Words) =>
    adding.mutate({ url, description, types }, { onSuccess: setFresh });
  if (fresh) return <FreshSecret about={fresh.url} secret={fresh.secret} onStored={() => setFresh(null)} />;
  return (
    <section className={styles.card} aria-label="加一个">
      <Form layout="vertical" requiredMark={false} onFinish={add} className={styles.fields}>
        <Form.Item name="url" label="接收地址" extra="公网可达的 https 地址，15 秒内答复 2xx" {...help("url")}>
          <Input size="large" maxLength={500} autoComplete="off" placeholder="https://" />
        </Form.Item>
        <Form.Item name="types" label="要哪些事件（不选就是全部）">
          <Select mode="multiple" size="large" options={TYPES} allowClear />
        </Form.Item>
        <Form.Item name="description" label="说明（可以不填）" {...help("description")}>
          <Input size="large" maxLength={200} autoComplete="off" />
        </Form.Item>
        <OtherRefusal error={adding.error} fields={FIELDS} otherwise="没有加上，请重试" />
        <Button type="primary" htmlType="submit" size="large" loading={adding.isPending}>
          加上
        </Button>
      </Form>
    </section>
  );
}
