"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { balanceQuery } from "../credits/queries.ts";
import { useMember } from "../shell/member.tsx";
import { currentSubscriptionQuery } from "../subscriptions/queries.ts";
import { Instant } from "../ui/instant.tsx";
import { count } from "../ui/money.tsx";
import styles from "./owned.module.css";

/** What the member has already; nothing for a stranger. */
export function Owned() {
  const member = useMember();
  const { data: balance } = useQuery({ ...balanceQuery(), enabled: member !== null });
  const { data: plan } = useQuery({ ...currentSubscriptionQuery(), enabled: member !== null });
  if (!member) return null;
  return (
    <dl className={styles.owned} aria-label="我现有的">
      <div className={styles.item}>
        <dt>可用积分</dt>
        <dd>
          <Link href="/credits">{balance ? count(balance.availableCredits) : "…"}</Link>
        </dd>
      </div>
      <div className={styles.item}>
        <dt>当前套餐</dt>
        <dd>
          <Link href="/subscription">{plan ? plan.planName : plan === null ? "无" : "…"}</Link>
          {plan && (
            <span className={styles.until}>
              至 <Instant iso={plan.endDate} format="day" />
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}
