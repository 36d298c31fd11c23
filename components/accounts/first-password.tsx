"use client";

import { Button, Form } from "antd";
import type { AccountView } from "@/lib/contracts/accounts.ts";
import { RESET_LINK_MS } from "@/lib/core/deadlines.ts";
import { spanText } from "@/lib/core/time.ts";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { useRequestPassword } from "./queries.ts";
import styles from "./security.module.css";
import { TextField } from "./text-field.tsx";

const ADDRESS_RULES = [{ required: true, message: "请填写邮箱" }];

/** A member who came from the product gets an address and a password, by a mail to that address. */
export function FirstPassword({ account: { email, canMail, isConfirmed } }: { account: AccountView }) {
  const asking = useRequestPassword();
  const { error, isSuccess, variables } = asking;
  if (!canMail)
    return <p className={styles.about}>这个账户没有密码，用产品的账户登录。这家商店没有开通邮件，不能设置密码。</p>;
  // The address that is confirmed is the only one that a password comes to.
  const own = isConfirmed ? email : null;
  return (
    <>
      <p className={styles.about}>
        {own === null
          ? "这个账户没有密码，用产品的账户登录。想也能用邮箱和密码登录，请填写你的邮箱：邮件里的链接可以设置密码，设置之后它就是账户的邮箱。"
          : "这个账户没有密码，用产品的账户登录。想也能用邮箱和密码登录，我们发一封邮件，里面的链接可以设置密码。"}
      </p>
      <Form
        layout="vertical"
        requiredMark={false}
        noValidate
        className={styles.form}
        initialValues={{ email }}
        onFinish={(given: { email?: string }) => asking.mutate(own ?? given.email?.trim() ?? "")}
      >
        {own === null && (
          <TextField name="email" label="邮箱" type="email" autoComplete="email" error={error} rules={ADDRESS_RULES} />
        )}
        <OtherRefusal error={error} fields={own === null ? ["email"] : []} otherwise="没有发送成功，请重试" />
        <div role="status">{isSuccess && <Sent email={variables} />}</div>
        <Button type="primary" htmlType="submit" loading={asking.isPending}>
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
          <span>邮件已经在路上：</span>
          <span translate="no">{email}</span>
        </>
      }
    >
      <span>
        {`链接 ${spanText(RESET_LINK_MS)}内有效，只能用一次，以最近一封为准。设置之后，这个账户在所有设备上都会退出登录。`}
      </span>
    </Callout>
  );
}
