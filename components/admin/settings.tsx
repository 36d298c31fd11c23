"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Input, InputNumber } from "antd";
import { useRouter } from "next/navigation";
import type { SaveSettings, SettingsView } from "@/lib/contracts/settings.ts";
import { yuanNumber } from "@/lib/core/money.ts";
import { issueOf } from "../data/api-client.ts";
import { OtherRefusal } from "../ui/callout.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { settingsQuery, useSaveSettings } from "./queries.ts";
import { ShopMark } from "./shop-mark.tsx";
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
        <>
          <ShopMark mark={settings.mark} />
          <SettingsForm settings={settings} />
        </>
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
    extra: "显示在每个页面、邮件和支付宝收银台。没有填就显示这套软件的名字。",
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

/** What is typed: amounts in yuan, origins one a line. */
interface Written extends Partial<Record<(typeof FIELDS)[number]["name"], string | null>> {
  readonly refundAutoLimit?: number | null;
  readonly creditsAloneLimit?: number | null;
  readonly returnOrigins?: string;
}
const NAMES = [...FIELDS.map(({ name }) => name), "refundAutoLimitFen", "creditsAloneLimit", "returnOrigins"] as const;

function written(settings: SettingsView): Written {
  const { refundAutoLimitFen, creditsAloneLimit, returnOrigins } = settings;
  const texts = Object.fromEntries(FIELDS.map(({ name }) => [name, settings[name]]));
  const refundAutoLimit = refundAutoLimitFen === null ? null : yuanNumber(refundAutoLimitFen);
  return { ...texts, refundAutoLimit, creditsAloneLimit, returnOrigins: returnOrigins.join("\n") };
}

function saved({ refundAutoLimit, creditsAloneLimit = null, returnOrigins = "", ...texts }: Written): SaveSettings {
  const lines = returnOrigins.split("\n").map((line) => line.trim());
  return {
    ...Object.fromEntries(FIELDS.map(({ name }) => [name, texts[name]?.trim() || null])),
    refundAutoLimitFen: typeof refundAutoLimit !== "number" ? null : Math.round(refundAutoLimit * 100),
    creditsAloneLimit,
    returnOrigins: lines.filter((line) => line !== ""),
  };
}

function SettingsForm({ settings }: { settings: SettingsView }) {
  const say = useSay();
  const router = useRouter();
  const saving = useSaveSettings();
  const save = (typed: Written) => {
    saving.mutate(saved(typed), {
      onSuccess: () => {
        say({ tone: "success", text: "已保存" });
        // The name and the foot of this very page are drawn by the server.
        router.refresh();
      },
    });
  };
  const help = (name: (typeof NAMES)[number]) => {
    const issue = issueOf(saving.error, name);
    return issue ? ({ validateStatus: "error", help: issue } as const) : {};
  };
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={written(settings)}
      onFinish={save}
      className={styles.form}
    >
      {FIELDS.map(({ name, label, extra, maxLength }) => (
        <Form.Item key={name} name={name} label={label} extra={extra} {...help(name)}>
          <Input size="large" maxLength={maxLength} autoComplete="off" />
        </Form.Item>
      ))}
      <Form.Item
        name="refundAutoLimit"
        label="超过多少元的退款等人审核"
        extra="超过它的十倍要两个人。留空则用配置里的 REFUND_AUTO_LIMIT_FEN。已经提出的退款不受影响。"
        {...help("refundAutoLimitFen")}
      >
        <InputNumber size="large" min={0.01} max={50_000} precision={2} prefix="¥" className={styles.amount ?? ""} />
      </Form.Item>
      <Form.Item
        name="creditsAloneLimit"
        label="一个人一天独自最多给、扣多少积分"
        extra="超过的要第二个人同意。留空则为 10000。"
        {...help("creditsAloneLimit")}
      >
        <InputNumber size="large" min={1} max={1_000_000} precision={0} className={styles.amount ?? ""} />
      </Form.Item>
      <Form.Item
        name="returnOrigins"
        label="付款后可以送回哪些网站"
        extra="每行一个，到域名或端口为止，例如 https://app.example.com。本站总是可以。"
        {...help("returnOrigins")}
      >
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} autoComplete="off" />
      </Form.Item>
      <OtherRefusal error={saving.error} fields={NAMES} otherwise="没有保存成功，请重试" />
      <Button type="primary" size="large" htmlType="submit" loading={saving.isPending}>
        保存
      </Button>
    </Form>
  );
}
