"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import styles from "./pages.module.css";

interface PagesProps {
  /** From 1. */
  pageNum: number;
  pageSize: number;
  total: number;
  /** What is counted: "笔", "条". */
  unit: string;
}

/** How many there are, and the way to the next of them. The page stands in the address (`?pageNum=2`), so these are links. */
export function Pages({ pageNum, pageSize, total, unit }: PagesProps) {
  const pathname = usePathname();
  const search = useSearchParams();
  const last = Math.max(1, Math.ceil(total / pageSize));
  const addressOf = (page: number) => {
    const words = new URLSearchParams(search);
    if (page === 1) words.delete("pageNum");
    else words.set("pageNum", String(page));
    return words.size > 0 ? `${pathname}?${words}` : pathname;
  };
  const step = (page: number, text: string) =>
    page >= 1 && page <= last ? (
      <Link href={addressOf(page)} scroll={false} className={styles.step}>
        {text}
      </Link>
    ) : (
      <span className={styles.step} aria-disabled="true">
        {text}
      </span>
    );
  return (
    <nav aria-label="分页" className={styles.pages}>
      <span>
        共 {total} {unit}
      </span>
      {last > 1 && (
        <>
          {step(pageNum - 1, "上一页")}
          <span>
            {pageNum} / {last}
          </span>
          {step(pageNum + 1, "下一页")}
        </>
      )}
    </nav>
  );
}
