import type { Metadata } from "next";
import { cookies } from "next/headers";
import { CheckoutEnd } from "@/components/checkout/checkout-end.tsx";
import { CheckoutPage } from "@/components/checkout/checkout-page.tsx";
import { checkoutQuery } from "@/components/checkout/queries.ts";
import { paymentStatusQuery } from "@/components/payments/queries.ts";
import { getCheckout, getCheckoutStatus } from "@/lib/checkout/get-checkout.ts";
import { lookAtOwnCheckout } from "@/lib/checkout/open-checkout.ts";
import { checkoutSecret } from "@/lib/http/checkout-cookie.ts";
import { firstRead } from "../../../first-data.tsx";
import { HostedPage } from "../../../hosted-page.tsx";

export const metadata: Metadata = { title: "付款", robots: { index: false, follow: false } };

/** The page of a session for the browser that has it, also when it comes back from Alipay; for any other, a way back. */
export default async function CheckoutPayPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const [{ sessionId }, jar] = await Promise.all([params, cookies()]);
  const now = new Date();
  const secret = checkoutSecret(jar, sessionId);
  const door = await lookAtOwnCheckout(sessionId, () => secret, now);
  if (door?.state !== "own" || secret === null)
    return (
      <HostedPage>
        <CheckoutEnd door={door} />
      </HostedPage>
    );
  const caller = { sessionId, secret };
  const { orderSn } = door;
  const reads = [firstRead(checkoutQuery(sessionId), () => getCheckout(caller, now))];
  const status = orderSn && firstRead(paymentStatusQuery(orderSn), () => getCheckoutStatus(caller));
  return (
    <HostedPage reads={status ? [...reads, status] : reads}>
      <CheckoutPage sessionId={sessionId} />
    </HostedPage>
  );
}
