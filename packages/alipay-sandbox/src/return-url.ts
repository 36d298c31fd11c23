/** The return address: a GET with twelve signed parameters and no trade_status. */
import { beijing } from "./beijing-time.ts";
import { yuan } from "./money.ts";
import { signNotice } from "./notice-form.ts";
import { noteOn, type Sandbox } from "./sandbox.ts";
import { merchantOfTrade, type Trade } from "./trade.ts";

/** Undefined when the merchant gave no return_url, or one that is no address. */
export function returnAddress(trade: Trade, { book, clock, faults, merchants, switches }: Sandbox): string | undefined {
  const { request } = trade;
  const { appId, sellerId } = merchantOfTrade(trade);
  const fault = faults.strike("return", "return", request.outTradeNo);
  if (fault) noteOn(book, request.outTradeNo, `返回商户遇到故障 ${fault.rule.fault}：${fault.about}`);
  if (fault?.shape === "no-return") return undefined;
  if (!request.returnUrl || !URL.canParse(request.returnUrl)) return undefined;
  const address = new URL(request.returnUrl);
  const fields = {
    charset: "utf-8",
    out_trade_no: request.outTradeNo,
    method: request.product === "wap" ? "alipay.trade.wap.pay.return" : "alipay.trade.page.pay.return",
    total_amount: yuan(request.amountFen),
    trade_no: trade.tradeNo,
    auth_app_id: appId,
    version: "1.0",
    app_id: appId,
    seller_id: sellerId,
    timestamp: beijing(clock.now()),
  };
  const extras = switches.signReturnExtras ? Object.fromEntries(address.searchParams) : {};
  const signed = signNotice({ ...extras, ...fields }, merchants.of({ appId }).alipayKey);
  for (const [name, value] of Object.entries(signed)) address.searchParams.set(name, value);
  if (fault?.shape === "forge-return") address.searchParams.set("total_amount", "0.01");
  return address.href;
}
