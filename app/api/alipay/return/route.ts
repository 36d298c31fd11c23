import { NextResponse, type NextRequest } from "next/server";
import { checkoutPath } from "@/lib/contracts/checkout-path.ts";
import { checkoutOfOrder } from "@/lib/checkout/open-checkout.ts";
import { env } from "@/lib/env.ts";
import { numbered } from "@/lib/http/request-id.ts";

/**
 * Where Alipay sends the buyer's browser. It proves nothing and changes nothing (docs/alipay.md A22): the page queries
 * the server.
 */
export const GET = numbered(async (request: NextRequest) => {
  // A second attempt's number is the order's with a suffix.
  const orderSn = /^([0-9a-zA-Z]{16,60})(_\d{1,3})?$/.exec(request.nextUrl.searchParams.get("out_trade_no") ?? "")?.[1];
  return NextResponse.redirect(new URL(await pageOf(orderSn), env().appUrl), 303);
});

async function pageOf(orderSn: string | undefined): Promise<string> {
  if (!orderSn) return "/orders";
  // Where the database does not answer, the page says so.
  const sessionId = await checkoutOfOrder(orderSn).catch(() => null);
  return sessionId ? checkoutPath(sessionId) : `/payment/return?orderSn=${orderSn}`;
}
