import { Button } from "antd";
import type { ReactNode } from "react";
import type { AdminProductView } from "@/lib/contracts/catalog-admin.ts";
import { useMay } from "../shell/member.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Instant } from "../ui/instant.tsx";
import type { Column } from "../ui/ledger.tsx";
import { StatusTag } from "../ui/status-tag.tsx";
import styles from "./goods-form.module.css";
import { limitText } from "./purchases.ts";

/** What packs and plans have in common. */
export type Goods = Pick<
  AdminProductView,
  "name" | "status" | "updateTime" | "changedBy" | "limitPerMember" | "limitPerDay"
>;

/** What is being done, and to which goods. */
export type Doing<Kind extends Goods> =
  { readonly act: "new" } | { readonly act: "edit" | "sale" | "versions"; readonly goods: Kind };

const TITLES = { edit: "修改", versions: "版本：" } as const;

function titleOf(doing: Doing<Goods>, newTitle: string): string {
  if (doing.act === "new") return newTitle;
  const { act, goods } = doing;
  const verb = act === "sale" ? (goods.status === "ON_SALE" ? "下架" : "上架") : TITLES[act];
  return `${verb}${goods.name}`;
}

interface GoodsDialogProps {
  /** null: nothing is being done. */
  doing: Doing<Goods> | null;
  newTitle: string;
  onClose: () => void;
  children: ReactNode;
}

export function GoodsDialog({ doing, newTitle, onClose, children }: GoodsDialogProps) {
  const isForm = doing?.act === "new" || doing?.act === "edit";
  return (
    <Dialog
      open={doing !== null}
      title={doing && titleOf(doing, newTitle)}
      onClose={onClose}
      width={isForm ? 860 : 560}
    >
      {children}
    </Dialog>
  );
}

/** Only for whom it is. */
export function NewButton({ children, onClick }: { children: string; onClick: () => void }) {
  const may = useMay();
  return may("catalogue:manage") && <Button onClick={onClick}>{children}</Button>;
}

/** How often it may be bought, whether it is sold, and who changed it last. */
export const COMMON_COLUMNS: readonly Column<Goods>[] = [
  { title: "限购", render: (goods) => limitText(goods) ?? "不限" },
  {
    title: "状态",
    render: ({ status }) =>
      status === "ON_SALE" ? <StatusTag tone="good">在售</StatusTag> : <StatusTag tone="gone">已下架</StatusTag>,
  },
  {
    title: "上次修改",
    render: ({ updateTime, changedBy }) => (
      <span className={styles.stack}>
        <Instant iso={updateTime} />
        <span className={styles.small}>{changedBy}</span>
      </span>
    ),
  },
];

/** The column with what may be done to a row. */
export function useActs<Kind extends Goods>(onDo: (doing: Doing<Kind>) => void): Column<Kind> {
  const may = useMay()("catalogue:manage");
  return {
    title: "操作",
    align: "end",
    render: (goods) => {
      const act = (name: "edit" | "sale" | "versions", text: string) => (
        <Button size="small" aria-label={`${text}${goods.name}`} onClick={() => onDo({ act: name, goods })}>
          {text}
        </Button>
      );
      return (
        <span className={styles.acts}>
          {may && act("edit", "修改")}
          {may && act("sale", goods.status === "ON_SALE" ? "下架" : "上架")}
          {act("versions", "版本")}
        </span>
      );
    },
  };
}
