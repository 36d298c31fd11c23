import { openCheckout } from "@/lib/checkout/open-checkout.ts";
import { tokenForm } from "@/lib/contracts/checkout.ts";
import { checkoutCookie, checkoutSecret } from "@/lib/http/checkout-cookie.ts";
import { formRoute } from "@/lib/http/form-route.ts";

/** Binds a checkout session to the browser whose page posts this; if it is not to be had, its page says why. */
export const POST = formRoute("POST /api/checkout/open", tokenForm, async ({ token }, { cookies }, now) => {
  const opened = await openCheckout(token, (id) => checkoutSecret(cookies, id), now);
  if (!opened) return { path: `/checkout/${token}` };
  return { path: `/checkout/pay/${opened.sessionId}`, cookie: checkoutCookie(opened) };
});
