"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AdminPlanView } from "@/lib/contracts/catalog-admin.ts";
import { byLength, termText } from "@/lib/core/terms.ts";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Money } from "../ui/money.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { plansQuery } from "./desk-queries.ts";
import { COMMON_COLUMNS, GoodsDialog, NewButton, useActs, type Doing } from "./goods-acts.tsx";
import styles from "./goods-form.module.css";
import { GoodsVersions } from "./goods-versions.tsx";
import { EditPlan, NewPlan } from "./plan-form.tsx";
import { PlanSale } from "./sale-form.tsx";

/** Every plan, and what may be done to it. */
export function PlanDesk() {
  const { data, error, refetch } = useQuery(plansQuery());
  const [doing, setDoing] = useState<Doing<AdminPlanView> | null>(null);
  const close = () => setDoing(null);
  const acts = useActs<AdminPlanView>(setDoing);
  return (
    <Section title="套餐" aside={<NewButton onClick={() => setDoing({ act: "new" })}>新建套餐</NewButton>}>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} label="正在读取套餐" />
      ) : data.list.length === 0 ? (
        <Empty title="还没有套餐。" />
      ) : (
        <Ledger
          caption="套餐"
          columns={[...COLUMNS, ...COMMON_COLUMNS, acts]}
          rows={data.list}
          rowKey={({ id }) => id}
        />
      )}
      <GoodsDialog doing={doing} newTitle="新建套餐" onClose={close}>
        {doing && <Act doing={doing} onDone={close} />}
      </GoodsDialog>
    </Section>
  );
}

function Act({ doing, onDone }: { doing: Doing<AdminPlanView>; onDone: () => void }) {
  if (doing.act === "new") return <NewPlan onDone={onDone} />;
  const { act, goods } = doing;
  if (act === "versions") return <GoodsVersions kind="plans" id={goods.id} />;
  return act === "sale" ? <PlanSale plan={goods} onDone={onDone} /> : <EditPlan plan={goods} onDone={onDone} />;
}

const COLUMNS: readonly Column<AdminPlanView>[] = [
  {
    title: "名称",
    render: ({ name, code }) => (
      <span className={styles.stack}>
        <span>{name}</span>
        <span className={styles.small}>{code}</span>
      </span>
    ),
  },
  { title: "等级", align: "end", render: ({ level }) => level },
  { title: "月价", align: "end", render: ({ priceMonthly }) => <Money amount={priceMonthly} /> },
  { title: "年价", align: "end", render: ({ priceYearly }) => <Money amount={priceYearly} /> },
  {
    title: "其他时长",
    align: "end",
    render: ({ otherTerms }) => (
      <span className={styles.stack}>
        {otherTerms.length === 0 && <span className={styles.small}>没有</span>}
        {otherTerms.toSorted(byLength).map((term) => (
          <span key={termText(term)}>
            <span>{`${termText(term)} `}</span>
            <Money amount={term.price} />
          </span>
        ))}
      </span>
    ),
  },
];
