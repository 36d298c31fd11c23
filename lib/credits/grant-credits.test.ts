import { describe, expect, test } from "vitest";
import { checkInvariants } from "../books/check-invariants.ts";
import { quoteRefund } from "../refunds/quote-refund.ts";
import { aCreditProduct, aPaidOrder, at, closeAccount, contextAt } from "../testing/builders.ts";
import { count, overtake, query, useDatabase } from "../testing/database.ts";
import { aCustomer } from "../testing/service.ts";
import { statementsOf } from "../testing/statements.ts";
import { consumeCredits } from "./consume-credits.ts";
import { getBalance } from "./get-balance.ts";
import { grantCredits } from "./grant-credits.ts";

useDatabase();

const by = (minute = 0) => contextAt(at(minute), "service:7");
const GIFT = { amount: 30, bizId: "welcome", reason: "新用户" };

describe("credits that a back end gives", () => {
  test("are a lot of their own, spent first, named in the ledger with who gave them; in one commit", async () => {
    const { memberId } = await aCustomer();
    await aPaidOrder({ memberId, wanted: await aCreditProduct({ creditAmount: 100, bonusCredits: 0 }) });
    const gift = { ...GIFT, expireTime: at(60).toISOString() };
    const given = await grantCredits(memberId, gift, by());
    expect(given).toMatchObject({ bizId: "welcome", amount: 30, balanceAfter: 130, expireTime: at(60).toISOString() });
    const [first] = (await getBalance(memberId, at(1))).lots;
    expect(first).toMatchObject({
      id: given.lotId,
      orderSn: null,
      origin: "SERVICE",
      kind: "BONUS",
      productName: "产品赠送",
    });
    expect(await query("select reason, actor, delta from ums_credit_ledger where lot_id = $1", [given.lotId])).toEqual([
      { reason: "新用户", actor: "service:7", delta: 30 },
    ]);
    const spent = await consumeCredits(memberId, { amount: 10, bizId: "job", reason: "画图" }, by(1));
    expect(spent.paidBy).toMatchObject([{ lotId: given.lotId, amount: 10 }]);
    expect(await statementsOf(() => grantCredits(memberId, { ...GIFT, bizId: "again" }, by(2)))).toEqual({
      reads: 0,
      writes: 1,
    });
    expect((await checkInvariants(at(2))).filter(({ offending }) => offending !== 0)).toEqual([]);
  });

  test("are worth nothing in a refund", async () => {
    const { memberId } = await aCustomer();
    const order = await aPaidOrder({ memberId, wanted: await aCreditProduct({ priceFen: 1_000, bonusCredits: 0 }) });
    const before = await quoteRefund(memberId, order.orderSn, at(2));
    await grantCredits(memberId, GIFT, by(2));
    expect(await quoteRefund(memberId, order.orderSn, at(2))).toEqual(before);
    expect(before).toMatchObject({ refundable: true, refundAmount: 10 });
  });

  test("come once for one number: the same again is the same answer, anything else is refused", async () => {
    const { memberId } = await aCustomer();
    const given = await grantCredits(memberId, GIFT, by());
    await consumeCredits(memberId, { amount: 5, bizId: "job", reason: "画图" }, by(1));
    expect(await grantCredits(memberId, GIFT, by(2))).toEqual(given);
    for (const other of [{ amount: 31 }, { reason: "别的" }, { expireTime: at(60).toISOString() }])
      await expect(grantCredits(memberId, { ...GIFT, ...other }, by(2))).rejects.toMatchObject({
        code: "BIZ_ID_REUSED",
      });
    expect([await count("ums_credit_grant"), await count("ums_credit_lot")]).toEqual([1, 1]);
  });

  test("of two that give under one number at the same time, one gives", async () => {
    const { memberId } = await aCustomer();
    const rival = `with g as (insert into ums_credit_grant (member_id, biz_id, amount, reason, actor, create_time)
        values (${memberId}, 'welcome', 30, '新用户', 'service:7', '${at(0).toISOString()}') returning id),
      l as (insert into ums_credit_lot (member_id, origin, grant_id, kind, granted, remaining)
        select ${memberId}, 'SERVICE', id, 'BONUS', 30, 30 from g returning id),
      b as (insert into ums_credit_balance (member_id, total) values (${memberId}, 30))
      insert into ums_credit_ledger (member_id, lot_id, entry_type, delta, balance_after, reason, actor)
        select ${memberId}, id, 'GRANT', 30, 30, '新用户', 'service:7' from l`;
    expect(await overtake(rival, () => grantCredits(memberId, GIFT, by()))).toMatchObject({ balanceAfter: 30 });
    expect(await count("ums_credit_lot")).toBe(1);
  });

  test("do not reach a closed account, and do not begin expired", async () => {
    const { memberId } = await aCustomer();
    const past = grantCredits(memberId, { ...GIFT, expireTime: at(0).toISOString() }, by());
    await expect(past).rejects.toMatchObject({ code: "VALIDATION_FAILED" });
    await closeAccount(memberId);
    await expect(grantCredits(memberId, GIFT, by())).rejects.toMatchObject({ code: "MEMBER_CLOSED" });
  });
});
