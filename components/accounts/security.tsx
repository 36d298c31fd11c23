"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form } from "antd";
import type { AccountView, ChangePasswordBody } from "@/lib/contracts/accounts.ts";
import { OtherRefusal, Refusal } from "../ui/callout.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { PageHead } from "../ui/page-head.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { useSay } from "../ui/say.tsx";
import { Section } from "../ui/section.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import { CloseAccount } from "./close-account.tsx";
import { FirstPassword } from "./first-password.tsx";
import { NEW_PASSWORD_RULES, PASSWORD_RULES } from "./password-rules.ts";
import { accountQuery, useChangePassword, useRequestConfirmation } from "./queries.ts";
import styles from "./security.module.css";
import { TextField } from "./text-field.tsx";

/** 账号安全: the address, the password, the devices, the data, and the way out. */
export function Security() {
  const { data: account, error, refetch } = useQuery(accountQuery());
  return (
    <>
      <PageHead title="账号安全" />
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : account ? (
        <Sections account={account} />
      ) : (
        <Loading rows={6} />
      )}
    </>
  );
}

function Sections({ account }: { account: AccountView }) {
  return (
    <>
      {account.email !== null && <Address account={account} />}
      {account.hasPassword ? (
        <Section title="修改密码">
          <PasswordForm />
        </Section>
      ) : (
        <Section title="设置密码">
          <FirstPassword account={account} />
        </Section>
      )}
      <Section title="登录设备">
        <p className={styles.about}>看看在哪里登录着，把不认识的退出。</p>
        <LinkButton href="/account/sessions">查看登录设备</LinkButton>
      </Section>
      <Section title="我的数据">
        <p className={styles.about}>订单、付款、退款、积分、套餐和消息，全部在一个 JSON 文件里。</p>
        <Button href="/api/account/export" download>
          下载我的数据
        </Button>
      </Section>
      <Section title="关闭账户">
        {account.hasPassword ? <CloseAccount /> : <p className={styles.about}>关闭账户要用密码确认，请先设置密码。</p>}
      </Section>
    </>
  );
}

function Address({ account: { email, canMail, isConfirmed } }: { account: AccountView }) {
  return (
    <Section title="邮箱">
      <p className={styles.address}>
        <span translate="no">{email}</span>
        {canMail && <StatusTag tone={isConfirmed ? "good" : "waiting"}>{isConfirmed ? "已确认" : "未确认"}</StatusTag>}
      </p>
      {canMail && !isConfirmed && <Unconfirmed />}
    </Section>
  );
}

function Unconfirmed() {
  const asking = useRequestConfirmation();
  return (
    <>
      <p className={styles.about}>
        没有确认的邮箱只收付款和退款的回执，其他消息只在站内。打开确认邮件里的链接就好；没有收到，可以再要一封。
      </p>
      {asking.error && <Refusal error={asking.error} otherwise="没有发送成功，请重试" />}
      <div role="status">
        {asking.isSuccess && <p className={styles.about}>确认邮件已经在路上，请到邮箱里打开。</p>}
      </div>
      <Button loading={asking.isPending} onClick={() => asking.mutate()}>
        <span>{asking.isSuccess ? "再发一封" : "发送确认邮件"}</span>
      </Button>
    </>
  );
}

function PasswordForm() {
  const say = useSay();
  const [form] = Form.useForm<ChangePasswordBody>();
  const changing = useChangePassword();
  const { error } = changing;
  const submit = (body: ChangePasswordBody) =>
    changing.mutate(body, {
      onSuccess: ({ ended }) => {
        form.resetFields();
        say({ tone: "success", text: ended > 0 ? `密码已修改，其他 ${ended} 台设备已退出` : "密码已修改" });
      },
    });
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={submit} className={styles.form}>
      <TextField
        name="currentPassword"
        label="当前密码"
        type="password"
        autoComplete="current-password"
        error={error}
        rules={PASSWORD_RULES}
      />
      <TextField
        name="newPassword"
        label="新密码"
        type="password"
        autoComplete="new-password"
        error={error}
        hint="至少 8 位。修改之后，其他设备都会退出登录，这一台不会。"
        rules={NEW_PASSWORD_RULES}
      />
      <OtherRefusal error={error} fields={["currentPassword", "newPassword"]} otherwise="没有修改成功，请重试" />
      <Button type="primary" htmlType="submit" loading={changing.isPending}>
        修改密码
      </Button>
    </Form>
  );
}
