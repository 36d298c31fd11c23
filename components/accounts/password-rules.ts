import type { FormRule } from "antd";

/** What the browser refuses by itself; the server decides. */
export const NEW_PASSWORD_RULES: FormRule[] = [
  { required: true, message: "请填写新密码" },
  { min: 8, message: "密码至少 8 位" },
  { max: 128, message: "密码最多 128 位" },
];

export const PASSWORD_RULES: FormRule[] = [{ required: true, message: "请填写密码" }];
