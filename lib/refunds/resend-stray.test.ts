import { beforeEach, expect, test } from "vitest";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, at, aTrade, closeAccount, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { buy, plantFault, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { getRefundForReview } from "./list-refunds.ts";
import { resendStray } from "./resend-stray.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const now = at(60);
const refuse = () =>
  plantFault({ fault: "business-error", method: "alipay.trade.refund", subCode: "ACQ.TRADE_SETTLE_ERROR" });

let admin: bigint;
let order: TestOrder;
beforeEach(async () => {
  admin = await aMember({ role: "ADMIN" });
  order = await anOrder();
  const { tradeNo } = await buy(order.cashier.payUrl);
  await closeAccount(order.memberId);
  await settlePayment(aTrade(order, { tradeNo }), contextAt(at(1), "alipay"));
  await refuse();
  await settleRefunds(now);
});

const resend = (id = 1n, by = admin) => resendStray(by, id, contextAt(at(61), `admin:${by}`));
const offered = async (id: bigint) => (await getRefundForReview(admin, id)).resendable;
const notNow = { code: "REFUND_NOT_REVIEWABLE", status: 409 };

test("stray money whose return was refused goes back when an admin says so, with their name", async () => {
  expect(await offered(1n)).toBe(true);
  expect(await resend()).toEqual({ status: "SUCCESS" });
  expect(await refundsOf(order)).toMatchObject([{ status: "REFUSED" }, { status: "SUCCESS", refund_amount_fen: 990 }]);
  expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 990 }]);
  expect(await query("select payment_status from oms_payment_records")).toEqual([{ payment_status: "RETURNED" }]);
  expect(await query("select resolved_by from sys_alert where kind = 'REFUND_REFUSED'")).toEqual([
    { resolved_by: admin },
  ]);
  expect(await query("select actor, action from sys_audit_log")).toEqual([
    { actor: `admin:${admin}`, action: "STRAY_RESENT" },
  ]);
  expect(await offered(1n)).toBe(false);
  await expect(resend()).rejects.toMatchObject(notNow);
  await expect(resend(2n)).rejects.toMatchObject(notNow);
  await expectCoherence(at(61));
});

test("refused once more, it may be sent once more, and a person is told each time", async () => {
  await refuse();
  expect(await resend()).toEqual({ status: "REFUSED" });
  expect(await count("sys_alert", "kind = 'REFUND_REFUSED' and resolved_time is null")).toBe(1);
  await expect(resend(1n)).rejects.toMatchObject(notNow);
  expect(await resend(2n)).toEqual({ status: "SUCCESS" });
});

test("ten clicks at once send it once, and an answer that is lost is asked for", async () => {
  await plantFault({ fault: "reset-after", method: "alipay.trade.refund", times: 2 });
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => resend()));
  expect(answers.filter(({ status }) => status === "fulfilled")).toMatchObject([{ value: { status: "SENT" } }]);
  expect(await settleRefunds(at(62))).toMatchObject({ done: 1 });
  expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
});

test("a member's own refund that was refused is not sent again from here: they ask again", async () => {
  const bought = await aBoughtOrder();
  await refuse();
  await askBack(bought, now);
  const [{ id } = { id: 0n }] = await refundsOf(bought);
  await expect(resend(id)).rejects.toMatchObject(notNow);
  await expect(resend(999n)).rejects.toMatchObject({ code: "REFUND_NOT_FOUND", status: 404 });
});
