"use client";

import { useQuery } from "@tanstack/react-query";
import type { CurrentSubscriptionView } from "@/lib/contracts/subscriptions.ts";
import { Instant } from "../ui/instant.tsx";
import { LinkButton } from "../ui/link-button.tsx";
import { Empty, Failed, Loading } from "../ui/page-state.tsx";
import { Section } from "../ui/section.tsx";
import styles from "./current-plan.module.css";
import { currentSubscriptionQuery } from "./queries.ts";
import { Segments } from "./segments.tsx";

/** The plan that counts now, how long, and the periods it is made of. */
export function CurrentPlan() {
  const { data, error, refetch, dataUpdatedAt } = useQuery(currentSubscriptionQuery());
  if (error) return <Failed error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading rows={6} />;
  if (data === null)
    return (
      <Empty title="现在没有生效的套餐。">
        <LinkButton href="/#plans" type="primary">
          看看套餐
        </LinkButton>
      </Empty>
    );
  // The moment of the answer is the "today" of the picture.
  return (
    <>
      <Summary plan={data} now={dataUpdatedAt} />
      <Section title="时间线">
        <Segments segments={data.segments} now={dataUpdatedAt} />
      </Section>
    </>
  );
}

const DAY_MS = 86_400_000;

/** `now` in ms. */
function Summary({ plan, now }: { plan: CurrentSubscriptionView; now: number }) {
  const daysLeft = Math.max(0, Math.ceil((Date.parse(plan.endDate) - now) / DAY_MS));
  return (
    <section className={styles.plan} aria-label="当前套餐">
      <div>
        <span className={styles.label}>当前套餐</span>
        <p className={styles.name}>{plan.planName}</p>
        <p className={styles.dates}>
          <Instant iso={plan.startDate} format="day" /> 起，
          <Instant iso={plan.endDate} format="day" /> 止
        </p>
        {plan.features.length > 0 && <p className={styles.features}>{plan.features.join("、")}</p>}
      </div>
      <div className={styles.left}>
        <span className={styles.label}>还有</span>
        <p className={styles.days}>
          <span>{daysLeft}</span>
          <span className={styles.unit}> 天</span>
        </p>
        <LinkButton href="/#plans">续费或更换</LinkButton>
      </div>
    </section>
  );
}
