import { DIFFERENCE_STATUS_TEXTS, type DifferenceAct, type DifferenceView } from "@/lib/contracts/differences.ts";
import { ActDialog, ActForm } from "../admin/act-dialog.tsx";
import styles from "../admin/member-acts.module.css";
import { useMay } from "../shell/member.tsx";
import { AddRule } from "./foreign-rules.tsx";
import { useActOnDifference } from "./queries.ts";

const WORDS = {
  book: {
    label: "入账",
    about: "先向支付宝核实：漏记的付款照订单入账、发货；另行退款记入账本、收回权益，并告知买家。",
  },
  refund: { label: "退回", about: "这笔付款与订单不符，没有发货。先向支付宝核实，再把钱原路退回买家。" },
  "write-off": {
    label: "核销",
    about: "不入账，也不退回：差额和理由留在这里，记进当月的月结单。",
  },
} as const satisfies Record<DifferenceAct, object>;

/** What can be done about a difference, each with a reason. */
export function DifferenceActs({ difference }: { difference: DifferenceView }) {
  const mayDecide = useMay()("books:decide");
  if (!mayDecide) return null;
  return (
    <span className={styles.buttons}>
      {difference.acts.map((act) => (
        <ActDialog key={act} label={WORDS[act].label}>
          {(close) => <Act difference={difference} act={act} onDone={close} />}
        </ActDialog>
      ))}
      {difference.canBeForeign && (
        <ActDialog label="是别的应用">{(close) => <AddRule usual={difference.outTradeNo} onDone={close} />}</ActDialog>
      )}
    </span>
  );
}

interface ActProps {
  difference: DifferenceView;
  act: DifferenceAct;
  onDone: () => void;
}

function Act({ difference, act, onDone }: ActProps) {
  const acting = useActOnDifference(difference.id, act);
  return (
    <ActForm<{ reason: string }, { status: DifferenceView["status"] }>
      acting={acting}
      confirm={WORDS[act].label}
      bodyOf={({ reason }) => ({ reason })}
      said={({ status }) =>
        status === "OPEN" ? "账本里已经有了，但金额仍与账单不同" : DIFFERENCE_STATUS_TEXTS[status]
      }
      onDone={onDone}
    >
      <p className={styles.about}>{WORDS[act].about}</p>
    </ActForm>
  );
}
