import { once } from "node:events";
import { beforeEach, describe, expect, test } from "vitest";
import { after } from "../core/time.ts";
import { CALL_LIMIT_MS } from "../core/trade.ts";
import { aPaidOrder, at, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { askBack, refundsOf } from "../testing/refunds.ts";
import { useScriptedAlipay } from "../testing/scripted-alipay.ts";
import { executeRefund } from "./execute-refund.ts";
import { SENDING_MS } from "./rules.ts";
import { settleRefunds } from "./settle-refunds.ts";

/** Alipay takes a refund, and takes its time with the answer; meanwhile the scheduler comes by. */

const alipay = useScriptedAlipay();
useDatabase();

const REFUND = "alipay.trade.refund";
const now = at(60);

let order: TestOrder;
beforeEach(async () => {
  alipay.hold = null;
  alipay.calls.length = 0;
  order = await aPaidOrder();
});

const sends = () => alipay.calls.filter((method) => method === REFUND).length;

/** Alipay answers what it was asked before, and is asked `work` meanwhile. */
async function whileAlipayThinks(send: () => Promise<unknown>, work: () => Promise<void>): Promise<void> {
  const thinking = new EventTarget();
  const answer = once(thinking, "answer");
  alipay.hold = answer;
  alipay.reply = { code: "10000", msg: "Success" };
  const sent = send();
  try {
    await expect.poll(sends).toBe(1);
    // Who asks meanwhile is answered at once: Alipay knows of no refund that has come to its end.
    alipay.hold = null;
    await work();
  } finally {
    thinking.dispatchEvent(new Event("answer"));
    await sent;
  }
}

async function anApproved(): Promise<bigint> {
  alipay.reply = { code: "20000", msg: "Service Currently Unavailable" };
  await askBack(order, now);
  await query(
    "update oms_refund_records set status = 'APPROVED', send_count = 0, sent_time = null, next_check_at = $1",
    [now],
  );
  alipay.calls.length = 0;
  return (await refundsOf(order))[0]!.id;
}

/** As long as one worker may be at it: it sends, and asks whether a refusal is one, with all the time that there is. */
const LONGEST_MS = 2 * CALL_LIMIT_MS;

const SENDINGS: Readonly<Record<string, () => Promise<() => Promise<unknown>>>> = {
  "that its buyer asked for": () => Promise.resolve(() => askBack(order, now)),
  "that was approved": async () => {
    const id = await anApproved();
    return () => executeRefund(id, contextAt(now));
  },
  "that the scheduler sends": async () => {
    await anApproved();
    return () => settleRefunds(now);
  },
};

describe.each(Object.entries(SENDINGS))("a refund %s", (_, prepare) => {
  test("is not sent again by a tick during the slowest call", async () => {
    await whileAlipayThinks(await prepare(), async () => {
      for (const ms of [10_000, CALL_LIMIT_MS, LONGEST_MS])
        expect(await settleRefunds(after(now, ms))).toMatchObject({ claimed: 0 });
      expect(sends()).toBe(1);
    });
    expect(await refundsOf(order)).toMatchObject([{ status: "SENT", send_count: 1 }]);
  });

  test("control: without the lease the tick sends it again", async () => {
    await whileAlipayThinks(await prepare(), async () => {
      await query("update oms_refund_records set next_check_at = $1", [now]);
      expect(await settleRefunds(after(now, CALL_LIMIT_MS))).toMatchObject({ claimed: 1 });
      expect(sends()).toBe(2);
    });
  });
});

test("the lease is longer than the longest work, whatever a call's limit is", () => {
  expect(SENDING_MS).toBeGreaterThan(LONGEST_MS);
});
