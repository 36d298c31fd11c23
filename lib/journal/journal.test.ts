import { beforeEach, describe, expect, test } from "vitest";
import { adjustCredits } from "../credits/adjust-credits.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { expireLots } from "../credits/expire-lots.ts";
import { reverseConsumption } from "../credits/reverse-consumption.ts";
import { after, DAY_MS, MINUTE_MS } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { refundStrayPayments } from "../refunds/refund-stray-payments.ts";
import { resolveRefund } from "../refunds/resolve-refund.ts";
import { settleRefunds } from "../refunds/settle-refunds.ts";
import { aCreditProduct, aMember, anOrder, at, aTrade, contextAt, NOW, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { buy, plantFault, setAlipayClock, useSandbox } from "../testing/gateway.ts";
import { balances, entries } from "../testing/journal.ts";
import { book, notifyRefund, refundInConsole } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { anUndelivered, refuse, relent, useRefusedGoods } from "../testing/refused-goods.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { writeOff } from "./parts.ts";

useSandbox();
useDatabase();
useRefusedGoods();

const now = at(60);
/** 1,000 fen for 300 credits, so that a credit is worth no whole fen, with 10 bonus. */
const aPack = () => aCreditProduct({ priceFen: 1_000, creditAmount: 300, bonusCredits: 10 });
const spend = ({ memberId }: TestOrder, amount: number, bizId: string) =>
  consumeCredits(memberId, { amount, bizId, reason: "画图" }, contextAt(at(10)));

describe("a pack", () => {
  let order: TestOrder;
  beforeEach(async () => {
    order = await aBoughtOrder({ wanted: await aPack() });
  });

  test("is owed until it is used, to the last fen, and its bonus is worth nothing", async () => {
    expect(await balances()).toEqual({ CHANNEL: 1_000, DEFERRED_CREDITS: -1_000 });
    expect(await entries("PAID", "DELIVERED")).toMatchObject([{ fen: 1_000 }, { fen: 1_000 }]);
    await spend(order, 10, "bonus");
    expect(await entries("SPENT")).toEqual([]);
    for (let i = 0; i < 3; i += 1) await spend(order, 1, `one-${i}`);
    // What is left is floored, as in a quote: 996.66, 993.33, 990.
    expect((await entries("SPENT")).map(({ fen }) => fen)).toEqual([4, 3, 3]);
    await spend(order, 297, "rest");
    expect(await balances()).toEqual({ CHANNEL: 1_000, REVENUE_CREDITS: -1_000 });
    await reverseConsumption(order.memberId, { bizId: "rest", amount: 150 }, null, contextAt(at(11)));
    expect(await balances()).toEqual({ CHANNEL: 1_000, REVENUE_CREDITS: -500, DEFERRED_CREDITS: -500 });
    await expireLots(after(NOW, 366 * DAY_MS));
    expect(await balances()).toEqual({ CHANNEL: 1_000, REVENUE_CREDITS: -500, BREAKAGE: -500 });
    await expectCoherence(now);
  });

  test("leaves nothing behind when the rest of it is refunded", async () => {
    await spend(order, 11, "one");
    await askBack(order, now);
    expect(await balances()).toEqual({ CHANNEL: 4, REVENUE_CREDITS: -4 });
    expect(await entries("REFUND_ACCEPTED", "REFUND_PAID", "TAKEN_BACK", "REFUND_CLOSED")).toMatchObject([
      { fen: 996 },
      { fen: 996 },
      { fen: 996 },
    ]);
    await expectCoherence(now);
  });

  test("is owed to the buyer as a refund while that is under way, and again as goods when it comes to nothing", async () => {
    await plantFault({ fault: "system-error-before", method: "alipay.trade.refund", times: 9 });
    await askBack(order, now);
    const owed = { CHANNEL: 1_000, DEFERRED_CREDITS: -1_000, REFUNDS_PAYABLE: -1_000, REFUND_PENDING: 1_000 };
    expect(await balances()).toEqual(owed);
    await expectCoherence(now);
    const [refund] = await refundsOf(order);
    const { id } = await aStaff("ADMIN");
    const later = at(120);
    await setAlipayClock(later);
    await resolveRefund(id, refund!.id, { outcome: "give-up", reason: "不退了" }, contextAt(later, `admin:${id}`));
    expect(await balances()).toEqual({ CHANNEL: 1_000, DEFERRED_CREDITS: -1_000 });
    expect(await entries("REFUND_DROPPED")).toMatchObject([{ voucher: "REF-1-END", fen: 1_000 }]);
    await expectCoherence(later);
  });

  test("was paid back another way: the money did not leave Alipay", async () => {
    await plantFault({ fault: "system-error-before", method: "alipay.trade.refund", times: 9 });
    await askBack(order, now);
    const [refund] = await refundsOf(order);
    const { id } = await aStaff("ADMIN");
    const by = { outcome: "paid-outside", reason: "银行转账", reference: "B1" } as const;
    await setAlipayClock(at(120));
    await resolveRefund(id, refund!.id, by, contextAt(at(120), `admin:${id}`));
    expect(await balances()).toEqual({ CHANNEL: 1_000, OTHER_MONEY: -1_000 });
    await expectCoherence(at(120));
  });

  test("was refunded without its goods, which are earned all the same", async () => {
    await refundFromDesk(await aStaff("FINANCE"), order, { amountFen: 300, takeBack: "none" }, now);
    expect(await balances()).toEqual({ CHANNEL: 700, DEFERRED_CREDITS: -1_000, REFUND_DIFFERENCE: 300 });
    await spend(order, 310, "all");
    expect(await balances()).toEqual({ CHANNEL: 700, REVENUE_CREDITS: -1_000, REFUND_DIFFERENCE: 300 });
    await expectCoherence(now);
  });

  test("was taken without its money", async () => {
    await refundFromDesk(await aStaff("FINANCE"), order, { amountFen: 0, takeBack: "all" }, now);
    expect(await balances()).toEqual({ CHANNEL: 1_000, REFUND_DIFFERENCE: -1_000 });
    await expectCoherence(now);
  });

  test("was refunded in Alipay's console", async () => {
    const bought = order as Awaited<ReturnType<typeof aBoughtOrder>>;
    await refundInConsole(bought, 400);
    await notifyRefund(bought);
    expect(await balances()).toEqual({ CHANNEL: 1_000, DEFERRED_CREDITS: -1_000 });
    await book(await aMember({ role: "ADMIN" }));
    // 120 credits of 300 go.
    expect(await balances()).toEqual({ CHANNEL: 600, DEFERRED_CREDITS: -600 });
    await expectCoherence(at(11));
  });

  test("was corrected by a person: what is taken counts as used, as it does in a refund", async () => {
    const { id } = await aStaff("ADMIN");
    const act = { origin: "CORRECTION", amount: -160, reason: "多给了" } as const;
    await adjustCredits(id, { ...act, memberId: order.memberId, requestKey: null }, contextAt(at(20), `admin:${id}`));
    // Ten of them are bonus.
    expect(await balances()).toEqual({ CHANNEL: 1_000, DEFERRED_CREDITS: -500, REVENUE_CREDITS: -500 });
    await expectCoherence(now);
  });
});

test("goods that are not given yet are owed as such", async () => {
  await anUndelivered({ wanted: await aPack() });
  expect(await balances()).toEqual({ CHANNEL: 1_000, UNDELIVERED: -1_000 });
  await relent();
  await retryDeliveries(at(2));
  expect(await balances()).toEqual({ CHANNEL: 1_000, DEFERRED_CREDITS: -1_000 });
});

test("goods that are refunded before they were given are not owed any more", async () => {
  const order = await anOrder({ wanted: await aPack() });
  await refuse(order);
  const { tradeNo } = await buy(order.cashier.payUrl);
  await settlePayment(aTrade(order, { tradeNo }), contextAt(at(1), "alipay"));
  await askBack(order, now);
  expect(await balances()).toEqual({});
  expect(await entries("TAKEN_BACK")).toMatchObject([{ voucher: "REF-1-END", fen: 1_000 }]);
  await expectCoherence(now);
});

test("a second payment is owed back, whatever its order bought", async () => {
  const order = await aBoughtOrder({ wanted: await aPack() });
  const [{ out_trade_no: outTradeNo }] = (await query<{ out_trade_no: string }>(
    "select out_trade_no from oms_payment_attempts",
  )) as [{ out_trade_no: string }];
  await settlePayment(aTrade(order, { outTradeNo }), contextAt(at(3), "alipay"));
  expect(await balances()).toEqual({ CHANNEL: 2_000, DEFERRED_CREDITS: -1_000, STRAYS: -1_000 });
  await refundStrayPayments(contextAt(at(4)));
  expect(await balances()).toEqual({ CHANNEL: 2_000, DEFERRED_CREDITS: -1_000, REFUNDS_PAYABLE: -1_000 });
  await expectCoherence(at(4));
});

test("the fees of a bill are one voucher of its day, whichever way they come out", async () => {
  const importBill = (day: string, ...fees: number[]) =>
    query(
      `with d as (insert into oms_bill_day (bill_date, next_check_at) values ($1, now()))
       insert into oms_bill_line (bill_date, line_no, kind, trade_no, out_trade_no, amount_fen, fee_fen, finish_time)
         select $1, place, 'TRADE', 't', 'o', 100, fee, now() from unnest($2::int[]) with ordinality line (fee, place)`,
      [day, fees],
    );
  await importBill("2026-03-31", 6, 5, -2);
  await importBill("2026-04-01", 2, -3);
  await importBill("2026-04-02");
  expect(await entries("FEE")).toEqual([
    { voucher: "BILL-2026-03-31-alipay", fen: 9, day: "2026-03-31" },
    { voucher: "BILL-2026-04-01-alipay", fen: 1, day: "2026-04-01" },
  ]);
  expect(await balances()).toEqual({ CHANNEL: -8, FEES: 8 });
});

test("a difference is written off once, either way round, and belongs to no order", async () => {
  const post = async (key: string, fen: bigint) => {
    const commit = new Commit("test");
    writeOff(commit, { key, fen, tradeNo: "T1" }, at(1));
    return (await commit.attempt()) !== null;
  };
  expect([await post("1", 30n), await post("1", 30n), await post("2", -10n)]).toEqual([true, false, true]);
  expect(await balances()).toEqual({ CHANNEL: -20, DIFFERENCES: 20 });
  await expectCoherence(at(1));
});

test("a settled refund is settled once in the journal, however often it is asked about", async () => {
  const order = await aBoughtOrder({ wanted: await aPack() });
  await askBack(order, now);
  await settleRefunds(after(now, 10 * MINUTE_MS));
  expect(await entries("REFUND_PAID")).toHaveLength(1);
});
