import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { AUDIT_ACTIONS } from "@/lib/contracts/audit-actions.ts";
import { DayFields } from "../ui/day-fields.tsx";
import { FilterChoice, FilterForm, FilterWord } from "../ui/filter-form.tsx";
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
    <FilterForm label="筛选操作记录" onAsk={() => ask(words)} onClear={() => ask(NOTHING)}>
      <DayFields days={words} onChange={(days) => setWords({ ...words, ...days })} />
      <FilterWord
        label="谁"
        placeholder="谁：邮箱，或 admin:7"
        maxLength={254}
        value={words.actor}
        onChange={(actor) => setWords({ ...words, actor })}
      />
      <FilterChoice
        label="做了什么"
        value={words.action}
        choices={[["", "什么都看"], ...Object.entries(AUDIT_ACTIONS)]}
        onChange={(action) => setWords({ ...words, action })}
      />
      <FilterWord
        label="对什么"
        placeholder="对什么：单号、名字，要完整"
        maxLength={200}
        value={words.target}
        onChange={(target) => setWords({ ...words, target })}
      />
    </FilterForm>
  );
}
