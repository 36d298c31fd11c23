"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import type { SettingsView } from "@/lib/contracts/settings.ts";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { settingsQuery, useSaveSettings } from "./queries.ts";
import styles from "./settings.module.css";

/** What an admin sets for the shop. */
export function Settings() {
  const { data: settings, error, refetch } = useQuery(settingsQuery());
  return (
    <>
      <PageHead title="设置">保存后立刻生效；谁改了什么记入审计。</PageHead>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : settings ? (
        <SettingsForm settings={settings} />
      ) : (
        <Loading rows={2} />
      )}
    </>
  );
}

function SettingsForm({ settings }: { settings: SettingsView }) {
  const say = useSay();
  const saving = useSaveSettings();
  const issue = issueOf(saving.error, "supportContact");
  const save = ({ supportContact }: { supportContact: string | null }) => {
    const words = supportContact?.trim() ?? "";
    saving.mutate(
      { supportContact: words === "" ? null : words },
      { onSuccess: () => say({ tone: "success", text: "已保存" }) },
    );
  };
  return (
    <Form layout="vertical" requiredMark={false} initialValues={settings} onFinish={save} className={styles.form}>
      <Form.Item
        name="supportContact"
        label="客服联系方式"
        extra="买家在付款没有结果、查不到钱、退款被拒时看到。例如：微信 shop-help，9:00–18:00。留空则不显示。"
        {...(issue ? { validateStatus: "error", help: issue } : {})}
      >
        <Input size="large" maxLength={200} autoComplete="off" />
      </Form.Item>
      <OtherRefusal error={saving.error} fields={["supportContact"]} otherwise="没有保存成功，请重试" />
      <Button type="primary" size="large" htmlType="submit" loading={saving.isPending}>
        保存
      </Button>
    </Form>
  );
}
