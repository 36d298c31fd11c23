"use client";

import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { useState } from "react";
import type { BillingCycleWord, PlanView } from "@/lib/contracts/catalog.ts";
import type { Purchase } from "../payments/purchase.ts";
import { useMember } from "../shell/member.tsx";
import { currentSubscriptionQuery } from "../subscriptions/queries.ts";
import { Money, yuan } from "../ui/money.tsx";
import { Empty } from "../ui/page-state.tsx";
import styles from "./card.module.css";
import { limitText, planPrice, purchaseOfPlan, yearlySaving } from "./purchases.ts";
import shop from "./shop.module.css";

interface PlansProps {
  plans: PlanView[];
  isStopped: boolean;
  onBuy: (purchase: Purchase) => void;
}

export function Plans({ plans, isStopped, onBuy }: PlansProps) {
  const [cycle, setCycle] = useState<BillingCycleWord>("monthly");
  const member = useMember();
  const { data: current } = useQuery({ ...currentSubscriptionQuery(), enabled: member !== null });
  return (
    <section aria-labelledby="plans" className={shop.section}>
      <div className={shop.bar}>
        <h2 id="plans" className={shop.heading}>
          套餐
        </h2>
        <Segmented<BillingCycleWord>
          aria-label="付款周期"
          value={cycle}
          onChange={setCycle}
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
            cycle={cycle}
            isStopped={isStopped}
            isCurrent={current?.planCode === plan.code}
            onBuy={() => onBuy(purchaseOfPlan(plan, cycle))}
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
  onBuy: () => void;
}

export function PlanCard({ plan, cycle, isStopped, isCurrent, onBuy }: PlanCardProps) {
  const action = isCurrent ? "续费" : "开通";
  const limits = limitText(plan);
  return (
    <li className={styles.card} data-current={isCurrent}>
      <h3 className={styles.name}>
        <span>{plan.name}</span>
        {isCurrent && <span className={styles.mark}>使用中</span>}
      </h3>
      <p className={styles.price} data-first>
        <Money amount={planPrice(plan, cycle)} look="price" />
        <span className={styles.unit}>{cycle === "monthly" ? "/ 月" : "/ 年"}</span>
      </p>
      <p className={styles.note}>
        <Saving plan={plan} cycle={cycle} />
        {limits && <span>{` · ${limits}`}</span>}
      </p>
      <ul className={styles.features}>
        {plan.features.map((feature) => (
          <li key={feature}>{feature}</li>
        ))}
      </ul>
      <Button
        block
        type={isCurrent ? "default" : "primary"}
        disabled={isStopped}
        onClick={onBuy}
        aria-label={`${action}${plan.name}`}
      >
        {action}
      </Button>
    </li>
  );
}

function Saving({ plan, cycle }: { plan: PlanView; cycle: BillingCycleWord }) {
  const saving = yearlySaving(plan);
  if (cycle === "monthly") return saving > 0 && <span>{`按年付可省 ${yuan(saving)}`}</span>;
  return saving > 0 ? <span className={styles.gift}>{`比按月省 ${yuan(saving)}`}</span> : <span>与按月同价</span>;
}
