import { Button } from "antd";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { DIFFERENCE_TEXTS } from "@/lib/contracts/differences.ts";
import { DayFields } from "../ui/day-fields.tsx";
import type { DifferenceFilterWords } from "./difference-words.ts";
import styles from "./differences.module.css";

const STATES = { open: "待处理", closed: "处理过的", "": "全部" } as const;

/** The filters as a form; what is asked for goes into the address. */
export function DifferenceFilter({ filter }: { filter: DifferenceFilterWords }) {
  const [words, setWords] = useState(filter);
  const router = useRouter();
  const pathname = usePathname();
  const ask = ({ state, ...others }: DifferenceFilterWords) => {
    const given = Object.entries(others).filter(([, word]) => word !== "");
    router.replace(`${pathname}?${new URLSearchParams([["state", state], ...given])}`, { scroll: false });
  };
  return (
    <search aria-label="筛选差异">
      <form
        className={styles.filter}
        onSubmit={(event) => {
          event.preventDefault();
          ask(words);
        }}
      >
        <select
          aria-label="状态"
          value={words.state}
          onChange={({ target }) => setWords({ ...words, state: target.value })}
          className={styles.select}
        >
          {Object.entries(STATES).map(([state, text]) => (
            <option key={state} value={state}>
              {text}
            </option>
          ))}
        </select>
        <select
          aria-label="不符之处"
          value={words.what}
          onChange={({ target }) => setWords({ ...words, what: target.value })}
          className={styles.select}
        >
          <option value="">各种差异</option>
          {Object.entries(DIFFERENCE_TEXTS).map(([what, text]) => (
            <option key={what} value={what}>
              {text}
            </option>
          ))}
        </select>
        <DayFields days={words} onChange={(days) => setWords({ ...words, ...days })} />
        <Button type="primary" htmlType="submit">
          筛选
        </Button>
        <Button onClick={() => ask({ state: "open", what: "", from: "", to: "" })}>清除</Button>
      </form>
    </search>
  );
}
