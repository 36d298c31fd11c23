import { beforeAll, expect, test, vi } from "vitest";
import { NOW } from "../../lib/testing/builders.ts";
import { query, useDatabase } from "../../lib/testing/database.ts";
import { useSandbox } from "../../lib/testing/gateway.ts";
import { expectCoherence } from "../../lib/testing/refunds.ts";
import { freePort } from "../ports.ts";
import { writeHistory } from "./write.ts";

useSandbox();
let port: number;
beforeAll(async () => {
  port = await freePort();
  vi.stubEnv("APP_URL", `http://localhost:${port}`);
});
useDatabase();

test("a month of history is made by the verbs: the audit is clean, and of each thing the desk knows there is one", async () => {
  const sandboxUrl = new URL(process.env.ALIPAY_GATEWAY!).origin;
  await writeHistory({ sandboxUrl, port }, NOW, false);
  await expectCoherence(NOW);
  const refunds = await query<{ is: string }>("select distinct kind || ' ' || status as is from oms_refund_records");
  expect(refunds.map(({ is }) => is).sort()).toEqual([
    "ORDER REJECTED",
    "ORDER REVIEWING",
    "ORDER SUCCESS",
    "OUTSIDE REVIEWING",
    "OUTSIDE SUCCESS",
    "STRAY SUCCESS",
  ]);
  expect(await query("select kind from sys_alert where resolved_time is null")).toEqual([{ kind: "OUTSIDE_REFUND" }]);
  const invoices = await query<{ status: string }>("select distinct status from oms_invoice order by 1");
  expect(invoices.map(({ status }) => status).sort()).toEqual(["ISSUED", "RED", "REFUSED", "REQUESTED"]);
  const bills = await query("select status, count(*)::int as days from oms_bill_day group by 1");
  expect(bills).toContainEqual({ status: "RECONCILED", days: 29 });
  const [span] = await query<{ first: Date; last: Date }>(
    "select min(create_time) as first, max(create_time) as last from oms_order",
  );
  expect(span!.first < new Date("2026-01-31T16:00:00Z") && span!.last < NOW).toBe(true);
}, 120_000);
