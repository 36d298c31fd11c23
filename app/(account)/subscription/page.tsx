import type { Metadata } from "next";
import { CurrentPlan } from "@/components/subscriptions/current-plan.tsx";
import { currentSubscriptionQuery } from "@/components/subscriptions/queries.ts";
import { PageHead } from "@/components/ui/page-head.tsx";
import { getCurrent } from "@/lib/subscriptions/get-current.ts";
import { firstRead, MemberPage } from "../../first-data.tsx";

export const metadata: Metadata = { title: "套餐" };

export default function SubscriptionPage() {
  return (
    <MemberPage portal reads={({ id }, now) => [firstRead(currentSubscriptionQuery(), () => getCurrent(id, now))]}>
      <PageHead title="套餐">同一套餐续费会从到期时接着算；不同套餐立即开始，同时有效时以等级高的为准。</PageHead>
      <CurrentPlan />
    </MemberPage>
  );
}
