"use client";

import { Button, Form } from "antd";
import Link from "next/link";
import { RESET_LINK_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { useVisit } from "../shell/visit.tsx";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { SupportContact } from "../ui/support-contact.tsx";
import styles from "./account-form.module.css";
import { useRequestReset } from "./queries.ts";
import { TextField } from "./text-field.tsx";

/** Asks for a link that sets a new password. What it says afterwards is the same for every address. */
export function ForgotForm() {
  const { canMail } = useVisit();
  return (
    <div className={styles.sheet}>
      <h1 className={styles.title}>忘记密码</h1>
      {canMail ? <AddressForm /> : <NoMail />}
      <p className={styles.other}>
        <Link href="/sign-in">回到登录</Link>
      </p>
    </div>
  );
}

function NoMail() {
  return (
    <>
      <p className={styles.text}>这家商店没有开通邮件，不能自己重设密码。</p>
      <SupportContact />
    </>
  );
}

function AddressForm() {
  const asking = useRequestReset();
  const { error, isSuccess, variables } = asking;
  const submit = ({ email }: { email?: string }) => asking.mutate(email?.trim() ?? "");
  return (
    <>
      <p className={styles.text}>填写注册用的邮箱，我们发一封邮件，里面的链接可以设置新密码。</p>
      <Form layout="vertical" requiredMark={false} noValidate onFinish={submit}>
        <TextField
          name="email"
          label="邮箱"
          type="email"
          autoComplete="username"
          error={error}
          rules={[{ required: true, message: "请填写邮箱" }]}
        />
        <OtherRefusal error={error} fields={["email"]} otherwise="没有提交成功，请重试" />
        <div role="status">{isSuccess && <Sent email={variables} />}</div>
        <Button type="primary" htmlType="submit" size="large" block loading={asking.isPending}>
          <span>{isSuccess ? "再发一封" : "发送邮件"}</span>
        </Button>
      </Form>
    </>
  );
}

function Sent({ email }: { email: string }) {
  return (
    <Callout
      type="info"
      title={
        <>
          <span>如果 </span>
          <span translate="no">{email}</span>
          <span> 注册过，邮件已经在路上</span>
        </>
      }
    >
      <span>
        {`链接 ${spanText(RESET_LINK_MS)}内有效，只能用一次，以最近一封为准。几分钟后还没有收到，请看看垃圾邮件，或者核对邮箱有没有写错。`}
      </span>
    </Callout>
  );
}
