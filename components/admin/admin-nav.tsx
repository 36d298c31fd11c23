"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Pending } from "../ui/pending.tsx";
import styles from "./admin-nav.module.css";

const PLACES = [
  { href: "/admin/today", text: "今天" },
  { href: "/admin/orders", text: "订单" },
  { href: "/admin/refunds", text: "退款审核" },
  { href: "/admin/alerts", text: "待办提醒" },
  { href: "/admin/books", text: "账目" },
  { href: "/admin/service-keys", text: "服务密钥" },
  { href: "/admin/settings", text: "设置" },
] as const;

export function AdminNav() {
  const pathname = usePathname();
  return (
    <nav aria-label="管理后台" className={styles.nav}>
      {PLACES.map(({ href, text }) => (
        <Link key={href} href={href} aria-current={pathname.startsWith(href) ? "page" : undefined}>
          <span>{text}</span>
          <Pending />
        </Link>
      ))}
    </nav>
  );
}
