"use client";

import { Button, Form } from "antd";
import Link from "next/link";
import type { RegisterBody } from "@/lib/contracts/accounts.ts";
import { ApiError } from "../data/api-client.ts";
import { useVisit } from "../shell/visit.tsx";
import { OtherRefusal } from "../ui/callout.tsx";
import styles from "./account-form.module.css";
import { ProviderSignIn } from "./provider-sign-in.tsx";
import { useRegister } from "./queries.ts";
import { signInPath } from "./sign-in-path.ts";
import { TextField } from "./text-field.tsx";

/** `callbackUrl`: a path of ours, where to go on. */
export function RegisterForm({ callbackUrl }: { callbackUrl: string }) {
  const registering = useRegister();
  const { error } = registering;
  const { canMail } = useVisit();
  const goOn = () => window.location.assign(callbackUrl);
  const submit = ({ email, password, name }: Partial<RegisterBody>) =>
    registering.mutate(
      { email: email ?? "", password: password ?? "", ...(name ? { name } : {}) },
      { onSuccess: goOn },
    );
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>注册</h1>
      <ProviderSignIn callbackUrl={callbackUrl} trouble={null} />
      <Form layout="vertical" requiredMark={false} noValidate onFinish={submit}>
        <TextField name="email" label="邮箱" type="email" autoComplete="username" error={error} />
        <TextField
          name="password"
          label="密码"
          type="password"
          autoComplete="new-password"
          error={error}
          hint="至少 8 位"
        />
        <TextField name="name" label="称呼（选填）" type="text" autoComplete="nickname" error={error} />
        <OtherRefusal error={error} fields={["email", "password", "name"]} otherwise="没有注册成功，请重试" />
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={registering.isPending || registering.isSuccess}
        >
          注册并登录
        </Button>
      </Form>
      {canMail && error instanceof ApiError && error.code === "EMAIL_TAKEN" && (
        <p className={styles.other}>
          邮箱是你的，却不是你注册的，或者忘了密码？<Link href="/forgot">用邮件重设密码</Link>
        </p>
      )}
      <p className={styles.other}>
        已有账户？<Link href={signInPath(callbackUrl)}>登录</Link>
      </p>
    </div>
  );
}
