import { beforeEach, describe, expect, test } from "vitest";
import type { InvoiceView } from "../contracts/invoices.ts";
import { after, DAY_MS } from "../core/time.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aCreditProduct, aMember, aTrade, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { askInvoice, bookRed, issue } from "../testing/invoices.ts";
import { book, notifyRefund, outsideAlert, refundInConsole, stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { tellOwedRedLetters } from "../invoices/tell-owed-red-letters.ts";
import { quoteDeskRefund } from "./quote-desk-refund.ts";
import { quoteRefund } from "./quote-refund.ts";
import { refundStrayPayments } from "./refund-stray-payments.ts";
import { releaseAlert } from "./release-alert.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

const now = at(60);
let memberId: bigint;
let orders: [Bought, Bought];
let finance: Staff;
beforeEach(async () => {
  [memberId, finance] = [await aMember(), await aStaff("FINANCE")];
  const wanted = await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 });
  orders = [await aBoughtOrder({ memberId, wanted }), await aBoughtOrder({ memberId, wanted })];
});

const outcome = (work: Promise<{ status: string }>) =>
  work.then(
    ({ status }) => status,
    ({ code, facts }: { code?: string; facts?: { detail?: string } }) => facts?.detail ?? code,
  );
const fromDesk = (amountFen: number, of: TestOrder = orders[0]) =>
  outcome(refundFromDesk(finance, of, { amountFen, takeBack: "unused" }, now));
const invoices = () => query("select status::text, amount_fen as fen from oms_invoice order by id");
const owed = () => query("select cause, resolved_time is null as open from sys_alert where kind = 'RED_LETTER_OWED'");
const both = () => askInvoice(orders, now);

describe("an order on an invoice that is asked for and not issued", () => {
  test("leaves it as its money goes back, and the rest of the request stands", async () => {
    await both();
    const quote = await quoteRefund(memberId, orders[0].orderSn, now);
    expect(quote).toMatchObject({ refundable: true, invoice: { status: "REQUESTED" } });
    expect(quote.breakdown.at(-1)).toMatchObject({ label: "发票申请" });
    expect(await outcome(askBack(orders[0], now))).toBe("SUCCESS");
    expect(await invoices()).toEqual([{ status: "REQUESTED", fen: 1_000 }]);
    expect(await fromDesk(300, orders[1])).toBe("SUCCESS");
    // The last order of it: nothing is left to be issued. What is left of the order may be asked for anew.
    expect(await invoices()).toEqual([{ status: "WITHDRAWN", fen: 1_000 }]);
    expect(await askInvoice([orders[1]], now)).toMatchObject({ amount: 7 });
    await expectCoherence(now);
  });

  test("leaves it also where the money went back at Alipay's console, before anybody has booked that", async () => {
    await both();
    await refundInConsole(orders[0], 400);
    await notifyRefund(orders[0]);
    expect(await invoices()).toEqual([{ status: "REQUESTED", fen: 1_000 }]);
    expect(await owed()).toEqual([]);
    await book(finance.id);
    expect(await owed()).toEqual([]);
    expect(await askInvoice([orders[0]], now)).toMatchObject({ amount: 6 });
    await expectCoherence(now);
  });
});

test("an order that is refunded in part waits with its invoice for what went back outside besides", async () => {
  const wish = { amountFen: 600, takeBack: "all" } as const;
  expect(await outcome(refundFromDesk(finance, orders[0], wish, now))).toBe("SUCCESS");
  await refundInConsole(orders[0], 100);
  await notifyRefund(orders[0]);
  expect(await stateOf(orders[0])).toEqual({ status: "REFUNDED", fen: 600 });
  expect(await outcome(askInvoice([orders[0]], now))).toBe("REFUNDING");
  await book(finance.id);
  expect(await askInvoice([orders[0]], now)).toMatchObject({ amount: 3 });
  await expectCoherence(now);
});

