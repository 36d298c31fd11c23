"use client";

import { UserOutlined } from "@ant-design/icons";
import { usePathname } from "next/navigation";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { Menu, MenuButton, MenuLink, MenuText } from "../ui/menu.tsx";
import { useMember } from "./member.tsx";
import styles from "./account-menu.module.css";

/** There the way in is the page itself. */
const DOORS = ["/sign-in", "/register"];

/** Once in a visit, if at all: its client comes when it is wanted. */
async function leave(): Promise<void> {
  const { signOut } = await import("next-auth/react");
  await signOut({ callbackUrl: "/" });
}

export function AccountMenu() {
  const member = useMember();
  const pathname = usePathname();
  if (!member) return DOORS.includes(pathname) ? null : <SignInLink>登录</SignInLink>;
  const { name, email, role } = member;
  return (
    <Menu label={`账户：${name}`} icon={<UserOutlined />} text={<span className={styles.name}>{name}</span>}>
      {(list) => (
        <>
          <MenuText>{email}</MenuText>
          <MenuLink list={list} href="/orders/find">
            付了钱没到账？
          </MenuLink>
          {role === "ADMIN" && (
            <MenuLink list={list} href="/admin">
              管理后台
            </MenuLink>
          )}
          <MenuButton list={list} onPress={() => void leave()}>
            退出登录
          </MenuButton>
        </>
      )}
    </Menu>
  );
}
