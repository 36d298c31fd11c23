import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { CheckoutDoor } from "@/components/checkout/checkout-door.tsx";
import { CheckoutEnd } from "@/components/checkout/checkout-end.tsx";
import { checkoutPath } from "@/lib/contracts/checkout-path.ts";
import { lookAtCheckout } from "@/lib/checkout/open-checkout.ts";
import { checkoutSecret } from "@/lib/http/checkout-cookie.ts";
import { HostedPage } from "../../hosted-page.tsx";

export const metadata: Metadata = { title: "付款", robots: { index: false, follow: false } };

/** The address of a checkout session. To look at it opens nothing: its page posts a form for that. */
export default async function CheckoutDoorPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, jar] = await Promise.all([params, cookies()]);
  const door = await lookAtCheckout(token, (id) => checkoutSecret(jar, id), new Date());
  if (door?.state === "own") redirect(checkoutPath(door.id));
  return (
    <HostedPage>{door?.state === "free" ? <CheckoutDoor token={token} /> : <CheckoutEnd door={door} />}</HostedPage>
  );
}
