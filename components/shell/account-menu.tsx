"use client";

import { UserOutlined } from "@ant-design/icons";
import { usePathname } from "next/navigation";
import { isStaff } from "@/lib/core/roles.ts";
import { SignInLink } from "../accounts/sign-in-link.tsx";
import { Menu, MenuButton, MenuLink, MenuText } from "../ui/menu.tsx";
import { useSay } from "../ui/say.tsx";
import { useMember } from "./member.tsx";
import styles from "./account-menu.module.css";
import { useVisit } from "./visit.tsx";

/** There the way in is the page itself. */
const DOORS = ["/sign-in", "/register"];

/** Once in a visit, if at all: its client comes when it is wanted. `to`: where to; null: to the shop. Throws where the server did not end the session. */
async function leave(to: string | null): Promise<void> {
  const { signOut } = await import("next-auth/react");
  // Its type promises an address; a refusal of ours has none.
  const { url }: { url?: string } = await signOut({ callbackUrl: "/", redirect: false });
  if (!url) throw new Error("not signed out");
  window.location.assign(to ?? url);
}

export function AccountMenu() {
  const member = useMember();
  const pathname = usePathname();
  const say = useSay();
  const { portal } = useVisit();
  if (!member) return DOORS.includes(pathname) ? null : <SignInLink>登录</SignInLink>;
  const { name, email, role } = member;
  return (
    <Menu label={`账户：${name}`} icon={<UserOutlined />} text={<span className={styles.name}>{name}</span>}>
      {(list) => (
        <>
          {email && <MenuText>{email}</MenuText>}
          <MenuLink list={list} href="/orders/find">
            付了钱没到账？
          </MenuLink>
          <MenuLink list={list} href="/invoices">
            发票
          </MenuLink>
          {!portal && <OwnAccount list={list} />}
          {isStaff(role) && (
            <MenuLink list={list} href="/admin">
              管理后台
            </MenuLink>
          )}
          <MenuButton
            list={list}
            onPress={() =>
              void leave(portal?.returnUrl ?? null).catch(() => say({ tone: "error", text: "没有退出成功，请重试" }))
            }
          >
            退出登录
          </MenuButton>
        </>
      )}
    </Menu>
  );
}

/** What only opens for whoever has signed in themselves. */
function OwnAccount({ list }: { list: string }) {
  return (
    <>
      <MenuLink list={list} href="/account/security">
        账号安全
      </MenuLink>
      <MenuLink list={list} href="/account/sessions">
        登录设备
      </MenuLink>
    </>
  );
}
