import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { newOrderSn } from "../ids.ts";
import { aMember, at, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { plantDifference, useSandbox } from "../testing/gateway.ts";
import { DAY, noon, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence } from "../testing/refunds.ts";
import { closeTheMonth } from "./close-month.ts";
import { getClosing } from "./get-closing.ts";
import { listDifferences } from "./list-differences.ts";
import { writeOffDifference } from "./write-off-difference.ts";

// docs/rules.md R119. The story is March 2026.

useSandbox();
useDatabase();

const MONTH = "2026-03";
/** Noon of the second of April in Beijing: every day of March is over, and its bill was asked for. */
const AFTER = noon(32);
const NOBODYS = newOrderSn(at(-1_000));

/** The bills of March and of the first of April. */
async function billMarch(): Promise<void> {
  await reconcile(noon(1));
  for (let left = 1; left > 0;) left = (await reconcile(AFTER)).left;
}
const finance = async (): Promise<bigint> => aMember({ role: "FINANCE" });
const close = async (sha256?: string, by?: bigint) => {
  const admin = by ?? (await finance());
  const seen = sha256 ?? (await getClosing(MONTH, AFTER)).sha256;
  return closeTheMonth(admin, { month: MONTH, sha256: seen }, contextAt(AFTER, `admin:${admin}`));
};
const writeOffAll = async () => {
  const admin = await finance();
  for (const { id } of (await listDifferences({ state: "open" }, AFTER)).list)
    await writeOffDifference(admin, BigInt(id), "核对过", contextAt(AFTER, `admin:${admin}`));
};
const only = async () => {
  const view = await getClosing(MONTH, AFTER);
  expect(view.sheet.accounts).toHaveLength(1);
  return { ...view, account: view.sheet.accounts[0]! };
};

describe("a month that agrees", () => {
  test("A83 has no difference, and is closed by the sheet that was seen; nothing changes it then", async () => {
    await aBoughtOrder();
    const back = await aBoughtOrder();
    await askBack(back, at(60));
    await billMarch();
    const { account, obstacles, sha256, closed } = await only();
    expect({ obstacles, closed }).toEqual({ obstacles: [], closed: null });
    expect(account).toMatchObject({
      ...{ sellerId: "2088000000000001", billDays: 1, quietDays: 30, difference: 0, items: [], remainder: 0 },
      bill: { income: 19.8, refunded: 9.9, setAside: 0, discounts: 0 },
      ours: { paymentCount: 2, paid: 19.8, refundCount: 1, refunded: 9.9 },
    });
    expect(account.bill.net).toBe(account.bill.income - account.bill.refunded + account.bill.fees!);
    await expect(close("0".repeat(64))).rejects.toMatchObject({ code: "MONTH_CHANGED" });
    const done = await close(sha256);
    expect(done).toMatchObject({ closed: { by: "测试" }, sha256, closedMonths: [MONTH] });
    const [row] = await query<{ sheet: string }>("select sheet from oms_month_closing");
    expect(createHash("sha256").update(row!.sheet).digest("hex")).toBe(sha256);
    expect(await query("select actor, target, detail from sys_audit_log where action = 'MONTH_CLOSED'")).toMatchObject([
      { target: MONTH, detail: { sha256 } },
    ]);
    await expect(close(sha256)).rejects.toMatchObject({ code: "MONTH_NOT_CLOSABLE", facts: { about: "已经结过账" } });
    await expect(query("update oms_month_closing set sheet = ''")).rejects.toThrow("append-only");
    await expectCoherence(AFTER);
    await query("update oms_payment_records set payment_time = payment_time - interval '1 month'");
    expect(await getClosing(MONTH, AFTER)).toEqual({ ...done, closedMonths: [MONTH] });
  });
});

describe("a month that differs", () => {
  test("is explained to the fen: foreign and odd lines, each kind of difference, other months, other ways", async () => {
    const [wrong, missing, early] = [await aBoughtOrder(), await aBoughtOrder(), await aBoughtOrder()];
    const [late, byHand] = [await aBoughtOrder(), await aBoughtOrder()];
    await askBack(byHand, at(60));
    await plantDifference({ kind: "wrong-amount", outTradeNo: wrong.orderSn, amountFen: 1 });
    await plantDifference({ kind: "missing", outTradeNo: missing.orderSn });
    await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen: 500, billDate: DAY });
    await plantDifference({ kind: "foreign", outTradeNo: "SHOP2-", amountFen: 300, billDate: DAY, count: 2 });
    await plantDifference({ kind: "odd", businessType: "服务费", outTradeNo: "", amountFen: -6, billDate: DAY });
    await billMarch();
    // We say February of one that stands on a bill of March.
    await query("update oms_payment_records set payment_time = '2026-02-27T00:00:00Z' where trade_no = $1", [
      early.tradeNo,
    ]);
    // A refund that went another way, and one of which the line stands on a bill of April.
    await query(
      "update oms_refund_records set by_hand = true, out_request_no = 'r-by-hand-0000000' where order_id = $1",
      [byHand.orderId],
    );
    await query("update oms_payment_records set trade_no = 'april' where trade_no = $1", [late.tradeNo]);
    await query(
      `insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, amount_fen, finish_time, seller_id)
       values ('2026-04-01', 1, 'TRADE', 'april', 'x', 990, now(), '2088000000000001')`,
    );
    const { account, obstacles } = await only();
    const pieces = Object.fromEntries(
      account.items.map(({ kind, about, amount }) => [`${kind} ${about.slice(0, 3)}`, amount]),
    );
    expect(pieces).toMatchObject({
      ...{ "FOREIGN ": 6, "SET_ASIDE 服务费": -0.06, "OURS_ELSEWHERE 202": 9.9, "BILL_ELSEWHERE 202": -9.9 },
    });
    const sumOf = (kind: string) =>
      account.items.filter((item) => item.kind === kind).reduce((sum, { amount }) => sum + amount * 100, 0);
    expect(Math.round(sumOf("OPEN"))).toBe(500 - 989 - 990);
    expect(Math.round(sumOf("BY_HAND"))).toBe(990);
    // Two lines whose records were taken away above: nothing explains them.
    expect(account.remainder).toBe(0);
    expect(obstacles).toEqual(["还有 3 条差异没有处理"]);
    await writeOffAll();
    expect((await only()).obstacles).toEqual([]);
    expect((await close()).sheet.accounts[0]!.items.filter(({ kind }) => kind === "WRITTEN_OFF")).toHaveLength(3);
  });

  test("by something that no piece explains says so, and stays open", async () => {
    const { tradeNo } = await aBoughtOrder();
    await billMarch();
    await query("update oms_payment_records set payment_amount_fen = 991 where trade_no = $1", [tradeNo]);
    expect(await only()).toMatchObject({
      ...{ account: { difference: -0.01, items: [], remainder: -0.01 } },
      obstacles: ["差额没有解释完的账户：2088000000000001"],
    });
    await expect(close()).rejects.toMatchObject({
      code: "MONTH_NOT_CLOSABLE",
      facts: { data: { obstacles: ["差额没有解释完的账户：2088000000000001"] } },
    });
  });

  test("waits for its days, its end, and the bills of the days behind it", async () => {
    await aBoughtOrder();
    await reconcile(noon(1));
    const early = await getClosing(MONTH, noon(1));
    expect(early).toMatchObject({
      missingDays: expect.arrayContaining(["2026-03-02", "2026-03-31"]),
      obstacles: ["这个月还没有过完", expect.stringMatching(/^还有 30 天的账单没有核对完：2026-03-02、/)],
    });
    await query("update oms_bill_account set trade_fen = 0, received_fen = 0");
    await query("update oms_payment_records set trade_no = 'unseen'");
    const { obstacles } = await getClosing(MONTH, AFTER);
    expect(obstacles.at(-1)).toBe("账上有 1 笔还在等后面的账单");
  });
});

test("a difference that opens while a month is being closed keeps it open, and so does money that is booked", async () => {
  await aBoughtOrder();
  await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen: 500, billDate: DAY });
  await billMarch();
  const admin = await finance();
  const lock = "lock table oms_month_closing in share mode;";
  const opened = `${lock} update oms_bill_difference set status = 'OPEN', closed_time = null, closed_by = null, reason = null`;
  for (const rival of [opened, `${lock} update oms_payment_records set payment_amount_fen = 991`]) {
    await query(
      "update oms_bill_difference set status = 'WRITTEN_OFF', closed_time = now(), closed_by = $1, reason = '核对过'",
      [admin],
    );
    const { sha256 } = await only();
    await expect(overtake(rival, () => close(sha256, admin))).rejects.toMatchObject({ code: "MONTH_CHANGED" });
    expect(await count("oms_month_closing")).toBe(0);
  }
});
