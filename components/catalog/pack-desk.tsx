"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { AdminProductView } from "@/lib/contracts/catalog-admin.ts";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { count, Money } from "../ui/money.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import { productsQuery } from "./desk-queries.ts";
import { COMMON_COLUMNS, GoodsDialog, NewButton, useActs, type Doing } from "./goods-acts.tsx";
import { GoodsVersions } from "./goods-versions.tsx";
import { EditPack, NewPack } from "./pack-form.tsx";
import { PackSale } from "./sale-form.tsx";

/** Every pack, and what may be done to it. */
export function PackDesk() {
  const { data, error, refetch } = useQuery(productsQuery());
  const [doing, setDoing] = useState<Doing<AdminProductView> | null>(null);
  const close = () => setDoing(null);
  const acts = useActs<AdminProductView>(setDoing);
  return (
    <Section title="积分包" aside={<NewButton onClick={() => setDoing({ act: "new" })}>新建积分包</NewButton>}>
      {error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={4} label="正在读取积分包" />
      ) : data.list.length === 0 ? (
        <Empty title="还没有积分包。" />
      ) : (
        <Ledger
          caption="积分包"
          columns={[...COLUMNS, ...COMMON_COLUMNS, acts]}
          rows={data.list}
          rowKey={({ id }) => id}
        />
      )}
      <GoodsDialog doing={doing} newTitle="新建积分包" onClose={close}>
        {doing && <Act doing={doing} onDone={close} />}
      </GoodsDialog>
    </Section>
  );
}

function Act({ doing, onDone }: { doing: Doing<AdminProductView>; onDone: () => void }) {
  if (doing.act === "new") return <NewPack onDone={onDone} />;
  const { act, goods } = doing;
  if (act === "versions") return <GoodsVersions kind="products" id={goods.id} />;
  return act === "sale" ? <PackSale pack={goods} onDone={onDone} /> : <EditPack pack={goods} onDone={onDone} />;
}

const COLUMNS: readonly Column<AdminProductView>[] = [
  { title: "名称", render: ({ name }) => name },
  {
    title: "积分",
    render: ({ creditAmount, bonusCredits }) =>
      bonusCredits > 0 ? `${count(creditAmount)}，另赠 ${count(bonusCredits)}` : count(creditAmount),
  },
  { title: "价格", align: "end", render: ({ price }) => <Money amount={price} /> },
  { title: "有效期", render: ({ validDays }) => (validDays === null ? "长期" : `${validDays} 天`) },
];
