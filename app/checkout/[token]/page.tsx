import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { CheckoutDoor } from "@/components/checkout/checkout-door.tsx";
import { CheckoutEnd } from "@/components/checkout/checkout-end.tsx";
import { checkoutPath } from "@/components/checkout/checkout-path.ts";
import { lookAtCheckout } from "@/lib/checkout/open-checkout.ts";
import { checkoutSecret } from "@/lib/http/checkout-cookie.ts";

export const metadata: Metadata = { title: "付款", robots: { index: false, follow: false } };

/** The address of a checkout session. To look at it opens nothing: its page posts a form for that. */
export default async function CheckoutDoorPage({ params }: { params: Promise<{ token: string }> }) {
  const [{ token }, jar] = await Promise.all([params, cookies()]);
  const door = await lookAtCheckout(token, (id) => checkoutSecret(jar, id), new Date());
  if (!door) return <CheckoutEnd status="unknown" backUrl={null} />;
  if (door.state === "own") redirect(checkoutPath(door.id));
  if (door.state === "free") return <CheckoutDoor token={token} />;
  const status = door.status === "open" ? (door.state === "taken" ? "taken" : "unavailable") : door.status;
  return <CheckoutEnd status={status} backUrl={door.backUrl} />;
}
