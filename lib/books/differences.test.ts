import { describe, expect, test } from "vitest";
import { closeAlert } from "../accounts/close-alert.ts";
import { after, HOUR_MS } from "../core/time.ts";
import { newOrderSn } from "../ids.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aMember, anOrder, at, aTrade, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { buy, plantDifference, plantFault, useSandbox } from "../testing/gateway.ts";
import { refundInConsole } from "../testing/outside.ts";
import { DAY, morning, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { bookDifference } from "./book-difference.ts";
import { bookOutsideAlert } from "./book-outside-alert.ts";
import { listDifferences } from "./list-differences.ts";
import { refundDifference } from "./refund-difference.ts";
import { writeOffDifference } from "./write-off-difference.ts";

// docs/rules.md R117.

useSandbox();
useDatabase();

/** A number of our shape, of a time that is over, that is in no table of ours. */
const NOBODYS = newOrderSn(at(-1_000));
const QUERY = "alipay.trade.query";

const list = async (wanted: Parameters<typeof listDifferences>[0] = {}) => listDifferences(wanted, morning(1));
const only = async () => {
  const { list: found } = await list();
  expect(found).toHaveLength(1);
  return found[0]!;
};
const idOf = async () => BigInt((await only()).id);
const openAlerts = () => count("sys_alert", "kind = 'BILL_DIFFERENCE' and resolved_time is null");
const finance = async () => {
  const id = await aMember({ role: "FINANCE" });
  return [id, contextAt(morning(1), `admin:${id}`)] as const;
};
const aStranger = async (amountFen = 500) => {
  await aBoughtOrder();
  await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen, billDate: DAY });
  await reconcile(morning(1));
};
/** Paid, on the bill, and unknown to us: Alipay denied it when it was asked the first time. */
const aLostPayment = async () => {
  const order = await anOrder();
  const { tradeNo } = await buy(order.cashier.payUrl);
  await plantFault({ fault: "business-error", method: QUERY, subCode: "ACQ.TRADE_NOT_EXIST", times: 1 });
  await reconcile(morning(1));
  return { ...order, tradeNo };
};

describe("what differs is a row, with both sides and a signed amount", () => {
  test("each kind, its totals by day, and a page after the other", async () => {
    const [missing, wrong, late] = [await aBoughtOrder(), await aBoughtOrder(), await aBoughtOrder()];
    await askBack(late, at(60));
    await plantDifference({ kind: "missing", outTradeNo: missing.orderSn });
    await plantDifference({ kind: "wrong-amount", outTradeNo: wrong.orderSn, amountFen: 1 });
    await plantDifference({ kind: "late-refund", outTradeNo: late.orderSn });
    await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen: 500, billDate: DAY });
    await reconcile(morning(1));
    const { list: found, days, next } = await list();
    const brief = found.map(({ what, amount, billAmount, ourAmount }) => [what, amount, billAmount, ourAmount]);
    expect(brief.sort()).toEqual([
      ["AMOUNT", -9.89, 0.01, 9.9],
      ["UNBOOKED", 5, 5, null],
      ["UNLISTED", -9.9, null, 9.9],
    ]);
    expect(new Set(found.map(({ sellerId, day }) => `${sellerId} ${day}`))).toEqual(
      new Set([`2088000000000001 ${DAY}`]),
    );
    expect(days).toEqual([{ day: DAY, open: { count: 3, amount: -14.79 }, closed: { count: 0, amount: 0 } }]);
    expect(next).toBeNull();
    const first = await list({ pageSize: 2 });
    const rest = await list({ pageSize: 2, before: first.next! });
    expect([...first.list, ...rest.list]).toEqual(found);
    expect(rest).toMatchObject({ next: null, days: [], rules: [] });
    expect(await list({ state: "closed" })).toMatchObject({ list: [], days: [] });
    expect(await list({ what: "AMOUNT", from: DAY, to: DAY })).toMatchObject({ list: [{ orderSn: wrong.orderSn }] });
    await expectCoherence(morning(1));
  });

  test("one that a later bill has is resolved by itself, and its alert with it", async () => {
    const order = await aBoughtOrder();
    await askBack(order, at(60));
    await plantDifference({ kind: "late-refund", outTradeNo: order.orderSn });
    const [refund] = await refundsOf(order);
    await query("update oms_refund_records set create_time = $1, finish_time = $2", [
      at(60),
      after(at(60), -23 * HOUR_MS),
    ]);
    await reconcile(morning(1));
    expect(await only()).toMatchObject({ what: "UNLISTED", kind: "REFUND", amount: 9.9, status: "OPEN" });
    await reconcile(morning(2));
    const resolved = { status: "RESOLVED", closed: { by: null }, outRequestNo: refund!.out_request_no, acts: [] };
    expect(await only()).toMatchObject(resolved);
    expect(await openAlerts()).toBe(0);
  });

  test("its alert closes with it, and not before", async () => {
    await aStranger();
    const [alert] = await query<{ id: bigint }>("select id from sys_alert where kind = 'BILL_DIFFERENCE'");
    const [admin, context] = await finance();
    await expect(closeAlert(admin, alert!.id, context)).rejects.toMatchObject({ code: "ALERT_NOT_CLOSABLE" });
    await writeOffDifference(admin, await idOf(), "测试环境的一笔", context);
    expect(await openAlerts()).toBe(0);
  });
});

