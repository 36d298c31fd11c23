import { beforeEach, describe, expect, test } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { aCreditProduct, aMember, anOrder, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aStaff, refundFromDesk } from "../testing/desk.ts";
import { plantFault, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { stateOf, type Bought } from "../testing/outside.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { quoteDeskRefund } from "./quote-desk-refund.ts";
import { reviewRefund } from "./review-refund.ts";
import type { Staff } from "./start-refund.ts";

useSandbox();
useDatabase();

const lots = () => query("select kind, remaining as left, frozen from ums_credit_lot order by kind desc");

let order: Bought;
let finance: Staff;
const now = at(60);
const aPack = (priceFen = 1_000) => aCreditProduct({ priceFen, creditAmount: 100, bonusCredits: 10 });

beforeEach(async () => {
  order = await aBoughtOrder({ wanted: await aPack() });
  finance = await aStaff("FINANCE");
});

describe("who must approve", () => {
  const started = async (role: "SUPPORT" | "FINANCE", priceFen: number, amountFen = priceFen) => {
    const dear = await aBoughtOrder({ wanted: await aPack(priceFen) });
    const staff = await aStaff(role);
    const { status, refundId } = await refundFromDesk(staff, dear, { amountFen, takeBack: "none" }, now);
    const say = (id: bigint, verdict: "approve" | "reject" = "approve") =>
      reviewRefund(id, BigInt(refundId), { verdict, reason: "看过" }, contextAt(now, `admin:${id}`));
    return { dear, staff, status, say };
  };

  test.each([
    ["FINANCE", 20_000, "SUCCESS"],
    ["FINANCE", 20_001, "REVIEWING"],
    ["SUPPORT", 1, "REVIEWING"],
  ] as const)("%s starts one of %i fen: %s", async (role, fen, status) => {
    expect(await started(role, fen)).toMatchObject({ status });
  });

  test("whoever started it may withdraw it, and never approve it", async () => {
    const { staff, say } = await started("FINANCE", 20_001);
    await expect(say(staff.id)).rejects.toMatchObject({ code: "SELF_REVIEW" });
    expect(await say(staff.id, "reject")).toEqual({ status: "REJECTED" });
    await expectCoherence(now);
    await query("update oms_refund_review set verdict = 'APPROVE'");
    expect((await checkInvariants(now)).filter(({ offending }) => offending !== 0)).toMatchObject([{ id: "R06" }]);
  });

  test("above the second limit two who may decide: the starter is one of them where they may", async () => {
    const other = await aStaff();
    expect(await (await started("FINANCE", 200_001)).say(other.id)).toEqual({ status: "SUCCESS" });
    const { say } = await started("SUPPORT", 200_001);
    expect(await say(other.id)).toEqual({ status: "REVIEWING" });
    expect(await say(finance.id)).toEqual({ status: "SUCCESS" });
  });

  test("many small ones of one member are as large as one", async () => {
    const dear = await aBoughtOrder({ wanted: await aPack(40_000) });
    const wish = { amountFen: 15_000, takeBack: "none" } as const;
    expect(await refundFromDesk(finance, dear, wish, now)).toMatchObject({ status: "SUCCESS" });
    const another = await aBoughtOrder({ memberId: dear.memberId, wanted: await aPack(40_000) });
    expect(await refundFromDesk(finance, another, wish, now)).toMatchObject({ status: "REVIEWING" });
  });

  test("goods without money weigh what they are worth", async () => {
    const dear = await aBoughtOrder({ wanted: await aPack(20_001) });
    const wish = { amountFen: 0, takeBack: "all" } as const;
    const { status, refundId } = await refundFromDesk(finance, dear, wish, now);
    expect(status).toBe("REVIEWING");
    await expectCoherence(now);
    const other = await aStaff();
    const words = { verdict: "approve", reason: "" } as const;
    const done = await reviewRefund(other.id, BigInt(refundId), words, contextAt(now, `admin:${other.id}`));
    expect(done).toEqual({ status: "SUCCESS" });
    expect(await refundsAtAlipay(dear.orderSn)).toEqual([]);
    await expectCoherence(now);
  });

  test("nobody starts one of their own order", async () => {
    const memberId = await aMember({ role: "ADMIN" });
    const own = await aBoughtOrder({ memberId, wanted: await aPack() });
    const self = { id: memberId, role: "ADMIN" } as const;
    await expect(refundFromDesk(self, own, { takeBack: "unused" }, now)).rejects.toMatchObject({ code: "SELF_REVIEW" });
    await expect(quoteDeskRefund(self, own.orderSn, { takeBack: "all" }, now)).rejects.toMatchObject({
      code: "SELF_REVIEW",
    });
  });
});

describe("the request", () => {
  test("is written down with who, why, before and after, and the buyer does not read why", async () => {
    await refundFromDesk(finance, order, { amountFen: 300, takeBack: "unused" }, now);
    const [line] = await query("select actor, detail from sys_audit_log where action = 'REFUND_STARTED'");
    expect(line).toMatchObject({
      actor: `admin:${finance.id}`,
      detail: { reason: "服务中断补偿", before: { refundedFen: 0 }, after: { orderStatus: "PAID", amountFen: 300 } },
    });
    expect(await query("select reason from oms_refund_records")).toEqual([{ reason: "由客服发起" }]);
  });

  test("with the same key is the same refund; with another body it is refused", async () => {
    const wish = { amountFen: 300, takeBack: "unused", requestKey: "k" } as const;
    const first = await refundFromDesk(finance, order, wish, now);
    expect(await refundFromDesk(finance, order, wish, now)).toEqual(first);
    expect(await refundsOf(order)).toHaveLength(1);
    await expect(refundFromDesk(finance, order, { ...wish, amountFen: 301 }, now)).rejects.toMatchObject({
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    // Another person's key of the same name is another key.
    expect(await refundFromDesk(await aStaff(), order, wish, now)).not.toMatchObject({ refundId: first.refundId });
  });

  test("of an unpaid or a refunded order is refused, and of one that is being refunded", async () => {
    const unpaid = await anOrder();
    const wish = { takeBack: "all" } as const;
    await expect(refundFromDesk(finance, unpaid, wish, now)).rejects.toMatchObject({ facts: { detail: "PENDING" } });
    await refundFromDesk(await aStaff("SUPPORT"), order, wish, now);
    await expect(refundFromDesk(finance, order, wish, now)).rejects.toMatchObject({ facts: { detail: "REFUNDING" } });
    await expect(askBack(order, now)).rejects.toMatchObject({ facts: { detail: "REFUNDING" } });
  });

  test("that Alipay refuses lets the part go", async () => {
    await plantFault({
      fault: "business-error",
      method: "alipay.trade.refund",
      outTradeNo: order.orderSn,
      subCode: "ACQ.TRADE_NOT_ALLOW_REFUND",
    });
    const done = await refundFromDesk(finance, order, { amountFen: 300, takeBack: "unused" }, now);
    expect(done).toMatchObject({ status: "REFUSED", success: false });
    expect(await lots()).toMatchObject([{ left: 10 }, { left: 100, frozen: 0 }]);
    expect(await stateOf(order)).toEqual({ status: "PAID", fen: 0 });
    await expectCoherence(now);
  });
});
