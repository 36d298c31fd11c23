import { expect, test } from "vitest";
import { at, contextAt } from "../testing/builders.ts";
import { overtake, useDatabase } from "../testing/database.ts";
import { callsAbout, plantFault, useSandbox } from "../testing/gateway.ts";
import { aBoughtOrder, askBack, refundsOf } from "../testing/refunds.ts";
import { executeRefund } from "./execute-refund.ts";

useSandbox();
useDatabase();

/** What another worker writes between our read and our sending. */
const RIVALS = [
  ["sends it", "SENT", "send_count = send_count + 1"],
  ["learns its end", "REFUSED", "status = 'REFUSED', finish_time = now(), next_check_at = null"],
] as const;

test.each(RIVALS)("a refund is not sent by who finds that another worker %s", async (_, status, changes) => {
  const order = await aBoughtOrder();
  await plantFault({ fault: "http-502", method: "alipay.trade.refund" });
  await askBack(order, at(60));
  const [{ id } = { id: 0n }] = await refundsOf(order);
  const before = await callsAbout(order.orderSn);
  const rival = `update oms_refund_records set ${changes}`;
  expect(await overtake(rival, () => executeRefund(id, contextAt(at(61))))).toBe(status);
  expect(await callsAbout(order.orderSn)).toEqual(before);
});
