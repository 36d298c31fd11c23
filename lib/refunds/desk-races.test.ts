import { beforeEach, describe, expect, test } from "vitest";
import { consumeCredits } from "../credits/consume-credits.ts";
import { aCreditProduct, aMember, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

const now = at(60);
const outcome = (work: Promise<{ status: string }>) =>
  work.then(
    ({ status }) => status,
    (error: { code?: string; facts?: { detail?: string } }) => error.facts?.detail ?? error.code ?? String(error),
  );
const spend = ({ memberId }: TestOrder, amount: number) =>
  consumeCredits(memberId, { amount, bizId: "job", reason: "画图" }, contextAt(now)).then(
    () => "ok",
    ({ code }: { code: string }) => code,
  );
/** Everybody has read before anybody writes. */
const together = <Result>(...all: (() => Promise<Result>)[]) =>
  overtake("lock table oms_refund_records in share mode", () => Promise.all(all.map((work) => work())), all.length);

let order: Bought;
let staff: Staff[];
beforeEach(async () => {
  order = await aBoughtOrder({ wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
  staff = [await aStaff(), await aStaff("FINANCE")];
});
const part = (who: number, amountFen: number, of: TestOrder = order) =>
  outcome(refundFromDesk(staff[who]!, of, { amountFen, takeBack: "unused" }, now));

describe("at the same moment as another", () => {
  test("of two people one refunds, and the other is told what there is now", async () => {
    const said = await together(
      () => part(0, 600),
      () => part(1, 600),
    );
    expect(said.filter((one) => one === "SUCCESS")).toHaveLength(1);
    expect(said.filter((one) => one === "REFUNDING" || one === "MORE_THAN_LEFT")).toHaveLength(1);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 600 }]);
    await expectCoherence(now);
  });

  test("of buyer and person one refunds, and the money goes back at most once", async () => {
    const said = await together(
      () => part(0, 1_000),
      () => outcome(askBack(order, now)),
    );
    expect(said.filter((one) => one === "SUCCESS")).toHaveLength(1);
    expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 1_000 }]);
    await expectCoherence(now);
  });

  test("control: who looks first and writes afterwards refunds for both", async () => {
    await query("create table naive (fen int)");
    const look = () => query<{ left: number }>("select pay_amount_fen - refunded_amount_fen as left from oms_order");
    const looked = await Promise.all([look(), look()]);
    for (const [seen] of looked) if (seen!.left >= 600) await query("insert into naive values (600)");
    expect(await query("select sum(fen)::int as fen from naive")).toEqual([{ fen: 1_200 }]);
    await query("drop table naive");
  });

  test("five clicks with one key are one refund", async () => {
    const wish = { amountFen: 300, takeBack: "unused", requestKey: "k" } as const;
    const clicks = Array.from({ length: 5 }, () => outcome(refundFromDesk(staff[0]!, order, wish, now)));
    expect(await Promise.all(clicks)).not.toContain("REFUNDING");
    expect(await refundsOf(order)).toHaveLength(1);
    expect(await refundsAtAlipay(order.orderSn)).toHaveLength(1);
  });
});

describe("money that went back outside and was booked a step ahead", () => {
  const booked =
    () => `insert into oms_refund_records (order_id, order_sn, member_id, payment_id, out_trade_no, trade_no, out_request_no,
      kind, refund_amount_fen, status, reason, requested_by, finish_time)
    select p.order_id, p.order_sn, ${order.memberId}, p.id, p.out_trade_no, p.trade_no, 'console-1', 'OUTSIDE', 600, 'SUCCESS', 'x', 'x', now()
    from oms_payment_records p where p.order_id = ${order.orderId};
    update oms_order set refunded_amount_fen = 600 where id = ${order.orderId}`;

  test("leaves too little: nothing is begun", async () => {
    expect(await overtake(booked(), () => part(0, 600))).toBe("MORE_THAN_LEFT");
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 600 });
    expect(await refundsAtAlipay(order.orderSn)).toEqual([]);
  });

  test("control: without the database's guard a refund of more than is left is begun", async () => {
    await query("alter table oms_refund_records disable trigger oms_refund_records_guard");
    try {
      await overtake(booked(), () => part(0, 600));
      expect(await count("oms_refund_records", "kind = 'ORDER'")).toBe(1);
    } finally {
      await query("alter table oms_refund_records enable trigger oms_refund_records_guard");
    }
  });
});

describe("spending at the same moment", () => {
  test("a spender who is a step ahead makes the person's refund count again", async () => {
    const rival = "update ums_credit_lot set remaining = 20; update ums_credit_balance set total = 20";
    const wish = { amountFen: 300, takeBack: "unused" } as const;
    // What is left is worth less than the money: all of it goes.
    expect(await overtake(rival, () => refundFromDesk(staff[0]!, order, wish, now))).toMatchObject({
      status: "SUCCESS",
    });
    expect(await query("select remaining, frozen from ums_credit_lot")).toEqual([{ remaining: 0, frozen: 0 }]);
    expect(await stateOf(order)).toEqual({ status: "REFUNDED", fen: 300 });
  });

  test("a job that begins a step ahead stops it", async () => {
    expect(await overtake("update ums_credit_lot set reserved = 1", () => part(0, 300))).toBe("JOB_RUNNING");
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 0 });
  });

  test("while the part waits for approval the rest can be spent, and the part cannot", async () => {
    const support = await aStaff("SUPPORT");
    const wish = { amountFen: 300, takeBack: "unused" } as const;
    const { refundId } = await refundFromDesk(support, order, wish, now);
    expect([await spend(order, 71), await spend(order, 70)]).toEqual(["INSUFFICIENT_CREDITS", "ok"]);
    const words = { verdict: "approve", reason: "" } as const;
    const { id } = staff[1]!;
    expect(await reviewRefund(id, BigInt(refundId), words, contextAt(now, `admin:${id}`))).toEqual({
      status: "SUCCESS",
    });
    expect(await query("select remaining, frozen from ums_credit_lot")).toEqual([{ remaining: 0, frozen: 0 }]);
    await expectCoherence(now);
  });

  test("control: with the hold taken away the spender gets what is being paid back", async () => {
    await refundFromDesk(await aStaff("SUPPORT"), order, { amountFen: 300, takeBack: "unused" }, now);
    await query("update ums_credit_lot set frozen = 0");
    expect(await spend(order, 100)).toBe("ok");
  });
});

describe("two refunds of one member that are small only alone", () => {
  let two: TestOrder[];
  beforeEach(async () => {
    const memberId = await aMember();
    const wanted = await aCreditProduct({ priceFen: 15_000 });
    two = [await aBoughtOrder({ memberId, wanted }), await aBoughtOrder({ memberId, wanted })];
  });
  const both = () =>
    together(
      () => part(0, 15_000, two[0]),
      () => part(1, 15_000, two[1]),
    );

  test("one of them waits for another person", async () => {
    expect((await both()).sort()).toEqual(["REVIEWING", "SUCCESS"]);
    await expectCoherence(now);
  });

  test("control: without the member's numbering both go through", async () => {
    await query("drop index oms_refund_records_member_seq_key");
    try {
      expect(await both()).toEqual(["SUCCESS", "SUCCESS"]);
    } finally {
      await query(`truncate oms_refund_records cascade;
        create unique index oms_refund_records_member_seq_key on oms_refund_records (member_id, member_seq)`);
    }
  });
});
