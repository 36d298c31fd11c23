"use client";

import { Button, Form } from "antd";
import Link from "next/link";
import type { SignInTrouble } from "@/lib/contracts/identity.ts";
import { useVisit } from "../shell/visit.tsx";
import { Refusal } from "../ui/callout.tsx";
import styles from "./account-form.module.css";
import { ProviderSignIn } from "./provider-sign-in.tsx";
import { useSignIn, type Credentials } from "./queries.ts";
import { TextField } from "./text-field.tsx";

interface SignInFormProps {
  /** A path of ours, where to go on. */
  callbackUrl: string;
  /** Why signing in through the product came to nothing. */
  trouble: SignInTrouble | null;
}

export function SignInForm({ callbackUrl, trouble }: SignInFormProps) {
  const signingIn = useSignIn();
  const { canMail } = useVisit();
  const { error } = signingIn;
  // A whole page load, so that nothing drawn for a stranger stays.
  const goOn = () => window.location.assign(callbackUrl);
  const submit = (given: Partial<Credentials>) =>
    signingIn.mutate({ email: given.email ?? "", password: given.password ?? "" }, { onSuccess: goOn });
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>登录</h1>
      {callbackUrl !== "/" && <p className={styles.about}>登录后回到刚才的页面。</p>}
      <ProviderSignIn callbackUrl={callbackUrl} trouble={trouble} />
      <Form layout="vertical" requiredMark={false} noValidate onFinish={submit}>
        <TextField name="email" label="邮箱" type="email" autoComplete="username" error={error} />
        <TextField name="password" label="密码" type="password" autoComplete="current-password" error={error} />
        {error && <Refusal error={error} otherwise="没有登录成功，请重试" />}
        <Button
          type="primary"
          htmlType="submit"
          size="large"
          block
          loading={signingIn.isPending || signingIn.isSuccess}
        >
          登录
        </Button>
      </Form>
      {canMail && (
        <p className={styles.other}>
          <Link href="/forgot">忘记密码？</Link>
        </p>
      )}
      <p className={styles.other}>
        还没有账户？<Link href={`/register?${new URLSearchParams({ callbackUrl })}`}>注册</Link>
      </p>
    </div>
  );
}
