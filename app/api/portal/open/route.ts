import { usePortalLink } from "@/lib/accounts/use-portal-link.ts";
import { sessionCookieText } from "@/lib/auth/renew-cookie.ts";
import { browserOf } from "@/lib/auth/token.ts";
import { tokenForm } from "@/lib/contracts/checkout.ts";
import { PORTAL_LIFE_MS } from "@/lib/core/deadlines.ts";
import { formRoute } from "@/lib/http/form-route.ts";

/** Begins a customer's session in the browser whose page posts this; if the link is over, its page says so. */
export const POST = formRoute("POST /api/portal/open", tokenForm, async ({ token }, request, now) => {
  const claims = await usePortalLink(token, await browserOf(request), now);
  if (!claims) return { path: `/portal/${token}` };
  return { path: "/orders", cookie: await sessionCookieText(claims, PORTAL_LIFE_MS, now) };
});
