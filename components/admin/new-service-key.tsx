"use client";

import { Button, Checkbox, Form, Select } from "antd";
import { SERVICE_SCOPES, type ServiceScope } from "@/lib/core/scopes.ts";
import { DAY_MS } from "@/lib/core/time.ts";
import { TextField } from "../accounts/text-field.tsx";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { FreshKey } from "./fresh-key.tsx";
import styles from "./new-service-key.module.css";
import { useCreateServiceKey } from "./queries.ts";
import { SCOPE_WORDS } from "./scope-words.ts";

interface Filled {
  readonly name?: string;
  readonly scopes?: ServiceScope[];
  readonly days?: number;
}

/** 0: it does not expire. */
const LIVES = [0, 30, 90, 365].map((days) => ({ value: days, label: days === 0 ? "不过期" : `${days} 天` }));

/** When a key ends that lives for so many days. */
export function expiryOf(days: number): { expireTime?: string } {
  return days > 0 ? { expireTime: new Date(Date.now() + days * DAY_MS).toISOString() } : {};
}

/** How long a key lives. */
export function LifeField() {
  return (
    <Form.Item name="days" label="有效期" initialValue={0}>
      <Select className={styles.life!} size="large" options={LIVES} />
    </Form.Item>
  );
}

/** A name, and what it may do; then, once, the key. */
export function NewServiceKey() {
  const creating = useCreateServiceKey();
  const { error } = creating;
  if (creating.data) return <FreshKey fresh={creating.data} onStored={creating.reset} />;
  const create = ({ name = "", scopes = [], days = 0 }: Filled) => creating.mutate({ name, scopes, ...expiryOf(days) });
  const issue = issueOf(error, "scopes");
  return (
    <section className={styles.form} aria-label="新建密钥">
      <Form layout="vertical" requiredMark={false} onFinish={create}>
        <div className={styles.name}>
          <TextField
            name="name"
            label="名称"
            type="text"
            autoComplete="off"
            error={error}
            hint="谁来用，例如：画图服务"
          />
        </div>
        <Form.Item
          name="scopes"
          label="能做什么"
          extra="只选用得到的。以后要改，就换一个密钥。"
          {...(issue ? { validateStatus: "error", help: issue } : {})}
        >
          <Checkbox.Group>
            <div className={styles.scopes}>
              {SERVICE_SCOPES.map((scope) => (
                <Checkbox key={scope} value={scope}>
                  <span className={styles.scope}>{SCOPE_WORDS[scope][0]}</span>
                  <span className={styles.about}>{SCOPE_WORDS[scope][1]}</span>
                </Checkbox>
              ))}
            </div>
          </Checkbox.Group>
        </Form.Item>
        <LifeField />
        <OtherRefusal error={error} fields={["name", "scopes"]} otherwise="没有建成，请重试" />
        <Button type="primary" htmlType="submit" size="large" loading={creating.isPending}>
          新建密钥
        </Button>
      </Form>
    </section>
  );
}
