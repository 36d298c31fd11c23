"use client";

import { UserOutlined } from "@ant-design/icons";
import { Button, Dropdown, type MenuProps } from "antd";
import { signOut } from "next-auth/react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import type { MemberView } from "@/lib/contracts/accounts.ts";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { useMember } from "./member.tsx";
import styles from "./account-menu.module.css";

/** There the way in is the page itself. */
const DOORS = ["/sign-in", "/register"];

function itemsFor(member: MemberView): NonNullable<MenuProps["items"]> {
  return [
    { key: "who", label: member.email, disabled: true },
    { type: "divider" },
    ...(member.role === "ADMIN" ? [{ key: "admin", label: <Link href="/admin">管理后台</Link> }] : []),
    { key: "sign-out", label: "退出登录", onClick: () => void signOut({ callbackUrl: "/" }) },
  ];
}

export function AccountMenu() {
  const member = useMember();
  const pathname = usePathname();
  if (!member) return DOORS.includes(pathname) ? null : <SignInLink>登录</SignInLink>;
  return (
    <Dropdown trigger={["click"]} menu={{ items: itemsFor(member) }}>
      <Button type="text" icon={<UserOutlined />} aria-label={`账户：${member.name}`}>
        <span className={styles.name}>{member.name}</span>
      </Button>
    </Dropdown>
  );
}