describe("written off", () => {
  test("its amount and the reason stay, and who did it stands in the audit log", async () => {
    await aStranger();
    const [admin, context] = await finance();
    expect(await only()).toMatchObject({ acts: ["write-off"], canBeForeign: true });
    expect(await writeOffDifference(admin, await idOf(), "测试环境的一笔", context)).toEqual({ status: "WRITTEN_OFF" });
    const closed = { by: "测试", time: morning(1).toISOString(), reason: "测试环境的一笔" };
    expect(await only()).toMatchObject({ status: "WRITTEN_OFF", amount: 5, closed, acts: [] });
    const [act] = await query("select actor, action, detail from sys_audit_log");
    const detail = { amountFen: 500, reason: "测试环境的一笔", what: "UNBOOKED", day: DAY };
    expect(act).toMatchObject({ actor: `admin:${admin}`, action: "DIFFERENCE_WRITTEN_OFF", detail });
    const posted = await query(
      "select voucher_no, debit, credit, amount_fen::int as fen from oms_journal_entry where kind = 'WRITTEN_OFF'",
    );
    expect(posted).toMatchObject([{ debit: "CHANNEL", credit: "DIFFERENCES", fen: 500 }]);
    await reconcile(morning(2));
    expect(await only()).toMatchObject({ status: "WRITTEN_OFF" });
    await expect(writeOffDifference(admin, await idOf(), "再来", context)).rejects.toMatchObject({
      code: "DIFFERENCE_CLOSED",
    });
  });

  test("by two people with different acts at once: one wins", async () => {
    await aStranger();
    const [admin, context] = await finance();
    const id = await idOf();
    const rival = `update oms_bill_difference set status = 'FOREIGN', closed_time = now(), closed_by = ${admin}, reason = 'x'`;
    await expect(overtake(rival, () => writeOffDifference(admin, id, "核销", context))).rejects.toMatchObject({
      code: "DIFFERENCE_CLOSED",
    });
    expect(await only()).toMatchObject({ status: "FOREIGN" });
    expect(await count("sys_audit_log", "action = 'DIFFERENCE_WRITTEN_OFF'")).toBe(0);
  });

  test("and booked after all, it is no loss", async () => {
    const { tradeNo } = await aLostPayment();
    const [admin, context] = await finance();
    const id = await idOf();
    const booked = await query<{ id: bigint }>("select id from oms_bill_difference where trade_no = $1", [tradeNo]);
    expect(booked).toEqual([{ id }]);
    await Promise.allSettled([bookDifference(admin, id, "补记", context)]);
    await query("update oms_bill_difference set status = 'WRITTEN_OFF'");
    await reconcile(morning(2));
    expect(await only()).toMatchObject({ status: "RESOLVED" });
  });
});

