"use client";

import { Form, InputNumber, Segmented } from "antd";
import { useState } from "react";
import type { AdjustCreditsBody, AdjustmentOrigin, AdjustmentView, MemberFile } from "@/lib/contracts/members.ts";
import { issueOf } from "../data/api-client.ts";
import { count } from "../ui/money.tsx";
import { ActForm } from "./act-dialog.tsx";
import styles from "./member-acts.module.css";
import { useAdjustCredits } from "./member-queries.ts";

type Kind = AdjustmentOrigin | "TAKING";

const KINDS = [
  { value: "GIFT", label: "赠送" },
  { value: "COMPENSATION", label: "补偿" },
  { value: "CORRECTION", label: "更正增加" },
  { value: "TAKING", label: "更正扣除" },
] satisfies { value: Kind; label: string }[];

interface Wish {
  readonly kind: Kind;
  readonly amount: number | null;
  readonly validDays: number | null;
}

function bodyOf({ kind, amount, validDays }: Wish, reason: string): AdjustCreditsBody {
  const number = amount ?? 0;
  if (kind === "TAKING") return { origin: "CORRECTION", amount: -number, reason };
  return { origin: kind, amount: number, reason, ...(validDays === null ? {} : { validDays }) };
}

function saidOf({ status, amount }: AdjustmentView): string {
  if (status === "PENDING") return "已提出，等另一位管理员确认";
  return amount > 0 ? `已给 ${count(amount)} 积分` : `已扣 ${count(-amount)} 积分`;
}

/** Gives credits, or takes free ones. */
export function GiveCredits({ file, isOwn, onDone }: { file: MemberFile; isOwn: boolean; onDone: () => void }) {
  const [idempotencyKey, setKey] = useState(() => crypto.randomUUID());
  const [wish, setWish] = useState<Wish>({ kind: "GIFT", amount: null, validDays: null });
  const acting = useAdjustCredits(file.member.id, idempotencyKey);
  const change = (part: Partial<Wish>) => {
    setWish({ ...wish, ...part });
    // Something else is another request.
    setKey(crypto.randomUUID());
  };
  const amountIssue = issueOf(acting.error, "amount");
  const isTaking = wish.kind === "TAKING";
  return (
    <ActForm<AdjustCreditsBody, AdjustmentView>
      acting={acting}
      confirm={isTaking ? "扣除积分" : "给积分"}
      danger={isTaking}
      fields={["amount"]}
      bodyOf={({ reason }) => bodyOf(wish, reason)}
      said={saidOf}
      onDone={onDone}
    >
      <p className={styles.about}>{aboutOf(isTaking, isOwn, file.credits.availableCredits)}</p>
      <Form.Item label="种类">
        <Segmented
          block
          className={styles.choice!}
          aria-label="种类"
          options={KINDS}
          value={wish.kind}
          onChange={(kind) => change({ kind })}
        />
      </Form.Item>
      <div className={styles.numbers}>
        <Form.Item
          label="积分数"
          htmlFor="adjust-amount"
          {...(amountIssue ? { validateStatus: "error", help: amountIssue } : {})}
        >
          <InputNumber
            id="adjust-amount"
            min={1}
            max={1_000_000}
            precision={0}
            value={wish.amount}
            onChange={(amount) => change({ amount })}
          />
        </Form.Item>
        {!isTaking && (
          <Form.Item label="有效天数" htmlFor="adjust-days">
            <InputNumber
              id="adjust-days"
              placeholder="长期"
              min={1}
              max={3_650}
              precision={0}
              value={wish.validDays}
              onChange={(validDays) => change({ validDays })}
            />
          </Form.Item>
        )}
      </div>
    </ActForm>
  );
}

function aboutOf(isTaking: boolean, isOwn: boolean, available: number): string {
  const second = isOwn ? "给自己的要由另一位管理员确认。" : "一天之内给得多了，要由另一位管理员确认。";
  if (!isTaking) return `这些积分不折算退款，先于购买的花掉。会员看到种类，看不到理由。${second}`;
  return `最多扣 ${count(available)}：冻结、预留和过期的扣不到。先扣人工给过的；扣到订单的积分，退款时算作已使用。${second}`;
}
