"use client";

import { Button, Form } from "antd";
import Link from "next/link";
import { ApiError } from "../data/api-client.ts";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import styles from "./account-form.module.css";
import { useLinkToken } from "./link-token.ts";
import { NEW_PASSWORD_RULES } from "./password-rules.ts";
import { useReset } from "./queries.ts";
import { TextField } from "./text-field.tsx";

/** Where the mailed link leads: sets a new password. */
export function ResetForm() {
  const token = useLinkToken();
  const resetting = useReset();
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>设置新密码</h1>
      {resetting.isSuccess ? (
        <Done />
      ) : token === "" ? (
        <LinkLost />
      ) : (
        <PasswordForm
          isBusy={token === null || resetting.isPending}
          error={resetting.error}
          onSubmit={(password) => resetting.mutate({ token: token ?? "", password })}
        />
      )}
    </div>
  );
}

function Done() {
  return (
    <div role="status">
      <p className={styles.text}>新密码已经生效，这个账户在所有设备上都退出了登录。</p>
      <LinkButton href="/sign-in" type="primary" size="large" block>
        用新密码登录
      </LinkButton>
    </div>
  );
}

function LinkLost() {
  return (
    <>
      <Callout type="warning" title="链接不完整">
        请从邮件里重新打开链接；如果是复制的，请连同 # 后面的部分一起复制。
      </Callout>
      <AskAgain />
    </>
  );
}

function AskAgain() {
  return (
    <p className={styles.other}>
      <Link href="/forgot">再要一封邮件</Link>
    </p>
  );
}

interface PasswordFormProps {
  isBusy: boolean;
  error: Error | null;
  onSubmit: (password: string) => void;
}

function PasswordForm({ isBusy, error, onSubmit }: PasswordFormProps) {
  const isDead = error instanceof ApiError && error.code === "LINK_INVALID";
  return (
    <Form layout="vertical" requiredMark={false} onFinish={({ password }: { password: string }) => onSubmit(password)}>
      <TextField
        name="password"
        label="新密码"
        type="password"
        autoComplete="new-password"
        error={error}
        hint="至少 8 位"
        rules={NEW_PASSWORD_RULES}
      />
      <OtherRefusal error={error} fields={["password"]} otherwise="没有设置成功，请重试" />
      <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
        设置新密码
      </Button>
      {isDead && <AskAgain />}
    </Form>
  );
}