describe("booked", () => {
  test("a payment that Alipay confirms buys what it was paid for", async () => {
    const order = await aLostPayment();
    const [admin, context] = await finance();
    expect(await only()).toMatchObject({ orderSn: order.orderSn, acts: ["book", "write-off"], canBeForeign: false });
    expect(await bookDifference(admin, await idOf(), "支付宝有这笔", context)).toEqual({ status: "BOOKED" });
    expect(await only()).toMatchObject({ status: "BOOKED", closed: { reason: "支付宝有这笔" } });
    expect(await query("select status, delivery_status from oms_order")).toEqual([
      { status: "PAID", delivery_status: "DELIVERED" },
    ]);
    expect(await openAlerts()).toBe(0);
    await expectCoherence(morning(1));
  });

  test("one that Alipay denies, or does not speak of, changes nothing", async () => {
    await aLostPayment();
    const [admin, context] = await finance();
    const id = await idOf();
    await plantFault({ fault: "business-error", method: QUERY, subCode: "ACQ.TRADE_NOT_EXIST", times: 1 });
    await expect(bookDifference(admin, id, "x", context)).rejects.toMatchObject({ code: "TRADE_NOT_PAID" });
    await plantFault({ fault: "http-502", method: QUERY, times: 1 });
    await expect(bookDifference(admin, id, "x", context)).rejects.toMatchObject({ code: "GATEWAY_UNAVAILABLE" });
    expect(await only()).toMatchObject({ status: "OPEN" });
    expect(await count("oms_payment_records")).toBe(0);
  });

  test("one that buys nothing any more sends itself back", async () => {
    const order = await aLostPayment();
    await settlePayment(aTrade(order), contextAt(at(1), "alipay"));
    const [admin, context] = await finance();
    expect(await bookDifference(admin, await idOf(), "付了两次", context)).toEqual({ status: "REFUNDED" });
    expect(await count("oms_payment_records", "kind = 'DUPLICATE'")).toBe(1);
  });

  test("a refund made outside closes with its booking, from the queue or from its alert", async () => {
    const [one, two] = [await aBoughtOrder(), await aBoughtOrder()];
    await refundInConsole(one, 990, "console-1");
    await refundInConsole(two, 990, "console-2");
    await reconcile(morning(1));
    const [admin, context] = await finance();
    const { list: open } = await list();
    expect(open.map(({ kind, amount, acts }) => [kind, amount, acts])).toEqual([
      ["REFUND", -9.9, ["book"]],
      ["REFUND", -9.9, ["book"]],
    ]);
    expect(await openAlerts()).toBe(0);
    const first = open.find(({ outRequestNo }) => outRequestNo === "console-1")!;
    await expect(writeOffDifference(admin, BigInt(first.id), "x", context)).rejects.toMatchObject({
      code: "DIFFERENCE_NOT_SO",
    });
    expect(await bookDifference(admin, BigInt(first.id), "后台退的", context)).toEqual({ status: "BOOKED" });
    const [alert] = await query<{ id: bigint }>(
      "select id from sys_alert where detail ->> 'outRequestNo' = 'console-2'",
    );
    await bookOutsideAlert(admin, alert!.id, "后台退的", context);
    expect((await list()).list.map(({ status }) => status)).toEqual(["BOOKED", "BOOKED"]);
    await expectCoherence(morning(1));
  });
});

test("refunded: a payment that does not fit its order goes back, in one commit with the end of the difference", async () => {
  const order = await anOrder();
  await buy(order.cashier.payUrl);
  await query("update oms_payment_attempts set amount_fen = 1000");
  await reconcile(morning(1));
  const [admin, context] = await finance();
  expect(await only()).toMatchObject({ what: "UNBOOKED", acts: ["refund", "write-off"] });
  expect(await refundDifference(admin, await idOf(), "金额不符", context)).toEqual({ status: "REFUNDED" });
  expect(await query("select kind, status from oms_refund_records")).toEqual([{ kind: "STRAY", status: "SUCCESS" }]);
  expect(await openAlerts()).toBe(0);
});
