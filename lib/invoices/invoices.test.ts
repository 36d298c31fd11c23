import { beforeEach, describe, expect, test } from "vitest";
import { INVOICE_WINDOW_MS } from "../core/deadlines.ts";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import {
  aCreditProduct,
  aMember,
  anOrder,
  aPaidOrder,
  at,
  contextAt,
  NOW,
  type TestOrder,
} from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { askInvoice, bookRed, issue, PDF, TITLE } from "../testing/invoices.ts";
import { askRedLetter } from "./ask-red-letter.ts";
import { getInvoiceFile } from "./get-invoice-file.ts";
import { listChoices, listDeskInvoices, listInvoices } from "./list-invoices.ts";
import { refuseInvoice } from "./refuse-invoice.ts";
import { requestInvoice } from "./request-invoice.ts";
import { withdrawInvoice } from "./withdraw-invoice.ts";

useDatabase();

const now = at(60);
let memberId: bigint;
let finance: bigint;
let orders: [TestOrder, TestOrder];
beforeEach(async () => {
  [memberId, finance] = [await aMember(), await aMember({ role: "FINANCE" })];
  const wanted = await aCreditProduct({ priceFen: 1_000 });
  orders = [await aPaidOrder({ memberId, wanted }), await aPaidOrder({ memberId, wanted })];
});

const code = (work: Promise<unknown>) =>
  work.then(
    () => "ok",
    ({ code: name, facts }: { code?: string; facts?: { detail?: string } }) => facts?.detail ?? name,
  );
const notices = () => query("select kind from ums_member_notice where kind like 'INVOICE%' order by id");

