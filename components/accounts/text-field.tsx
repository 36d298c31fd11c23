"use client";

import { Form, Input, type FormRule } from "antd";
import { issueOf } from "../data/api-client.ts";

interface TextFieldProps {
  name: string;
  label: string;
  type: "email" | "password" | "text";
  /** For the browser's own memory of forms. */
  autoComplete: string;
  /** The server's last refusal; what it says about this field stands under it. */
  error: Error | null;
  hint?: string;
  /** What the browser itself refuses, before the server is asked. */
  rules?: FormRule[];
}

export function TextField({ name, label, type, autoComplete, error, hint, rules = [] }: TextFieldProps) {
  const issue = issueOf(error, name);
  const Control = type === "password" ? Input.Password : Input;
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      rules={rules}
      {...(issue ? { validateStatus: "error", help: issue } : {})}
    >
      <Control {...(type === "email" ? { type } : {})} size="large" autoComplete={autoComplete} />
    </Form.Item>
  );
}
