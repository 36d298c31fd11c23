"use client";

import type { AdjustmentView, DecideAdjustmentBody } from "@/lib/contracts/members.ts";
import { CREDIT_ORIGIN_TEXTS } from "@/lib/contracts/codes.ts";
import { Instant } from "../ui/instant.tsx";
import { Ledger, type Column } from "../ui/ledger.tsx";
import { Section } from "../ui/section.tsx";
import { ActDialog, ActForm } from "./act-dialog.tsx";
import styles from "./member-acts.module.css";
import { useDecideAdjustment } from "./member-queries.ts";
import { ADJUSTMENT_WORDS, signed } from "./member-words.ts";
import stacks from "./order-search.module.css";

interface AdjustmentsProps {
  adjustments: AdjustmentView[];
  /** Whoever looks. */
  me: number;
  mayDecide: boolean;
}

/** What people gave and took, and what waits for a second one. */
export function Adjustments({ adjustments, me, mayDecide }: AdjustmentsProps) {
  const columns: Column<AdjustmentView>[] = [
    { title: "种类", render: ({ origin }) => CREDIT_ORIGIN_TEXTS[origin] },
    { title: "积分", align: "end", render: ({ amount }) => <strong>{signed(amount)}</strong> },
    { title: "理由", render: ({ reason }) => reason },
    { title: "提出", render: ({ requestedBy, createTime }) => <By name={requestedBy.name} iso={createTime} /> },
    {
      title: "结果",
      render: (adjustment) =>
        adjustment.status === "PENDING" && mayDecide ? (
          <Decision adjustment={adjustment} me={me} />
        ) : (
          <Outcome adjustment={adjustment} />
        ),
    },
  ];
  return (
    <Section title="人工调整的积分">
      <Ledger caption="人工调整的积分" columns={columns} rows={adjustments} rowKey={({ id }) => id} />
    </Section>
  );
}

function By({ name, iso }: { name: string; iso: string }) {
  return (
    <span className={stacks.stack}>
      <span>{name}</span>
      <span className={stacks.small}>
        <Instant iso={iso} />
      </span>
    </span>
  );
}

function Outcome({ adjustment: { status, decidedBy, decisionReason } }: { adjustment: AdjustmentView }) {
  return (
    <span className={stacks.stack}>
      <span>{ADJUSTMENT_WORDS[status]}</span>
      {decidedBy && <span className={stacks.small}>{`${decidedBy}：${decisionReason}`}</span>}
    </span>
  );
}

/** Whoever asked may take it back; anybody else but the one who gets it may confirm it. */
function Decision({ adjustment, me }: { adjustment: AdjustmentView; me: number }) {
  const isOwn = adjustment.requestedBy.id === me || adjustment.memberId === me;
  const no = adjustment.requestedBy.id === me ? "撤回" : "驳回";
  return (
    <span className={styles.buttons}>
      {!isOwn && (
        <ActDialog label="确认">
          {(close) => <Deciding adjustment={adjustment} verdict="approve" confirm="确认" onDone={close} />}
        </ActDialog>
      )}
      <ActDialog label={no}>
        {(close) => <Deciding adjustment={adjustment} verdict="reject" confirm={no} onDone={close} />}
      </ActDialog>
    </span>
  );
}

interface DecidingProps {
  adjustment: AdjustmentView;
  verdict: DecideAdjustmentBody["verdict"];
  confirm: string;
  onDone: () => void;
}

function Deciding({ adjustment, verdict, confirm, onDone }: DecidingProps) {
  const acting = useDecideAdjustment(adjustment);
  const { memberName, amount, reason } = adjustment;
  return (
    <ActForm<DecideAdjustmentBody, AdjustmentView>
      acting={acting}
      confirm={confirm}
      danger={verdict === "reject"}
      bodyOf={(values) => ({ verdict, reason: values.reason })}
      said={({ status }) => ADJUSTMENT_WORDS[status]}
      onDone={onDone}
    >
      <p className={styles.about}>{`${memberName} ${signed(amount)} 积分，理由：${reason}`}</p>
    </ActForm>
  );
}
