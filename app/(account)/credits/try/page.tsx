import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { balanceQuery } from "@/components/credits/queries.ts";
import { Spend } from "@/components/credits/spend.tsx";
import { BackLink } from "@/components/ui/back-link.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { getBalance } from "@/lib/credits/get-balance.ts";
import { env } from "@/lib/env.ts";
import { firstRead, MemberPage } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "试用积分" };

/** Stands in for the product that spends the credits, so it exists in the demo alone. */
export default function TryCreditsPage() {
  if (!env().isDemo) notFound();
  return (
    <MemberPage reads={({ id }, now) => [firstRead(balanceQuery(), () => getBalance(id, now))]}>
      <BackLink href="/credits">积分</BackLink>
      <PageHead title="试用积分">像你的产品那样花一些积分：先用赠送的，再用最早到期的。</PageHead>
      <Spend />
    </MemberPage>
  );
}
