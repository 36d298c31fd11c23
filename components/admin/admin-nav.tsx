"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useMay } from "../shell/member.tsx";
import { Pending } from "../ui/pending.tsx";
import styles from "./admin-nav.module.css";

const PLACES = [
  { href: "/admin/today", text: "今天", permission: "today:read" },
  { href: "/admin/orders", text: "订单", permission: "orders:read" },
  { href: "/admin/members", text: "会员", permission: "members:read" },
  { href: "/admin/refunds", text: "退款审核", permission: "refunds:read" },
  { href: "/admin/invoices", text: "发票", permission: "invoices:read" },
  { href: "/admin/alerts", text: "待办提醒", permission: "alerts:read" },
  { href: "/admin/books", text: "账目", permission: "books:read" },
  { href: "/admin/differences", text: "账单差异", permission: "books:read" },
  { href: "/admin/closing", text: "月结", permission: "books:read" },
  { href: "/admin/catalog", text: "商品", permission: "catalogue:read" },
  { href: "/admin/insights", text: "经营", permission: "insights:read" },
  { href: "/admin/journal", text: "总账", permission: "exports:read" },
  { href: "/admin/exports", text: "导出", permission: "exports:read" },
  { href: "/admin/audit", text: "操作记录", permission: "audit:read" },
  { href: "/admin/service-keys", text: "服务密钥", permission: "keys:manage" },
  { href: "/admin/events", text: "事件推送", permission: "keys:manage" },
  { href: "/admin/settings", text: "设置", permission: "settings:manage" },
] as const;

export function AdminNav() {
  const pathname = usePathname();
  const may = useMay();
  return (
    <nav aria-label="管理后台" className={styles.nav}>
      {PLACES.filter(({ permission }) => may(permission)).map(({ href, text }) => (
        <Link key={href} href={href} aria-current={pathname.startsWith(href) ? "page" : undefined}>
          <span>{text}</span>
          <Pending />
        </Link>
      ))}
    </nav>
  );
}
