"use client";

import { Button } from "antd";
import Link from "next/link";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import styles from "./pages.module.css";

/** How many rows a page may have. */
export interface PageSizes {
  /** Where the address names none. */
  readonly usual: number;
  readonly choices: readonly number[];
}

interface PagesProps {
  /** From 1. */
  pageNum: number;
  pageSize: number;
  total: number;
  /** Absent: the size is fixed, and there is no field to jump to a page. */
  sizes?: PageSizes;
}

/**
 * Which rows these are, and the way to the others. The page stands in the address (`?pageNum=2&pageSize=50`), so that a
 * reload keeps it.
 */
export function Pages({ pageNum, pageSize, total, sizes }: PagesProps) {
  const { addressOf, go } = useAddress();
  const last = Math.max(1, Math.ceil(total / pageSize));
  const first = (pageNum - 1) * pageSize + 1;
  const step = (page: number, text: string) =>
    page >= 1 && page <= last ? (
      <Link href={addressOf({ pageNum: page })} scroll={false} className={styles.step}>
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
        {pageNum <= last ? `第 ${first}–${Math.min(pageNum * pageSize, total)} 条 / 共 ${total} 条` : `共 ${total} 条`}
      </span>
      {sizes && total > Math.min(...sizes.choices) && (
        <select
          className={styles.field}
          aria-label="每页条数"
          value={pageSize}
          onChange={({ target }) =>
            go({ pageSize: Number(target.value) === sizes.usual ? null : Number(target.value) })
          }
        >
          {/* An address may name a size that is not offered. */}
          {[...new Set([...sizes.choices, pageSize])].map((size) => (
            <option key={size} value={size}>
              {`${size} 条/页`}
            </option>
          ))}
        </select>
      )}
      {last > 1 && (
        <>
          {step(pageNum - 1, "上一页")}
          <span>{`${pageNum} / ${last}`}</span>
          {step(pageNum + 1, "下一页")}
          {sizes && <Jump last={last} onJump={(page) => go({ pageNum: page })} />}
        </>
      )}
    </nav>
  );
}

/** A field for the page to go to; what is out of range goes to the nearest page. */
function Jump({ last, onJump }: { last: number; onJump: (page: number) => void }) {
  return (
    <form
      className={styles.jump}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const page = Math.trunc(Number(new FormData(event.currentTarget).get("page")));
        if (page > 0) onJump(Math.min(page, last));
        event.currentTarget.reset();
      }}
    >
      <label>
        跳至 <input type="number" name="page" min={1} max={last} className={styles.field} /> 页
      </label>
      <Button htmlType="submit">跳转</Button>
    </form>
  );
}

/** The address of another page of the list, and the way there. Another size starts at the first page. */
function useAddress() {
  const pathname = usePathname();
  const search = useSearchParams();
  const router = useRouter();
  const addressOf = (change: { pageNum: number } | { pageSize: number | null }) => {
    const words = new URLSearchParams(search);
    words.delete("pageNum");
    if ("pageSize" in change) words.delete("pageSize");
    const [[name, value]] = Object.entries(change) as [[string, number | null]];
    if (value !== null && !(name === "pageNum" && value === 1)) words.set(name, String(value));
    return words.size > 0 ? `${pathname}?${words}` : pathname;
  };
  const go = (change: { pageNum: number } | { pageSize: number | null }) =>
    router.push(addressOf(change), { scroll: false });
  return { addressOf, go };
}
