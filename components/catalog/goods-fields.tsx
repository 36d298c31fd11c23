import { Button, Form, Input, InputNumber, Radio } from "antd";
import type { ReactNode } from "react";
import { ApiError } from "../data/api-client.ts";
import { Refusal } from "../ui/callout.tsx";
import { ReasonField } from "../ui/reason-field.tsx";
import styles from "./goods-form.module.css";

interface GoodsFieldProps {
  name: string;
  /** What the server calls it, where that is something else. */
  about?: string;
  label: string;
  hint?: string;
  /** The server's last refusal of the form. */
  error: Error | null;
  children: ReactNode;
}

/** What the server says about a field; of a list, about its first wrong line. */
function issueAbout(error: Error | null, name: string): string | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return error.issues.find(({ field }) => field === name || field.startsWith(`${name}.`))?.message;
}

export function GoodsField({ name, about = name, label, hint, error, children }: GoodsFieldProps) {
  const issue = issueAbout(error, about);
  return (
    <Form.Item name={name} label={label} extra={hint} {...(issue ? { validateStatus: "error", help: issue } : {})}>
      {children}
    </Form.Item>
  );
}

/** A number, or nothing where nothing is what is meant. */
export function NumberField({ suffix, ...field }: Omit<GoodsFieldProps, "children"> & { suffix?: string }) {
  return (
    <GoodsField {...field}>
      <InputNumber className={styles.number ?? ""} controls={false} suffix={suffix ?? null} autoComplete="off" />
    </GoodsField>
  );
}

export function NameField({ error }: { error: Error | null }) {
  return (
    <GoodsField name="name" label="名称" error={error}>
      <Input maxLength={60} autoComplete="off" />
    </GoodsField>
  );
}

/** What packs and plans have in common, and the end of every form: the reason, the refusal, the button. */
export function CommonFields({ error, isPending, verb }: { error: Error | null; isPending: boolean; verb: string }) {
  return (
    <>
      <div className={styles.pair}>
        <NumberField name="limitPerMember" label="每人限购" suffix="份" hint="留空：不限" error={error} />
        <NumberField name="limitPerDay" label="每人每天限购" suffix="份" hint="留空：不限" error={error} />
      </div>
      <div className={styles.pair}>
        <NumberField name="sort" label="排序" hint="小的在前" error={error} />
        <GoodsField name="status" label="状态" error={error}>
          <Radio.Group
            options={[
              { value: "ON_SALE", label: "在售" },
              { value: "OFF_SALE", label: "下架" },
            ]}
          />
        </GoodsField>
      </div>
      <ReasonField label="理由（记入审计）" error={error} />
      {error && !hasIssues(error) && <Refusal error={error} otherwise="没有保存成功，请重试" />}
      <Button type="primary" size="large" htmlType="submit" block loading={isPending}>
        {verb}
      </Button>
    </>
  );
}

/** Each issue stands under its field. */
function hasIssues(error: Error): boolean {
  return error instanceof ApiError && error.issues.length > 0;
}

/** The form on the left, and on the right what the buyer will see of it. */
export function FormWithPreview({ preview, children }: { preview: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <div>{children}</div>
      <section className={styles.preview} aria-label="买家看到的样子">
        <p className={styles.caption}>买家看到的样子</p>
        <div inert>
          <ul>{preview}</ul>
        </div>
        <p className={styles.caption}>已有的订单和正在用的套餐不受影响。</p>
      </section>
    </div>
  );
}
