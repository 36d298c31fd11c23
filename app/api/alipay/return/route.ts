import { NextResponse, type NextRequest } from "next/server";
import { env } from "@/lib/env.ts";
import { numbered } from "@/lib/http/request-id.ts";

/**
 * Where Alipay sends the buyer's browser. It proves nothing and changes nothing (docs/alipay.md A22): the page queries
 * the server.
 */
export const GET = numbered((request: NextRequest) => {
  // A second attempt's number is the order's with a suffix.
  const orderSn = /^([0-9a-zA-Z]{16,60})(_\d{1,3})?$/.exec(request.nextUrl.searchParams.get("out_trade_no") ?? "")?.[1];
  const path = orderSn ? `/payment/return?orderSn=${orderSn}` : "/orders";
  return NextResponse.redirect(new URL(path, env().appUrl), 303);
});
