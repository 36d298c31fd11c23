import { Button, Input } from "antd";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { AUDIT_ACTIONS } from "@/lib/contracts/audit-actions.ts";
import { DayFields } from "../ui/day-fields.tsx";
import styles from "./audit-log.module.css";
import type { AuditFilterWords } from "./audit-words.ts";

const NOTHING: AuditFilterWords = { from: "", to: "", actor: "", action: "", target: "" };

/** The filters as a form; what is asked for goes into the address. */
export function AuditFilter({ filter }: { filter: AuditFilterWords }) {
  const [words, setWords] = useState(filter);
  const router = useRouter();
  const pathname = usePathname();
  const ask = (wanted: AuditFilterWords) => {
    const given = Object.entries(wanted).flatMap(([name, word]) => (word.trim() ? [[name, word.trim()]] : []));
    router.replace(given.length > 0 ? `${pathname}?${new URLSearchParams(given)}` : pathname, { scroll: false });
  };
  return (
    <search aria-label="筛选操作记录">
      <form
        className={styles.filter}
        onSubmit={(event) => {
          event.preventDefault();
          ask(words);
        }}
      >
        <DayFields days={words} onChange={(days) => setWords({ ...words, ...days })} />
        <Input
          aria-label="谁"
          placeholder="谁：邮箱，或 admin:7"
          maxLength={254}
          value={words.actor}
          onChange={({ target }) => setWords({ ...words, actor: target.value })}
          className={styles.word}
        />
        <select
          aria-label="做了什么"
          value={words.action}
          onChange={({ target }) => setWords({ ...words, action: target.value })}
          className={styles.select}
        >
          <option value="">什么都看</option>
          {Object.entries(AUDIT_ACTIONS).map(([action, text]) => (
            <option key={action} value={action}>
              {text}
            </option>
          ))}
        </select>
        <Input
          aria-label="对什么"
          placeholder="对什么：单号、名字，要完整"
          maxLength={200}
          value={words.target}
          onChange={({ target }) => setWords({ ...words, target: target.value })}
          className={styles.word}
        />
        <Button type="primary" htmlType="submit">
          筛选
        </Button>
        <Button onClick={() => ask(NOTHING)}>清除</Button>
      </form>
    </search>
  );
}
