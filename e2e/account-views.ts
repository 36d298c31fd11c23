import { randomUUID } from "node:crypto";
import { button, heading, type View } from "./view.ts";

/** A mailed link. Each is another address: the browser opens no page anew whose address differs by its # alone. */
const byLink = (path: string) => `${path}?visit=${randomUUID()}#token=${"A".repeat(43)}`;

/** The pages of a member's own account, and those that mails lead to. */
export const ACCOUNT_VIEWS: readonly View[] = [
  {
    name: "forgot",
    as: "stranger",
    path: () => "/forgot",
    title: "忘记密码 · 账房",
    ready: heading("忘记密码"),
    main: button("发送邮件"),
  },
  {
    name: "reset",
    as: "stranger",
    path: () => byLink("/reset"),
    title: "设置新密码 · 账房",
    ready: heading("设置新密码"),
    main: button("设置新密码"),
  },
  {
    name: "confirm",
    as: "stranger",
    path: () => byLink("/confirm"),
    title: "确认邮箱 · 账房",
    ready: heading("确认邮箱"),
    main: button("确认邮箱是我的"),
  },
  {
    name: "security",
    as: "customer",
    path: () => "/account/security",
    title: "账号安全 · 账房",
    ready: heading("关闭账户"),
    main: button("修改密码"),
  },
  {
    name: "sessions",
    as: "customer",
    path: () => "/account/sessions",
    title: "登录设备 · 账房",
    ready: (page) => page.getByText("现在这台"),
    main: (page) => page.getByRole("button", { name: /^账户：/ }),
  },
  {
    name: "dialog-close-account",
    as: "newcomer",
    path: () => "/account/security",
    title: "账号安全 · 账房",
    open: (page) => page.getByRole("button", { name: "关闭账户" }).click(),
    ready: (page) => page.getByLabel("输入密码确认"),
    main: button("关闭账户，不再恢复"),
  },
];
