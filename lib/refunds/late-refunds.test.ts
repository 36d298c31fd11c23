import { beforeEach, expect, test } from "vitest";
import { closeAlert } from "../accounts/close-alert.ts";
import { after, DAY_MS, HOUR_MS, MINUTE_MS } from "../core/time.ts";
import { aCreditProduct, aMember, aPaidOrder, at, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { plantFault, setSellerBalance, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { reviewRefund } from "./review-refund.ts";
import { settleRefunds } from "./settle-refunds.ts";

useSandbox();
useDatabase();

const asked = at(60);
const days = (n: number) => after(asked, n * DAY_MS);

let admin: bigint;
beforeEach(async () => {
  admin = await aMember({ role: "ADMIN" });
});

const open = async () =>
  (await query<{ kind: string }>("select kind from sys_alert where resolved_time is null order by id")).map(
    ({ kind }) => kind,
  );
async function closeAll(now: Date) {
  for (const { id } of await query<{ id: bigint }>("select id from sys_alert where resolved_time is null"))
    await closeAlert(admin, id, contextAt(now, `admin:${admin}`));
}

/** The scheduler every six hours, up to so many days after the refund was asked for. */
async function schedule(from: number, to: number) {
  for (let now = days(from); now <= days(to); now = after(now, 6 * HOUR_MS)) {
    await settleRefunds(now);
    await expectCoherence(now);
  }
}

test("a refund that waits for a person is told of after a day, and again a day after the alert was closed", async () => {
  const order = await aPaidOrder({ wanted: await aCreditProduct({ priceFen: 30_000 }) });
  expect(await askBack(order, asked)).toMatchObject({ status: "REVIEWING" });
  await settleRefunds(days(1));
  expect(await open()).toEqual([]);
  await settleRefunds(after(days(1), MINUTE_MS));
  expect(await open()).toEqual(["REVIEW_LATE"]);
  await closeAll(days(2));
  await settleRefunds(after(days(3), -1));
  expect(await open()).toEqual([]);
  await schedule(3, 8);
  expect(await open()).toEqual(["REVIEW_LATE"]);
  const [{ id } = { id: 0n }] = await refundsOf(order);
  await reviewRefund(admin, id, { verdict: "reject", reason: "请先联系客服" }, contextAt(days(8), `admin:${admin}`));
  expect(await open()).toEqual([]);
  await schedule(8, 12);
  expect(await open()).toEqual([]);
});

test.each(["a short purse", "no final answer"])("a sent refund is never out of sight: %s", async (why) => {
  const order = await aBoughtOrder();
  const isShort = why === "a short purse";
  const kind = isShort ? "SELLER_BALANCE_SHORT" : "REFUND_STUCK";
  if (isShort) await setSellerBalance(1);
  else await plantFault({ fault: "fund-change-n", method: "alipay.trade.refund", times: 0 });
  expect(await askBack(order, asked)).toMatchObject({ status: "SENT" });
  await settleRefunds(at(200));
  expect(await open()).toEqual([kind]);
  await closeAll(at(201));
  await schedule(1, 4);
  expect(await refundsOf(order)).toMatchObject([{ status: "SENT" }]);
  expect(await open()).toEqual([kind]);
});

test("an approved refund that cannot even be sent is told of", async () => {
  const order = await aBoughtOrder();
  await plantFault({ fault: "http-502", method: "alipay.trade.refund" });
  await askBack(order, asked);
  // As a crash between both commits leaves it, and then something that keeps it from being sent.
  await query("update oms_refund_records set status = 'APPROVED', send_count = 0, sent_time = null");
  await query(`create function refuse_sending() returns trigger language plpgsql as $$ begin
      if new.status = 'SENT' then raise exception 'planted: never sent'; end if; return new; end $$;
    create trigger refuse_sending before update on oms_refund_records for each row execute function refuse_sending()`);
  try {
    await schedule(1, 4);
  } finally {
    await query("drop function refuse_sending cascade");
  }
  expect(await open()).toEqual(["REFUND_STUCK"]);
});
