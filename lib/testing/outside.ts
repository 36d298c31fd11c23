import { expect } from "vitest";
import { refundTrade } from "../alipay/gateway.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { bookOutside } from "../refunds/book-outside-refund.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";
import { at, contextAt, type TestOrder } from "./builders.ts";
import { query } from "./database.ts";
import { noticeOfRefund, setAlipayClock } from "./gateway.ts";

/** An order whose trade is paid at the sandbox. */
export type Bought = TestOrder & { readonly tradeNo: string };

/** Somebody refunds in Alipay's console. */
export async function refundInConsole(of: Bought, fen: number, no = "console-1", now = at(5)): Promise<void> {
  await setAlipayClock(now);
  const numbers = { tradeNo: of.tradeNo, outTradeNo: of.orderSn, outRequestNo: no };
  expect(await refundTrade(accountSdks()[0], { ...numbers, amountFen: fen, reason: "console" }, now)).toMatchObject({
    moved: true,
  });
}

/** Alipay tells of it. */
export async function notifyRefund(of: Bought, no = "console-1", now = at(6)): Promise<boolean> {
  return receiveNotify("alipay", await noticeOfRefund(of.orderSn, no), now);
}

export function spend({ memberId }: Bought, amount: number) {
  return consumeCredits(memberId, { amount, bizId: "b", reason: "x" }, contextAt(at(7)));
}

/** Where an order stands, and how much of its money has gone back. */
export async function stateOf({ orderId }: TestOrder) {
  return (await query("select status, refunded_amount_fen as fen from oms_order where id = $1", [orderId]))[0];
}

/** The refunds that were made outside, oldest first. */
export function outsideRefunds() {
  return query(
    "select out_request_no as no, refund_amount_fen as fen, status from oms_refund_records where kind = 'OUTSIDE' order by id",
  );
}

/** The oldest alert about one. */
export async function outsideAlert(): Promise<bigint> {
  const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'OUTSIDE_REFUND' order by id");
  return alert!.id;
}

/** An admin books it. */
export async function book(adminId: bigint, now = at(10)) {
  return bookOutside(adminId, await outsideAlert(), "在后台退过", contextAt(now, `admin:${adminId}`));
}
