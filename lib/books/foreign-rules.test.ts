import { describe, expect, test } from "vitest";
import { newOrderSn } from "../ids.ts";
import { aMember, at, contextAt } from "../testing/builders.ts";
import { count, query, useDatabase } from "../testing/database.ts";
import { plantDifference, useSandbox } from "../testing/gateway.ts";
import { DAY, morning, reconcile } from "../testing/reconciling.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { addForeignRule, stopForeignRule } from "./add-foreign-rule.ts";
import { listDifferences } from "./list-differences.ts";
import { searchBillLines } from "./search-bill-lines.ts";

// docs/rules.md R118, R120.

useSandbox();
useDatabase();

/** A number of our shape, of a time that is over, that is in no table of ours. */
const NOBODYS = newOrderSn(at(-1_000));

const list = async (wanted: Parameters<typeof listDifferences>[0] = {}) => listDifferences(wanted, morning(1));
const only = async () => {
  const { list: found } = await list();
  expect(found).toHaveLength(1);
  return found[0]!;
};
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

describe("a rule for another application", () => {
  test("closes what it names, keeps its lines out of later bills, and ends", async () => {
    await aStranger();
    const [admin, context] = await finance();
    const prefix = NOBODYS.slice(0, 14);
    expect(await addForeignRule(admin, { prefix, reason: "测试环境" }, context)).toEqual({ closed: 1 });
    expect(await only()).toMatchObject({ status: "FOREIGN", closed: { reason: "测试环境" }, canBeForeign: false });
    expect(await openAlerts()).toBe(0);
    await expect(addForeignRule(admin, { prefix, reason: "x" }, context)).rejects.toMatchObject({
      code: "FOREIGN_RULE_TAKEN",
    });
    await plantDifference({ kind: "extra", outTradeNo: `${NOBODYS}_2`, amountFen: 300, billDate: "2026-03-02" });
    await reconcile(morning(2));
    expect(await query("select foreign_fen::int from oms_bill_day where bill_date = '2026-03-02'")).toEqual([
      { foreign_fen: 300 },
    ]);
    const [rule] = (await list()).rules;
    expect(rule).toMatchObject({ prefix, by: "测试" });
    await stopForeignRule(admin, BigInt(rule!.id), "用完了", context);
    await plantDifference({ kind: "extra", outTradeNo: `${NOBODYS}_3`, amountFen: 300, billDate: "2026-03-03" });
    await reconcile(morning(3));
    expect(await list({ state: "open" })).toMatchObject({ list: [{ outTradeNo: `${NOBODYS}_3` }], rules: [] });
    await expectCoherence(morning(3));
  });

  test("A82 names no number of ours: none there is, and none there may be", async () => {
    const { orderSn } = await aBoughtOrder();
    const [admin, context] = await finance();
    for (const prefix of [orderSn.slice(0, 10), "20", "9"])
      await expect(addForeignRule(admin, { prefix, reason: "x" }, context)).rejects.toMatchObject({
        code: "FOREIGN_RULE_OURS",
      });
  });
});

test("every line is found by each of its numbers, matched or not, and says which", async () => {
  const order = await aBoughtOrder();
  await askBack(order, at(60));
  await plantDifference({ kind: "extra", outTradeNo: NOBODYS, amountFen: 500, billDate: DAY });
  await plantDifference({ kind: "foreign", outTradeNo: "SHOP2-", amountFen: 500, billDate: DAY, count: 1 });
  await reconcile(morning(1));
  const [refund] = await refundsOf(order);
  const states = async (number: string) =>
    (await searchBillLines({ number, before: undefined })).list.map(({ kind, state }) => `${kind} ${state}`).sort();
  expect(await states(order.tradeNo)).toEqual(["REFUND MATCHED", "TRADE MATCHED"]);
  expect(await states(order.orderSn)).toEqual(["REFUND MATCHED", "TRADE MATCHED"]);
  expect(await states(refund!.out_request_no)).toEqual(["REFUND MATCHED"]);
  const { list: found } = await searchBillLines({ number: NOBODYS, before: undefined });
  expect(found).toMatchObject([{ state: "DIFFERS", difference: { what: "UNBOOKED", status: "OPEN" }, orderSn: null }]);
  expect(await states("SHOP2-1")).toEqual([]);
});
