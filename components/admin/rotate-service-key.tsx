"use client";

import { Button, Form, Select } from "antd";
import type { ServiceKeyView } from "@/lib/contracts/service-keys.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { FreshKey } from "./fresh-key.tsx";
import { expiryOf, LifeField } from "./new-service-key.tsx";
import styles from "./new-service-key.module.css";
import { useRotateServiceKey } from "./queries.ts";

/** How long the old key lives on, in hours. */
const OVERLAPS = [
  { value: 0, label: "立即失效" },
  { value: 1, label: "再用 1 小时" },
  ...[1, 3, 7].map((days) => ({ value: days * 24, label: `再用 ${days} 天` })),
];

/** A new key in the place of another, which lives on until every server has the new one. */
export function RotateServiceKey({ replaced, onDone }: { replaced: ServiceKeyView; onDone: () => void }) {
  const rotating = useRotateServiceKey(replaced.id);
  if (rotating.data) return <FreshKey inDialog fresh={rotating.data} onStored={onDone} />;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ overlapHours: 24 }}
      onFinish={({ overlapHours, days }: { overlapHours: number; days: number }) =>
        rotating.mutate({ overlapHours, ...expiryOf(days) })
      }
    >
      <p className={styles.why}>{`新的密钥也叫「${replaced.name}」，权限相同。把它放进每台服务器，旧的就可以停了。`}</p>
      <Form.Item name="overlapHours" label="旧密钥">
        <Select className={styles.life!} size="large" options={OVERLAPS} />
      </Form.Item>
      <LifeField />
      <OtherRefusal error={rotating.error} fields={[]} otherwise="没有换成，请重试" />
      <Button type="primary" htmlType="submit" size="large" block loading={rotating.isPending}>
        更换密钥
      </Button>
    </Form>
  );
}
