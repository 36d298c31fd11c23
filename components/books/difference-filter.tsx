import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { DIFFERENCE_TEXTS } from "@/lib/contracts/differences.ts";
import { DayFields } from "../ui/day-fields.tsx";
import { FilterChoice, FilterForm } from "../ui/filter-form.tsx";
import type { DifferenceFilterWords } from "./difference-words.ts";

const STATES = [
  ["open", "待处理"],
  ["closed", "处理过的"],
  ["", "全部"],
] as const;

/** The filters as a form; what is asked for goes into the address. */
export function DifferenceFilter({ filter }: { filter: DifferenceFilterWords }) {
  const [words, setWords] = useState(filter);
  const router = useRouter();
  const pathname = usePathname();
  const ask = ({ state, ...others }: DifferenceFilterWords) => {
    const given = Object.entries(others).filter(([, word]) => word !== "");
    router.replace(`${pathname}?${new URLSearchParams([["state", state], ...given])}`, { scroll: false });
  };
  const clear = () => ask({ state: "open", what: "", from: "", to: "" });
  return (
    <FilterForm label="筛选差异" onAsk={() => ask(words)} onClear={clear}>
      <FilterChoice
        label="状态"
        value={words.state}
        choices={STATES}
        onChange={(state) => setWords({ ...words, state })}
      />
      <FilterChoice
        label="不符之处"
        value={words.what}
        choices={[["", "各种差异"], ...Object.entries(DIFFERENCE_TEXTS)]}
        onChange={(what) => setWords({ ...words, what })}
      />
      <DayFields days={words} onChange={(days) => setWords({ ...words, ...days })} />
    </FilterForm>
  );
}
