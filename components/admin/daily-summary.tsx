"use client";

import { useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { Refusal } from "../ui/callout.tsx";
import { useSay } from "../ui/say.tsx";
import { settingsQuery, useSaveSettings } from "./queries.ts";
import styles from "./settings.module.css";

/** A select knows no null. */
const NEVER = -1;
const HOURS = [
  { value: NEVER, label: "不发" },
  ...Array.from({ length: 24 }, (_, hour) => ({ value: hour, label: `每天 ${hour} 点` })),
];

/** From which hour of the Beijing day the day before is told, to the same places as alerts. It is saved when it is chosen. */
export function DailySummary() {
  const say = useSay();
  const { data: settings } = useQuery(settingsQuery());
  const saving = useSaveSettings();
  if (!settings) return null;
  const choose = (hour: number) =>
    saving.mutate(
      { summaryHour: hour === NEVER ? null : hour },
      { onSuccess: () => say({ tone: "success", text: hour === NEVER ? "不再发小结" : `每天 ${hour} 点发小结` }) },
    );
  return (
    <Form layout="vertical" className={styles.new}>
      <Form.Item
        label="前一天的小结"
        htmlFor="summary-hour"
        extra="发到上面每一处：下单、收款、退款、成功率、待办提醒。没有生意的日子也发。时间是北京时间。"
      >
        <Select
          id="summary-hour"
          size="large"
          options={HOURS}
          value={settings.summaryHour ?? NEVER}
          loading={saving.isPending}
          disabled={saving.isPending}
          onChange={choose}
        />
      </Form.Item>
      {saving.error && <Refusal error={saving.error} otherwise="没有保存成功，请重试" />}
    </Form>
  );
}
