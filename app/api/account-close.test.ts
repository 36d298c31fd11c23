// Must come first: provides what Next's server provides to the modules below.
import { knock } from "../../lib/testing/doors.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { hashPassword } from "../../lib/accounts/passwords.ts";
import { registerAccount } from "../../lib/accounts/register-account.ts";
import { verifyCredentials } from "../../lib/accounts/verify-credentials.ts";
import { endpoints } from "../../lib/contracts/api.ts";
import type { MemberExport } from "../../lib/contracts/membership.ts";
import { consumeCredits } from "../../lib/credits/consume-credits.ts";
import { requestRefund } from "../../lib/refunds/request-refund.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, contextAt } from "../../lib/testing/builders.ts";
import { count, overtake, query, useDatabase } from "../../lib/testing/database.ts";
import { setAlipayClock, useSandbox } from "../../lib/testing/gateway.ts";
import { signedInAs } from "../../lib/testing/sessions.ts";
import { aNewAddress, doorOf } from "../../lib/testing/sign-in.ts";

// docs/rules.md R95.

useSandbox();
useDatabase();

const PASSWORD = "correct horse battery";
/** scrypt takes its time, so it is done once for all tests. */
const passwordHash = await hashPassword(PASSWORD);

let email: string;
let memberId: bigint;
let cookie: string;
beforeEach(async () => {
  await setAlipayClock(new Date());
  memberId = await aMember();
  [{ email } = { email: "" }] = await query<{ email: string }>(
    "update ums_member set password_hash = $1 returning email",
    [passwordHash],
  );
  ({ cookie } = await signedInAs(memberId));
});

const ask = async (name: string, body?: object) =>
  knock(await doorOf(name), { headers: { cookie, "x-forwarded-for": aNewAddress() }, ...(body ? { body } : {}) });
const close = (password = PASSWORD) => ask("POST /api/account/close", { password });
const closing = async () =>
  (await ask("GET /api/account/closing")).json.data as { obstacles: string[]; losses: string[] };

describe("closing the account", () => {
  test("signs out everywhere, lets nobody in any more, leaves the address free and the books whole", async () => {
    await aPaidOrder({ memberId, now: new Date() });
    const { cookie: other } = await signedInAs(memberId);
    const answer = await close();
    expect([answer.status, answer.json.data]).toEqual([200, { ended: 2 }]);
    for (cookie of [cookie, other]) expect((await ask("GET /api/notices/unread")).status).toBe(401);
    expect(await verifyCredentials(email, PASSWORD)).toBeNull();
    expect(await count("ums_credit_ledger")).toBeGreaterThan(0);
    const again = await registerAccount({ email, password: "a new beginning" }, new Date());
    expect(again).not.toBe(memberId);
    expect((await verifyCredentials(email, "a new beginning"))!.id).toBe(again);
    await expect(registerAccount({ email, password: PASSWORD }, new Date())).rejects.toMatchObject({
      code: "EMAIL_TAKEN",
    });
    expect(await query("select actor, action from sys_audit_log")).toEqual([
      { actor: `member:${memberId}`, action: "account.close" },
    ]);
  });

  test("with a wrong password names the field and closes nothing", async () => {
    const answer = await close("not the password");
    expect(answer).toMatchObject({ status: 400, json: { error: "WRONG_PASSWORD", issues: [{ field: "password" }] } });
    expect((await ask("GET /api/notices/unread")).status).toBe(200);
  });

  test("is refused with words while a refund has no outcome", async () => {
    const { orderSn } = await aPaidOrder({
      memberId,
      wanted: await aCreditProduct({ priceFen: 30_000 }),
      now: new Date(),
    });
    await requestRefund(memberId, { orderSn, reason: "不需要了", requestKey: null }, contextAt(new Date()));
    const answer = await close();
    expect([answer.status, answer.json.error]).toEqual([409, "ACCOUNT_NOT_CLOSABLE"]);
    expect(answer.json.message).toContain("1 笔退款还没有结果");
    expect((await closing()).obstacles).toHaveLength(1);
    await query("update oms_refund_records set status = 'REJECTED', finish_time = now()");
    expect((await close()).status).toBe(200);
  });

  test("is refused with words while an order may still be paid, also a cancelled one whose cashier is open", async () => {
    const { orderId } = await anOrder({ memberId, now: new Date() });
    expect((await close()).json.message).toMatch(/可能收到付款，付款期限是 \d{4}-/);
    await query("update oms_order set status = 'CANCELLED' where id = $1", [orderId]);
    expect((await close()).status).toBe(409);
    await query("update oms_payment_attempts set status = 'CLOSED'");
    expect((await close()).status).toBe(200);
  });

  test("is refused where a payment comes under way between the look and the commit", async () => {
    await anOrder({ memberId, now: new Date() });
    await query("update oms_payment_attempts set status = 'CLOSED'");
    // The commit waits for the audit log, and sees what is committed by then.
    const rival = "lock table sys_audit_log in exclusive mode; update oms_payment_attempts set status = 'OPEN'";
    expect((await overtake(rival, () => close())).json.error).toBe("ACCOUNT_NOT_CLOSABLE");
    expect((await ask("GET /api/notices/unread")).status).toBe(200);
  });

  test("says beforehand what is lost", async () => {
    expect((await closing()).losses).toHaveLength(2);
    await aPaidOrder({ memberId, now: new Date() });
    await aPaidOrder({ memberId, wanted: await aPlan(), now: new Date() });
    await query("update oms_payment_attempts set status = 'CLOSED' where status = 'OPEN'");
    const { losses, obstacles } = await closing();
    expect(obstacles).toEqual([]);
    expect(losses[0]).toContain("110 积分");
    expect(losses[1]).toMatch(/套餐本来用到 \d{4}-/);
    expect(losses[2]).toContain("2 笔订单");
  });
});

