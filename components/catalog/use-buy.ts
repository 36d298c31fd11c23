import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import type { CatalogView } from "@/lib/contracts/catalog.ts";
import { signInPath } from "../accounts/sign-in-path.ts";
import { purchasePath, type Purchase } from "../payments/purchase.ts";
import { useMember } from "../shell/member.tsx";
import { purchaseOfPack, purchaseOfPlan, termsOfPlan } from "./purchases.ts";

/** `word`: what the shop's address names (purchasePath). */
function purchaseFor(word: string, { creditProducts, plans }: CatalogView): Purchase | undefined {
  const offers = [
    ...creditProducts.map(purchaseOfPack),
    ...plans.flatMap((plan) => termsOfPlan(plan).map((term) => purchaseOfPlan(plan, term))),
  ];
  return offers.find((offer) => purchasePath(offer) === `/?buy=${word}`);
}

/** Opens the payment dialog, by way of the sign-in page for a stranger, who comes back to the same dialog. `wanted`: the word in the address, if any. */
export function useBuy(catalog: CatalogView, wanted: string | null, pay: (purchase: Purchase) => void) {
  const member = useMember();
  const router = useRouter();
  const resume = useEffectEvent((word: string) => {
    const purchase = member && purchaseFor(word, catalog);
    if (purchase) pay(purchase);
    router.replace("/", { scroll: false });
  });
  useEffect(() => {
    if (wanted !== null) resume(wanted);
  }, [wanted]);

  return (purchase: Purchase) => {
    if (member) pay(purchase);
    else router.push(signInPath(purchasePath(purchase)));
  };
}
