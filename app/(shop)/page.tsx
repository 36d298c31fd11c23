import { Shop } from "@/components/catalog/shop.tsx";
import { balanceQuery } from "@/components/credits/queries.ts";
import { currentSubscriptionQuery } from "@/components/subscriptions/queries.ts";
import type { Member } from "@/lib/auth/session.ts";
import { showCatalog } from "@/lib/catalog/show-catalog.ts";
import { getBalance } from "@/lib/credits/get-balance.ts";
import { getCurrent } from "@/lib/subscriptions/get-current.ts";
import { currentMember } from "../current-member.ts";
import { FirstData, firstRead } from "../first-data.tsx";
import { searchOf, type SearchParams } from "../search-params.ts";

/** What the shop says to a member about what they have already. */
function readsOf({ id }: Member, now: Date) {
  return [
    firstRead(balanceQuery(), () => getBalance(id, now)),
    firstRead(currentSubscriptionQuery(), () => getCurrent(id, now)),
  ];
}

export default async function ShopPage({ searchParams }: { searchParams: SearchParams }) {
  const [search, catalog, member] = await Promise.all([searchOf(searchParams), showCatalog(), currentMember()]);
  return (
    <FirstData reads={member ? readsOf(member, new Date()) : []}>
      <Shop catalog={catalog} wanted={search.get("buy")} />
    </FirstData>
  );
}
