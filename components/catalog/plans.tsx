"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import { cycleOfWord, type BillingCycleWord, type PlanView } from "@/lib/contracts/catalog.ts";
import { cycleText } from "@/lib/core/terms.ts";
import type { Purchase } from "../payments/purchase.ts";
import { useMember } from "../shell/member.tsx";
import { currentSubscriptionQuery } from "../subscriptions/queries.ts";
import { Money, yuan } from "../ui/money.tsx";
import { Empty } from "../ui/page-state.tsx";
import styles from "./card.module.css";
import { limitText, priceUnit, purchaseOfPlan, termsOfPlan, yearlySaving, type PlanTerm } from "./purchases.ts";
import shop from "./shop.module.css";

interface PlansProps {
  plans: PlanView[];
  isStopped: boolean;
  onBuy: (purchase: Purchase) => void;
}

export function Plans({ plans, isStopped, onBuy }: PlansProps) {
  const [cycle, setCycle] = useState<"monthly" | "yearly">("monthly");
  /** What was chosen on single cards, by plan; a choice for all of them replaces it. */
  const [chosen, setChosen] = useState<Readonly<Record<number, BillingCycleWord>>>({});
  const member = useMember();
  const { data: current } = useQuery({ ...currentSubscriptionQuery(), enabled: member !== null });
  return (
    <section aria-labelledby="plans" className={shop.section}>
      <div className={shop.bar}>
        <h2 id="plans" className={shop.heading}>
          套餐
        </h2>
        <Segmented<"monthly" | "yearly">
          aria-label="付款周期"
          value={cycle}
          onChange={(all) => {
            setCycle(all);
            setChosen({});
          }}
          options={[
            { value: "monthly", label: "按月" },
            { value: "yearly", label: "按年" },
          ]}
        />
      </div>
      {plans.length === 0 && <Empty title="暂时没有套餐在售。" />}
      <ul className={shop.plans}>
        {plans.map((plan) => (
          <PlanCard
            key={plan.id}
            plan={plan}
            cycle={chosen[plan.id] ?? cycle}
            isStopped={isStopped}
            isCurrent={current?.planCode === plan.code}
            onChoose={(one) => setChosen({ ...chosen, [plan.id]: one })}
            onBuy={(term) => onBuy(purchaseOfPlan(plan, term))}
          />
        ))}
      </ul>
    </section>
  );
}

interface PlanCardProps {
  plan: PlanView;
  cycle: BillingCycleWord;
  isStopped: boolean;
  isCurrent: boolean;
  onChoose: (cycle: BillingCycleWord) => void;
  onBuy: (term: PlanTerm) => void;
}

export function PlanCard({ plan, cycle, isStopped, isCurrent, onChoose, onBuy }: PlanCardProps) {
  const terms = termsOfPlan(plan);
  // A term that went off sale while it was chosen is one no longer.
  const term = terms.find((one) => one.cycle === cycle) ?? terms[0]!;
  const action = isCurrent ? "续费" : "开通";
  const limits = limitText(plan);
  return (
    <li className={styles.card} data-current={isCurrent}>
      <h3 className={styles.name}>
        <span>{plan.name}</span>
        {isCurrent && <span className={styles.mark}>使用中</span>}
      </h3>
      <p className={styles.price} data-first>
        <Money amount={term.price} look="price" />
        <span className={styles.unit}>{`/ ${priceUnit(term.cycle)}`}</span>
      </p>
      <p className={styles.note}>
        <Saving plan={plan} cycle={term.cycle} />
        {limits && <span>{` · ${limits}`}</span>}
      </p>
      {plan.otherTerms.length > 0 && <TermChoice plan={plan} terms={terms} cycle={term.cycle} onChoose={onChoose} />}
      <ul className={styles.features}>
        {plan.features.map((feature) => (
          <li key={feature}>{feature}</li>
        ))}
      </ul>
      <Button
        block
        type={isCurrent ? "default" : "primary"}
        disabled={isStopped}
        onClick={() => onBuy(term)}
        aria-label={`${action}${plan.name}`}
      >
        {action}
      </Button>
    </li>
  );
}

interface TermChoiceProps {
  plan: PlanView;
  terms: readonly PlanTerm[];
  cycle: BillingCycleWord;
  onChoose: (cycle: BillingCycleWord) => void;
}

/** Every term with its price: there are too many for one line, and prices are compared one below the other. */
function TermChoice({ plan, terms, cycle, onChoose }: TermChoiceProps) {
  return (
    <Segmented
      block
      orientation="vertical"
      className={styles.terms ?? ""}
      aria-label={`${plan.name}的时长`}
      value={cycle}
      onChange={onChoose}
      options={terms.map((term) => ({
        value: term.cycle,
        label: (
          <span className={styles.term}>
            <span>{cycleText(cycleOfWord(term.cycle))}</span>
            <Money amount={term.price} />
          </span>
        ),
      }))}
    />
  );
}

function Saving({ plan, cycle }: { plan: PlanView; cycle: BillingCycleWord }) {
  const saving = yearlySaving(plan);
  if (cycle !== "monthly" && cycle !== "yearly") return null;
  if (cycle === "monthly") return saving > 0 && <span>{`按年付可省 ${yuan(saving)}`}</span>;
  return saving > 0 ? <span className={styles.gift}>{`比按月省 ${yuan(saving)}`}</span> : <span>与按月同价</span>;
}