describe("an order on an issued invoice", () => {
  let invoice: InvoiceView;
  beforeEach(async () => {
    invoice = await both();
    await issue(finance.id, invoice, now);
  });

  test("is not refunded before the red letter, by its buyer nor by people; then it is", async () => {
    const { reason, ...quote } = await quoteRefund(memberId, orders[0].orderSn, now);
    expect(quote).toMatchObject({ refundable: false, invoice: { invoiceSn: invoice.invoiceSn, status: "ISSUED" } });
    expect(reason).toContain("冲红");
    const desk = await quoteDeskRefund(finance, orders[0].orderSn, { amountFen: 300, takeBack: "unused" }, now);
    expect(desk.reason).toContain("红字发票");
    expect([await outcome(askBack(orders[0], now)), await fromDesk(300)]).toEqual(["INVOICED", "INVOICED"]);
    expect(await refundsAtAlipay(orders[0].orderSn)).toEqual([]);
    await bookRed(finance.id, invoice, now);
    expect(await outcome(askBack(orders[0], now))).toBe("SUCCESS");
    expect(await askInvoice([orders[1]], now)).toMatchObject({ amount: 10 });
    await expectCoherence(now);
  });

  test("may lose its goods without money: the invoice says what was kept", async () => {
    expect(await outcome(refundFromDesk(finance, orders[0], { amountFen: 0, takeBack: "all" }, now))).toBe("SUCCESS");
    expect(await invoices()).toEqual([{ status: "ISSUED", fen: 2_000 }]);
    await expectCoherence(now);
  });

  test("money that was paid twice goes back at once: it is on no invoice", async () => {
    await settlePayment(aTrade(orders[0], { paidAt: now }), contextAt(now, "alipay"));
    await refundStrayPayments(contextAt(now));
    expect(await query("select kind, status from oms_refund_records")).toEqual([{ kind: "STRAY", status: "APPROVED" }]);
    expect(await owed()).toEqual([]);
  });

  test("money that went back outside is booked, and people are told until the red letter is there", async () => {
    await refundInConsole(orders[0], 400);
    await notifyRefund(orders[0]);
    expect(await owed()).toEqual([]);
    await book(finance.id);
    expect(await stateOf(orders[0])).toEqual({ status: "PAID", fen: 400 });
    expect(await owed()).toEqual([{ cause: invoice.invoiceSn, open: true }]);
    await expectCoherence(now);
    // Somebody closes the alert: a day later it is there again.
    await query("update sys_alert set resolved_time = $1 where kind = 'RED_LETTER_OWED'", [now]);
    await tellOwedRedLetters(after(now, DAY_MS - 1));
    expect(await owed()).toMatchObject([{ open: false }]);
    await tellOwedRedLetters(after(now, DAY_MS));
    expect(await owed()).toMatchObject([{ open: true }]);
    await bookRed(finance.id, invoice, now);
    expect(await owed()).toMatchObject([{ open: false }]);
    expect(await tellOwedRedLetters(after(now, 9 * DAY_MS))).toMatchObject({ claimed: 0 });
    expect(await askInvoice(orders, now)).toMatchObject({ amount: 16 });
  });

  test("what turned out to be no refund owes nothing", async () => {
    await refundInConsole(orders[0], 400);
    await notifyRefund(orders[0]);
    await releaseAlert(finance.id, await outsideAlert(), "商家已另行收回", contextAt(now, `admin:${finance.id}`));
    expect(await owed()).toEqual([]);
    expect(await invoices()).toEqual([{ status: "ISSUED", fen: 2_000 }]);
  });
});

describe("at the same moment", () => {
  const issued = `update oms_invoice set status = 'ISSUED', version = version + 1, number = '25117000', issued_date = '2026-03-01'`;
  /** As a request writes it. */
  const requested = (guards: boolean) => `
    insert into oms_invoice (invoice_sn, member_id, kind, title, email, amount_fen) values ('i1', ${memberId}, 'PERSON', 'x', 'a@b.c', 1000);
    insert into oms_invoice_order (invoice_id, order_id, order_sn, amount_fen)
      select i.id, o.id, o.order_sn, 1000 from oms_invoice i, oms_order o where o.id = ${orders[0].orderId};
    select from oms_order where id = ${orders[0].orderId} for update;
    ${guards ? `insert into oms_invoice_guard values (${orders[0].orderId}, 1)` : ""}`;

  test("finance issues a step ahead: neither buyer nor people refund", async () => {
    await both();
    expect(await overtake(issued, () => outcome(askBack(orders[0], now)))).toBe("INVOICED");
    await query("update oms_invoice set status = 'REQUESTED', number = null, issued_date = null");
    expect(await overtake(issued, () => fromDesk(300))).toBe("INVOICED");
    expect(await refundsAtAlipay(orders[0].orderSn)).toEqual([]);
    await expectCoherence(now);
  });

  test("a refund is a step ahead: finance is told of the other amount, and issues nothing", async () => {
    const invoice = await both();
    const left = `update oms_invoice set amount_fen = 1000, version = version + 1;
      update oms_invoice_order set is_live = false, drop_time = now() where order_id = ${orders[0].orderId}`;
    const late = overtake(left, () => outcome(issue(finance.id, invoice, now)));
    expect(await late).toBe("INVOICE_CHANGED");
    expect(await invoices()).toEqual([{ status: "REQUESTED", fen: 1_000 }]);
  });

  test("of a refund and an issue one wins, whichever", async () => {
    const invoice = await both();
    const said = await Promise.all([outcome(askBack(orders[0], now)), outcome(issue(finance.id, invoice, now))]);
    expect([
      ["SUCCESS", "INVOICE_CHANGED"],
      ["INVOICED", "ISSUED"],
    ]).toContainEqual(said);
    await expectCoherence(now);
  });

  test("a request is a step ahead: the refund sees it, and takes the order out of it", async () => {
    expect(await overtake(requested(true), () => outcome(askBack(orders[0], now)))).toBe("SUCCESS");
    expect(await count("oms_invoice_order", "is_live")).toBe(0);
    await expectCoherence(now);
  });

  test("control: a request that does not come by the guard stays on the order that was refunded", async () => {
    expect(await overtake(requested(false), () => outcome(askBack(orders[0], now)))).toBe("SUCCESS");
    expect(await count("oms_invoice_order", "is_live")).toBe(1);
  });

  test("a refund is a step ahead: the request sees it", async () => {
    const refunding = `update oms_order set status = 'REFUNDING' where id = ${orders[0].orderId};
      insert into oms_invoice_guard values (${orders[0].orderId}, 1)`;
    expect(await overtake(refunding, () => outcome(askInvoice(orders, now)))).toBe("REFUNDING");
    expect(await count("oms_invoice")).toBe(0);
  });

  test("the red letter is a step ahead of the booking of money that went back: none is owed", async () => {
    await issue(finance.id, await both(), now);
    await refundInConsole(orders[0], 400);
    await notifyRefund(orders[0]);
    const red = `update oms_invoice set status = 'RED', version = version + 1, red_number = '25117001', red_date = '2026-03-01';
      update oms_invoice_order set is_live = false`;
    await overtake(red, () => book(finance.id));
    expect(await owed()).toEqual([]);
    await expectCoherence(now);
  });
});
