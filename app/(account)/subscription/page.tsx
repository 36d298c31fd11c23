import type { Metadata } from "next";
import { CurrentPlan } from "@/components/subscriptions/current-plan.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

export const metadata: Metadata = { title: "套餐" };

export default function SubscriptionPage() {
  return (
    <>
      <PageHead title="套餐">同一套餐续费会从到期时接着算；不同套餐立即开始，同时有效时以等级高的为准。</PageHead>
      <CurrentPlan />
    </>
  );
}
