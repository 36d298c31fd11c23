"use client";

import { BellOutlined, CalendarOutlined, FileTextOutlined, ShopOutlined, WalletOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { unreadQuery } from "../notices/queries.ts";
import { Pending } from "../ui/pending.tsx";
import { useMember } from "./member.tsx";
import styles from "./nav.module.css";
import { useVisit } from "./visit.tsx";

const PLACES = [
  { href: "/", text: "商店", icon: <ShopOutlined /> },
  { href: "/orders", text: "支付记录", icon: <FileTextOutlined /> },
  { href: "/credits", text: "积分", icon: <WalletOutlined /> },
  { href: "/subscription", text: "套餐", icon: <CalendarOutlined /> },
  { href: "/notices", text: "消息", icon: <BellOutlined /> },
] as const;

function isHere(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}

export function Nav() {
  const pathname = usePathname();
  const { portal } = useVisit();
  // Whom a product has brought buys there.
  const places = portal ? PLACES.filter(({ href }) => href !== "/") : PLACES;
  return (
    <nav aria-label="主导航" className={styles.nav}>
      {places.map(({ href, text, icon }) => (
        <Link
          key={href}
          href={href}
          className={styles.place}
          aria-current={isHere(href, pathname) ? "page" : undefined}
        >
          <span className={styles.icon} aria-hidden="true">
            {icon}
          </span>
          <span>{text}</span>
          {href === "/notices" && <Unread />}
          <Pending />
        </Link>
      ))}
    </nav>
  );
}

function Unread() {
  const member = useMember();
  const { data } = useQuery({ ...unreadQuery(), enabled: member !== null });
  if (!data?.unread) return null;
  return (
    <span className={styles.unread}>
      <span>{data.unread > 99 ? "99+" : data.unread}</span>
      <span className="visually-hidden"> 条未读</span>
    </span>
  );
}
