import { Button, Input } from "antd";
import { usePathname, useRouter } from "next/navigation";
import { useState, type ReactNode } from "react";
import styles from "./month-form.module.css";

/** Chooses the month that a page is about, and puts it into the address. `month`: the one that is shown, "2026-10". */
export function MonthForm({ month: shown, children }: { month: string; children?: ReactNode }) {
  const [month, setMonth] = useState(shown);
  const router = useRouter();
  const pathname = usePathname();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        router.replace(`${pathname}?${new URLSearchParams({ month })}`, { scroll: false });
      }}
    >
      <label className={styles.field}>
        <span>月份</span>
        <Input
          type="month"
          placeholder="2026-10"
          min="2000-01"
          max="2099-12"
          value={month}
          onChange={({ target }) => setMonth(target.value)}
        />
      </label>
      <Button type="primary" htmlType="submit">
        查看
      </Button>
      {children}
    </form>
  );
}
