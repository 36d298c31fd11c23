import type { Compilable } from "kysely";
import { expect, test } from "vitest";
import { claimDueLinks, deleteOldLinks } from "../accounts/job-parts.ts";
import { deleteOldPortalLinks } from "../accounts/portal-parts.ts";
import { claimDueBillDays } from "../books/parts.ts";
import { Commit } from "../db/commit.ts";
import { pool } from "../db/pool.ts";
import { claimDueDeliveries } from "../delivery/parts.ts";
import { claimDueMails, waiveMails } from "../notices/parts.ts";
import { claimDueMessages, deleteOldMessages } from "../operators/parts.ts";
import { claimExpiredOrders, completeOrders } from "../orders/job-parts.ts";
import { claimDueAttempts } from "../payments/parts.ts";
import { claimDueRefunds } from "../refunds/parts.ts";
import { expireSegments } from "../subscriptions/parts.ts";
import { at, contextAt } from "../testing/builders.ts";
import { useDatabase } from "../testing/database.ts";

useDatabase();

const now = at(0);
const partOf = (add: (commit: Commit) => unknown) => {
  const commit = new Commit("claim");
  add(commit);
  return commit.explain().parts[0]!.sql;
};
const textOf = (claim: Compilable) => claim.compile().sql;

/** The statement of each claim, and the index of nothing but what may be due that has to serve it. */
const CLAIMS = [
  ["oms_order_expiring_idx", textOf(claimExpiredOrders(now, now, 16))],
  ["oms_order_completing_idx", partOf((commit) => completeOrders(commit, now, contextAt(now), 500))],
  ["oms_payment_attempts_due_idx", textOf(claimDueAttempts(now, now, 16))],
  ["oms_refund_records_due_idx", textOf(claimDueRefunds(now, now, 16))],
  ["oms_delivery_records_due_idx", textOf(claimDueDeliveries(now, now, 16))],
  ["ums_member_notice_mail_idx", textOf(claimDueMails(0, now, now, 16))],
  ["ums_member_notice_mail_idx", partOf((commit) => waiveMails(commit, now, 500))],
  ["ums_member_link_mail_idx", textOf(claimDueLinks(now, now, 8))],
  ["ums_member_link_expire_idx", partOf((commit) => deleteOldLinks(commit, now, 500))],
  ["ums_portal_link_expire_idx", partOf((commit) => deleteOldPortalLinks(commit, now, 500))],
  ["ums_member_subscriptions_ending_idx", partOf((commit) => expireSegments(commit, now, 500))],
  ["sys_operator_message_due_idx", textOf(claimDueMessages(now, now, 8))],
  ["sys_operator_message_old_idx", partOf((commit) => deleteOldMessages(commit, now, 500))],
  ["oms_bill_day_due_idx", textOf(claimDueBillDays(now, now, 2))],
] as const;

test.each(CLAIMS)("%s serves its claim also when the plan is kept for every value", async (index, text) => {
  const client = await pool().connect();
  try {
    // The tables are empty: what is asked is what a kept plan may use, not what is cheap here.
    await client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    await client.query(`prepare claim as ${text}`);
    const values = [...text.matchAll(/\$\d+/g)].map(() => "null");
    const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain execute claim (${values.join(", ")})`);
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toContain(index);
  } finally {
    client.release(true);
  }
});

test("control: a state that is a value of the run shuts the index out of a kept plan", async () => {
  const client = await pool().connect();
  try {
    await client.query("set plan_cache_mode = force_generic_plan; set enable_seqscan = off");
    await client.query(
      "prepare claim (order_status) as select id from oms_order where status = $1 and expire_time <= now()",
    );
    const { rows } = await client.query<{ "QUERY PLAN": string }>("explain execute claim ('PENDING')");
    expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).not.toContain("oms_order_expiring_idx");
  } finally {
    client.release(true);
  }
});
