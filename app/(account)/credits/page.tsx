import type { Metadata } from "next";
import { Balance } from "@/components/credits/balance.tsx";
import { Entries } from "@/components/credits/entries.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

export const metadata: Metadata = { title: "积分" };

export default function CreditsPage() {
  return (
    <>
      <PageHead title="积分">每一批积分从哪笔订单来、用在了哪里。</PageHead>
      <Balance />
      <Entries />
    </>
  );
}
