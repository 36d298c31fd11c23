import { beforeEach, describe, expect, test } from "vitest";
import { after, DAY_MS } from "../core/time.ts";
import { consumeCredits } from "../credits/consume-credits.ts";
import { sequenceEvents } from "../events/sequence-events.ts";
import { aPaidOrder, aPlan, at, anOrder, contextAt } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { aMemberOf } from "../testing/events.ts";
import { checkInvariants } from "./check-invariants.ts";
import { eventInvariantsAt } from "./event-invariants.ts";

useDatabase();

const now = at(60);

async function broken(): Promise<string> {
  const findings = (await checkInvariants(now)).filter(({ id, offending }) => offending !== 0 && /^E\d/.test(id));
  return findings.map(({ id }) => id).join(",");
}

/** Writes past the triggers, for one transaction. */
const plant = (sql: string) => query(`begin; set local session_replication_role = replica; ${sql}; commit`);
const forget = (type: string) => `delete from sys_event where type = '${type}'`;
/** An event of the first order, or of none. */
const invent = (type: string, fact: string) => `insert into sys_event (event_no, type, member_id, data, create_time)
  select event_no('${type}', ${fact}), '${type}', 1, jsonb_build_object('orderSn', (select order_sn from oms_order order by id limit 1)), '${NOW_TEXT}'`;
const NOW_TEXT = at(0).toISOString();

/** Facts without their events, and events without their facts. */
const PLANTED: readonly (readonly [id: string, what: string, sql: string])[] = [
  ["E00", "a trigger is off", "alter table ums_credit_ledger disable trigger ums_credit_ledger_event"],
  ["E01", "a payment was not told", forget("order.paid")],
  ["E01", "a closing that was not", invent("order.closed", "1")],
  ["E02", "a delivery was not told", forget("order.delivered")],
  ["E02", "a delivery of what is not delivered", invent("order.delivery_failed", "1")],
  ["E03", "a refund that nobody asked for", invent("refund.succeeded", "1")],
  ["E04", "a spending was not told", forget("credits.consumed")],
  [
    "E04",
    "a grant told with another number",
    `update sys_event set data = data || '{"credits": 1}' where type = 'credits.granted'`,
  ],
  ["E04", "credits that did not run out", invent("credits.exhausted", "999")],
  [
    "E05",
    "credits that end soon",
    `update ums_credit_lot set expire_time = '${after(now, DAY_MS).toISOString()}', create_time = '${at(-600).toISOString()}'`,
  ],
  ["E06", "a plan was not told", forget("subscription.started")],
  ["E06", "a plan that did not end", invent("subscription.ended", "(select min(id) from ums_member_subscriptions)")],
  ["E07", "a customer was not told", forget("customer.created")],
  ["E08", "a line counts wrongly", "update sys_webhook_line set pending = pending + 1"],
];

beforeEach(async () => {
  await query("alter table ums_credit_ledger enable trigger ums_credit_ledger_event");
  await query("insert into sys_webhook_endpoint (url, secret, created_by) values ('https://a.example', 'x', 'x')");
  const memberId = await aMemberOf("c");
  await anOrder({ memberId });
  await aPaidOrder({ memberId });
  await aPaidOrder({ memberId, wanted: await aPlan() });
  await consumeCredits(memberId, { amount: 30, bizId: "a", reason: "画图" }, contextAt(at(10)));
  await sequenceEvents(now);
});

describe("events", () => {
  test("agree with what happened", async () => {
    expect(await broken()).toBe("");
  });

  test("have a planted violation for every invariant", () => {
    expect([...new Set(PLANTED.map(([id]) => id))]).toEqual(eventInvariantsAt(now).map(({ id }) => id));
  });

  test.each(PLANTED)("%s: %s", async (id, _, sql) => {
    await plant(sql);
    expect(await broken()).toBe(id);
  });

  test("are not missed of what happened before there were events", async () => {
    await plant(`delete from sys_event; delete from sys_webhook_delivery; delete from sys_webhook_line;
      insert into sys_event_start values ('oms_order', 99), ('oms_delivery_records', 99), ('oms_refund_records', 99),
        ('ums_credit_ledger', 99), ('ums_member_subscriptions', 99), ('ums_customer', 99)`);
    expect(await broken()).toBe("");
  });
});
