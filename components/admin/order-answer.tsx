import Link from "next/link";
import type { ReactNode } from "react";
import type { AdminOrderDetail } from "@/lib/contracts/admin-orders.ts";
import type { NextAct } from "@/lib/contracts/order-story.ts";
import { OPEN_REFUND_STATUSES } from "@/lib/core/states.ts";
import type { Permission } from "@/lib/core/roles.ts";
import { useMay } from "../shell/member.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./order-answer.module.css";

/** What to do, and who may; whoever may not asks a colleague. */
const NEXT: Readonly<Record<NextAct, { readonly may: Permission; readonly text: string }>> = {
  ASK: { may: "orders:act", text: "买家说付过款：点「问支付宝」，付了就会入账" },
  REDELIVER: { may: "orders:act", text: "先排除失败的原因，再点「再发一次」" },
  CLOSE: { may: "orders:act", text: "不用等了：点「关闭订单」" },
  REFUND: { may: "refunds:start", text: "买家不要了：点「退款」" },
  REVIEW: { may: "refunds:decide", text: "去审核这笔退款" },
  ALERTS: { may: "alerts:close", text: "先处理下面的待办提醒" },
  WAIT: { may: "orders:read", text: "现在不用做什么，系统会自己接着办" },
};

/** Has the buyer got the goods, why not, and what can be done. */
export function OrderAnswer({ file: { answer, refunds } }: { file: AdminOrderDetail }) {
  const may = useMay();
  const open = refunds.find(({ status }) => OPEN_REFUND_STATUSES.includes(status));
  const said = (act: NextAct): ReactNode => {
    const { text, may: permission } = NEXT[act];
    if (!may(permission)) return <span>{`${text}（要请有权限的同事）`}</span>;
    return act === "REVIEW" && open ? <Link href={`/admin/refunds/${open.id}`}>{text}</Link> : <span>{text}</span>;
  };
  return (
    <Section title="买家拿到了吗">
      <div className={styles.answer} data-look={answer.look}>
        <p className={styles.text} role="status">
          {answer.text}
        </p>
        {answer.next.length > 0 && (
          <ul className={styles.next} aria-label="接下来">
            {answer.next.map((act) => (
              <li key={act}>{said(act)}</li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