describe("a buyer asks for an invoice", () => {
  test("for two orders: one request for what they paid, which finance finds first", async () => {
    const asked = await askInvoice(orders, now);
    expect(asked).toMatchObject({ ...TITLE, amount: 20, status: "REQUESTED", number: null, hasFile: false });
    expect(asked.orders).toMatchObject(orders.map(({ orderSn }) => ({ orderSn, amount: 10, isDropped: false })));
    expect(await listInvoices(memberId)).toEqual({ list: [asked], next: null });
    expect(await listDeskInvoices({})).toMatchObject({ list: [{ invoiceSn: asked.invoiceSn }], next: null, open: 1 });
    expect(await listChoices(memberId, undefined, now)).toEqual({ list: [], next: null, last: TITLE });
  });

  test("the same key again is the same request, with other words it is refused", async () => {
    const [first, second] = await Promise.all([askInvoice(orders, now, "k"), askInvoice(orders, now, "k")]);
    expect(second).toEqual(first);
    expect(await count("oms_invoice")).toBe(1);
    expect(await code(askInvoice([orders[0]], now, "k"))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  test("an order is on one invoice at most, also where two are asked for at once", async () => {
    const all = await Promise.all([code(askInvoice(orders, now)), code(askInvoice([orders[1]], now))]);
    expect(all.toSorted()).toEqual(["ON_ONE", "ok"]);
    expect(await count("oms_invoice_order", "is_live and order_id = $1", [orders[1].orderId])).toBe(1);
  });

  test("the database itself refuses a second one; control: without the index it stands", async () => {
    await askInvoice([orders[0]], now);
    const rival = `with other as (insert into oms_invoice (invoice_sn, member_id, kind, title, email, amount_fen)
        values ('i2', ${memberId}, 'PERSON', 'x', 'a@b.c', 1) returning id)
      insert into oms_invoice_order (invoice_id, order_id, order_sn, amount_fen) select id, ${orders[0].orderId}, 'x', 1 from other`;
    await expect(query(rival)).rejects.toThrow("oms_invoice_order_live_key");
    await query("drop index oms_invoice_order_live_key");
    await query(rival);
    await query(`delete from oms_invoice_order;
      create unique index oms_invoice_order_live_key on oms_invoice_order (order_id) where is_live`);
  });

  test("somebody else's order is not found, nor one that is not there", async () => {
    const other = await aPaidOrder();
    expect(await code(askInvoice([orders[0], { ...other, memberId }], now))).toBe("ORDER_NOT_FOUND");
    expect(await count("oms_invoice")).toBe(0);
  });

  test("one that is unpaid, or was paid more than a year ago, is refused by name", async () => {
    const unpaid = await anOrder({ memberId });
    expect(await code(askInvoice([orders[0], unpaid], now))).toBe("UNPAID");
    const late = after(NOW, INVOICE_WINDOW_MS + 2 * MINUTE_MS);
    expect(await code(askInvoice(orders, late))).toBe("TOO_LATE");
    await expect(askInvoice(orders, late)).rejects.toThrow(orders[0].orderSn);
    expect((await listChoices(memberId, undefined, late)).list).toEqual([]);
  });

  test("the choices come page by page, and each of them is accepted", async () => {
    await query("update oms_order set refunded_amount_fen = 300, status = 'REFUNDED' where id = $1", [
      orders[0].orderId,
    ]);
    const { list, next, last } = await listChoices(memberId, undefined, now);
    expect(list.map(({ amount }) => amount)).toEqual([10, 7]);
    expect([next, last]).toEqual([null, null]);
    expect(await listChoices(memberId, Number(orders[1].orderId), now)).toMatchObject({ list: [{ amount: 7 }] });
    expect(await askInvoice(orders, now)).toMatchObject({ amount: 17 });
  });
});

describe("what becomes of a request", () => {
  test("the buyer takes it back, and may ask again", async () => {
    const { invoiceSn } = await askInvoice(orders, now);
    const other = await aMember();
    expect(await code(withdrawInvoice(other, invoiceSn, contextAt(now)))).toBe("INVOICE_NOT_FOUND");
    expect(await withdrawInvoice(memberId, invoiceSn, contextAt(now))).toMatchObject({ status: "WITHDRAWN" });
    expect(await code(withdrawInvoice(memberId, invoiceSn, contextAt(now)))).toBe("INVOICE_CHANGED");
    expect(await askInvoice(orders, now)).toMatchObject({ status: "REQUESTED" });
  });

  test("finance issues it with a file, which its owner and finance can have", async () => {
    const asked = await askInvoice(orders, now);
    const issued = await issue(finance, asked, now);
    expect(issued).toMatchObject({
      ...{ status: "ISSUED", number: "25117000000000000001", issuedDate: "2026-03-01", hasFile: true, fileUrl: null },
      decidedBy: "测试",
    });
    const { name, bytes } = await getInvoiceFile(memberId, asked.invoiceSn);
    expect(name).toBe("fapiao_25117000000000000001.pdf");
    expect(Buffer.from(bytes).toString("base64")).toBe(PDF);
    expect(await code(getInvoiceFile(await aMember(), asked.invoiceSn))).toBe("INVOICE_NOT_FOUND");
    expect(await code(issue(finance, asked, now))).toBe("INVOICE_CHANGED");
    expect(await notices()).toEqual([{ kind: "INVOICE_ISSUED" }]);
    expect(await query("select action, target from sys_audit_log")).toEqual([
      { action: "INVOICE_ISSUED", target: asked.invoiceSn },
    ]);
    expect(await code(withdrawInvoice(memberId, asked.invoiceSn, contextAt(now)))).toBe("INVOICE_CHANGED");
  });

  test.each([
    ["for another amount", { amount: 19.99 }, "INVOICE_CHANGED"],
    ["on a day that has not come", { date: "2026-03-02" }, "VALIDATION_FAILED"],
    ["with a file that is none", { file: Buffer.from("<html>").toString("base64") }, "VALIDATION_FAILED"],
  ])("it is not issued %s", async (_, changes, expected) => {
    expect(await code(issue(finance, await askInvoice(orders, now), now, changes))).toBe(expected);
    expect(await count("oms_invoice", "status = 'REQUESTED'")).toBe(1);
    expect(await notices()).toEqual([]);
  });

  test("of two who issue it at once one does", async () => {
    const asked = await askInvoice(orders, now);
    const all = await Promise.all([1, 2].map((n) => code(issue(finance, asked, now, { number: `0000000${n}` }))));
    expect(all.toSorted()).toEqual(["INVOICE_CHANGED", "ok"]);
    expect(await count("oms_invoice_file")).toBe(1);
    expect(await notices()).toHaveLength(1);
  });

  test("finance refuses it with a reason, and the buyer may ask again", async () => {
    const { invoiceSn } = await askInvoice(orders, now);
    const refused = await refuseInvoice(finance, invoiceSn, "税号与抬头不符", contextAt(now));
    expect(refused).toMatchObject({ status: "REFUSED", reason: "税号与抬头不符" });
    expect(await notices()).toEqual([{ kind: "INVOICE_REFUSED" }]);
    expect(await askInvoice(orders, now)).toMatchObject({ status: "REQUESTED" });
  });

  test("a red letter is asked for, refused, asked for again and booked; then its orders are free", async () => {
    const asked = await askInvoice(orders, now);
    await issue(finance, asked, now);
    expect(await askRedLetter(memberId, asked.invoiceSn, contextAt(now))).toMatchObject({ status: "RED_ASKED" });
    expect(await listDeskInvoices({ queue: "open" })).toMatchObject({ list: [{ status: "RED_ASKED" }], open: 1 });
    const refused = await refuseInvoice(finance, asked.invoiceSn, "已经抵扣", contextAt(now));
    expect(refused).toMatchObject({ status: "ISSUED", reason: "已经抵扣", number: "25117000000000000001" });
    expect(await code(askInvoice([orders[0]], now))).toBe("ON_ONE");
    await askRedLetter(memberId, asked.invoiceSn, contextAt(now));
    expect(await bookRed(finance, asked, now)).toMatchObject({ status: "RED", redNumber: "25117000000000000002" });
    expect((await notices()).map(({ kind }: { kind?: string }) => kind)).toEqual([
      "INVOICE_ISSUED",
      "INVOICE_RED_REFUSED",
      "INVOICE_RED",
    ]);
    expect(await askInvoice(orders, now)).toMatchObject({ amount: 20 });
  });
});

describe("finance looks for an invoice", () => {
  test("by order, by its own number, by the beginning of its title, page by page", async () => {
    const asked = await askInvoice([orders[0]], now);
    const person = { kind: "PERSON", title: "王某", email: "w@example.com", requestKey: null } as const;
    const request = { orderSns: [orders[1].orderSn], ...person };
    const second = await requestInvoice(memberId, request, contextAt(after(now, DAY_MS)));
    await issue(finance, asked, now);
    const found = async (text: string) =>
      (await listDeskInvoices({ queue: "all", query: text })).list.map(({ invoiceSn }) => invoiceSn);
    expect(await found(orders[0].orderSn)).toEqual([asked.invoiceSn]);
    expect(await found(asked.invoiceSn)).toEqual([asked.invoiceSn]);
    expect(await found("25117000000000000001")).toEqual([asked.invoiceSn]);
    expect(await found("王")).toEqual([second.invoiceSn]);
    expect(await found("%")).toEqual([]);
    const { list } = await listDeskInvoices({ queue: "all" });
    expect(list.map(({ invoiceSn }) => invoiceSn)).toEqual([second.invoiceSn, asked.invoiceSn]);
    expect(await listDeskInvoices({ queue: "all", after: list[0]!.id })).toMatchObject({ list: [list[1]] });
    expect(await listDeskInvoices({ queue: "issued" })).toMatchObject({ list: [list[1]] });
  });
});