describe("the export", () => {
  const download = async () => {
    const answer = await ask("GET /api/account/export");
    expect([answer.status, answer.json.code]).toEqual([200, 200]);
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="zhangfang-\d+\.json"$/);
    return endpoints["GET /api/account/export"].answer.parse(answer.json.data) as MemberExport;
  };

  test("has everything of the member, nothing of another, in the shape that is documented", async () => {
    const stranger = await aPaidOrder({ now: new Date() });
    const { orderSn } = await aPaidOrder({
      memberId,
      wanted: await aCreditProduct({ priceFen: 30_000 }),
      now: new Date(),
    });
    await aPaidOrder({ memberId, wanted: await aPlan(), now: new Date() });
    await consumeCredits(
      memberId,
      { amount: 3, bizId: "a", reason: "一张图" },
      contextAt(new Date(), `member:${memberId}`),
    );
    await requestRefund(memberId, { orderSn, reason: "不需要了", requestKey: null }, contextAt(new Date()));
    const data = await download();
    expect(data.account).toMatchObject({ email, name: "测试" });
    const sizes = Object.entries(data).map(([name, list]) => `${name} ${Array.isArray(list) ? list.length : "–"}`);
    expect(sizes).toEqual([
      "account –",
      "orders 2",
      "payments 2",
      "refunds 1",
      "invoices 0",
      "lots 2",
      "ledger 3",
      "periods 1",
      "messages 3",
    ]);
    expect(JSON.stringify(data)).not.toContain(stranger.orderSn);
    expect(data.refunds[0]).toMatchObject({ orderSn, status: "REVIEWING", reason: "不需要了" });
  });

  test("goes on over any number of rows, in pieces", async () => {
    await query(
      `insert into ums_member_notice (member_id, notice_key, kind, detail)
       select $1, 'x' || n, 'PAID', '{"product": "x", "amount": "1"}' from generate_series(1, 1000) n`,
      [memberId],
    );
    expect((await download()).messages).toHaveLength(1_000);
  });
});
