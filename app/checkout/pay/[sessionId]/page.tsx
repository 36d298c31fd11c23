import type { Metadata } from "next";
import { cookies } from "next/headers";
import { CheckoutEnd } from "@/components/checkout/checkout-end.tsx";
import { CheckoutPage } from "@/components/checkout/checkout-page.tsx";
import { checkoutQuery } from "@/components/checkout/queries.ts";
import { paymentStatusQuery } from "@/components/payments/queries.ts";
import { getCheckout, getCheckoutStatus } from "@/lib/checkout/get-checkout.ts";
import { lookAtOwnCheckout } from "@/lib/checkout/open-checkout.ts";
import { checkoutSecret } from "@/lib/http/checkout-cookie.ts";
import { FirstData, firstRead } from "../../../first-data.tsx";

export const metadata: Metadata = { title: "付款", robots: { index: false, follow: false } };

/** The page of a session for the browser that has it, also when it comes back from Alipay; for any other, a way back. */
export default async function CheckoutPayPage({ params }: { params: Promise<{ sessionId: string }> }) {
  const [{ sessionId }, jar] = await Promise.all([params, cookies()]);
  const now = new Date();
  const secret = checkoutSecret(jar, sessionId);
  const door = await lookAtOwnCheckout(sessionId, () => secret, now);
  if (!door) return <CheckoutEnd status="unknown" backUrl={null} />;
  if (door.state !== "own" || secret === null)
    return <CheckoutEnd status={door.status === "paid" ? "paid" : "taken"} backUrl={door.backUrl} />;
  const caller = { sessionId, secret };
  const { orderSn } = door;
  return (
    <FirstData
      reads={[
        firstRead(checkoutQuery(sessionId), () => getCheckout(caller, now)),
        ...(orderSn === null ? [] : [firstRead(paymentStatusQuery(orderSn), () => getCheckoutStatus(caller))]),
      ]}
    >
      <CheckoutPage sessionId={sessionId} />
    </FirstData>
  );
}
