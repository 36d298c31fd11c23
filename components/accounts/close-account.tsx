"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useState } from "react";
import { Callout, OtherRefusal } from "../ui/callout.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Failed, Loading } from "../ui/page-state.tsx";
import { PASSWORD_RULES } from "./password-rules.ts";
import { closingQuery, useCloseAccount } from "./queries.ts";
import styles from "./security.module.css";
import { TextField } from "./text-field.tsx";

/** Says what is lost before it asks for the password. */
export function CloseAccount() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <p className={styles.about}>关闭之后不能再登录，也不能自己恢复。</p>
      <Button danger onClick={() => setIsOpen(true)}>
        关闭账户
      </Button>
      <Dialog open={isOpen} title="关闭账户" onClose={() => setIsOpen(false)}>
        <Closing />
      </Dialog>
    </>
  );
}

function Closing() {
  const { data: closing, error, refetch } = useQuery(closingQuery());
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (!closing) return <Loading rows={4} />;
  const { obstacles, losses } = closing;
  if (obstacles.length > 0)
    return (
      <Callout type="warning" title="现在还不能关闭">
        <Sentences sentences={obstacles} />
      </Callout>
    );
  return (
    <>
      <Sentences sentences={losses} />
      <PasswordForm />
    </>
  );
}

function Sentences({ sentences }: { sentences: readonly string[] }) {
  return (
    <ul className={styles.sentences}>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function PasswordForm() {
  const closing = useCloseAccount();
  const { error } = closing;
  // A whole page load, so that nothing drawn for the member stays.
  const leave = () => window.location.assign(window.location.origin);
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      onFinish={({ password }: { password: string }) => closing.mutate(password, { onSuccess: leave })}
    >
      <TextField
        name="password"
        label="输入密码确认"
        type="password"
        autoComplete="current-password"
        error={error}
        rules={PASSWORD_RULES}
      />
      <OtherRefusal error={error} fields={["password"]} otherwise="没有关闭成功，请重试" />
      <Button
        danger
        type="primary"
        htmlType="submit"
        size="large"
        block
        loading={closing.isPending || closing.isSuccess}
      >
        关闭账户，不再恢复
      </Button>
    </Form>
  );
}
