import { PortalShop } from "@/components/accounts/portal-closed.tsx";
import { Shop } from "@/components/catalog/shop.tsx";
import { balanceQuery } from "@/components/credits/queries.ts";
import { salesQuery } from "@/components/payments/queries.ts";
import { currentSubscriptionQuery } from "@/components/subscriptions/queries.ts";
import type { Member } from "@/lib/auth/session.ts";
import { getSales } from "@/lib/catalog/get-sales.ts";
import { showCatalog } from "@/lib/catalog/show-catalog.ts";
import { getBalance } from "@/lib/credits/get-balance.ts";
import { getCurrent } from "@/lib/subscriptions/get-current.ts";
import { currentMember } from "../current-member.ts";
import { FirstData, firstRead } from "../first-data.tsx";
import { searchOf, type SearchParams } from "../search-params.ts";

/** What the shop says to everybody about itself, and to a member about what they have already. */
function readsOf(member: Member | null, now: Date) {
  const sales = firstRead(salesQuery(), () => getSales(now));
  if (!member) return [sales];
  const { id } = member;
  return [
    sales,
    firstRead(balanceQuery(), () => getBalance(id, now)),
    firstRead(currentSubscriptionQuery(), () => getCurrent(id, now)),
  ];
}

export default async function ShopPage({ searchParams }: { searchParams: SearchParams }) {
  const [search, catalog, member] = await Promise.all([searchOf(searchParams), showCatalog(), currentMember()]);
  if (member?.kind === "PORTAL") return <PortalShop />;
  return (
    <FirstData reads={readsOf(member, new Date())}>
      <Shop catalog={catalog} wanted={search.get("buy")} />
    </FirstData>
  );
}
