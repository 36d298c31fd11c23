"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useRouter } from "next/navigation";
import type { SaveSettings, SettingsView } from "@/lib/contracts/settings.ts";
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

const FIELDS = [
  {
    name: "shopName",
    label: "商店名称",
    extra: "显示在每个页面、邮件和支付宝收银台。留空则显示“账房”。",
    maxLength: 30,
  },
  {
    name: "supportContact",
    label: "客服联系方式",
    extra: "买家在付款没有结果、查不到钱、退款被拒时看到。例如：微信 shop-help，9:00–18:00。留空则不显示。",
    maxLength: 200,
  },
  { name: "termsUrl", label: "服务条款的地址", extra: "以 https:// 开头，显示在页脚。", maxLength: 500 },
  { name: "privacyUrl", label: "隐私政策的地址", extra: "以 https:// 开头，显示在页脚。", maxLength: 500 },
  { name: "filingNumber", label: "网站备案号", extra: "例如：京ICP备00000000号。显示在页脚。", maxLength: 60 },
] as const satisfies readonly { name: keyof SettingsView; label: string; extra: string; maxLength: number }[];
const NAMES = FIELDS.map(({ name }) => name);

function SettingsForm({ settings }: { settings: SettingsView }) {
  const say = useSay();
  const router = useRouter();
  const saving = useSaveSettings();
  const save = (written: Partial<Record<(typeof NAMES)[number], string | null>>) => {
    const entries = NAMES.map((name) => [name, written[name]?.trim() || null]);
    saving.mutate(Object.fromEntries(entries) as SaveSettings, {
      onSuccess: () => {
        say({ tone: "success", text: "已保存" });
        // The name and the foot of this very page are drawn by the server.
        router.refresh();
      },
    });
  };
  return (
    <Form layout="vertical" requiredMark={false} initialValues={settings} onFinish={save} className={styles.form}>
      {FIELDS.map(({ name, label, extra, maxLength }) => {
        const issue = issueOf(saving.error, name);
        return (
          <Form.Item
            key={name}
            name={name}
            label={label}
            extra={extra}
            {...(issue ? { validateStatus: "error", help: issue } : {})}
          >
            <Input size="large" maxLength={maxLength} autoComplete="off" />
          </Form.Item>
        );
      })}
      <OtherRefusal error={saving.error} fields={NAMES} otherwise="没有保存成功，请重试" />
      <Button type="primary" size="large" htmlType="submit" loading={saving.isPending}>
        保存
      </Button>
    </Form>
  );
}
