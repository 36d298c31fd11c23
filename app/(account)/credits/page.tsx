import type { Metadata } from "next";
import { Balance } from "@/components/credits/balance.tsx";
import { Entries } from "@/components/credits/entries.tsx";
import { balanceQuery, ENTRIES_PER_PAGE, ledgerQuery } from "@/components/credits/queries.ts";
import { PageHead } from "@/components/ui/page-head.tsx";
import { pageNumOf } from "@/components/ui/page-number.ts";
import { getBalance } from "@/lib/credits/get-balance.ts";
import { listLedger } from "@/lib/credits/list-ledger.ts";
import { env } from "@/lib/env.ts";
import { firstRead, MemberPage } from "../../first-data.tsx";
import { searchOf, type SearchParams } from "../../search-params.ts";

export const metadata: Metadata = { title: "积分" };

export default async function CreditsPage({ searchParams }: { searchParams: SearchParams }) {
  const pageNum = pageNumOf(await searchOf(searchParams));
  return (
    <MemberPage
      portal
      reads={({ id }, now) => [
        firstRead(balanceQuery(), () => getBalance(id, now)),
        firstRead(ledgerQuery(pageNum), () => listLedger(id, { pageNum, pageSize: ENTRIES_PER_PAGE })),
      ]}
    >
      <PageHead title="积分">每一批积分从哪笔订单来、用在了哪里。</PageHead>
      <Balance isDemo={env().isDemo} />
      <Entries />
    </MemberPage>
  );
}
