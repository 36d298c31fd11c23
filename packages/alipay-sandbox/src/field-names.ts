/** The business fields that the documentation names, for the switch `strictFields`. */
import { invalid } from "./biz-content.ts";
import type { Fields } from "./refusal.ts";

const words = (text: string): string[] => text.split(" ");

const PAY = words(
  "out_trade_no total_amount subject product_code body time_expire timeout_express goods_detail goods_type " +
    "passback_params extend_params store_id merchant_order_no business_params operator_id terminal_id",
);
const TRADE = words("out_trade_no trade_no query_options operator_id notify_url");

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "alipay.trade.page.pay": [...PAY, ...words("qr_pay_mode qrcode_width integration_type request_from_url")],
  "alipay.trade.wap.pay": [...PAY, ...words("quit_url")],
  "alipay.trade.precreate": [...PAY, ...words("discountable_amount undiscountable_amount seller_id buyer_id")],
  "alipay.trade.query": TRADE,
  "alipay.trade.close": TRADE,
  "alipay.trade.cancel": TRADE,
  "alipay.trade.refund": [...TRADE, ...words("refund_amount out_request_no refund_reason")],
  "alipay.trade.fastpay.refund.query": [...TRADE, ...words("out_request_no")],
  "alipay.data.dataservice.bill.downloadurl.query": words("bill_type bill_date"),
};

/** Throws ACQ.INVALID_PARAMETER for the first field that `method` does not have. */
export function checkFieldNames(method: string, biz: Fields): void {
  const known = NAMES[method] ?? [];
  const stranger = Object.keys(biz).find((name) => !known.includes(name));
  if (stranger !== undefined) throw invalid(`${stranger} 不是该方法的参数`);
}
