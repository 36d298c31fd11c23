import { expect, test } from "vitest";
import { GATES } from "../gate.ts";
import { aCreditProduct, aMember, anOrder, at } from "../testing/builders.ts";
import { count, useDatabase } from "../testing/database.ts";
import { aNotice } from "../testing/notices.ts";
import { signByAlipay, useSandbox } from "../testing/gateway.ts";
import { receiveNotify } from "../refunds/receive-notify.ts";

useSandbox();
useDatabase();

const ORDERS = 40;
const COPIES = 60;

/** Resends what was refused, as Alipay does, until everything is acknowledged. Returns the rounds that it took. */
async function sendUntilKept(notices: readonly string[]): Promise<number> {
  let left = notices;
  for (let round = 1; ; round += 1) {
    const answers = await Promise.all(left.map((body) => receiveNotify("alipay", body, at(1)).catch(() => false)));
    left = left.filter((_, i) => !answers[i]);
    if (left.length === 0) return round;
  }
}

test("of many more notices at once than may wait, none is lost and none counts twice", async () => {
  const wanted = await aCreditProduct();
  const notices: string[] = [];
  for (let i = 0; i < ORDERS; i += 1)
    notices.push(await signByAlipay(aNotice(await anOrder({ memberId: await aMember(), wanted }))));
  const refusedBefore = GATES.notices.load.refused;
  const rounds = await sendUntilKept(Array.from({ length: COPIES }, () => notices).flat());
  expect(rounds).toBeGreaterThan(1);
  expect(GATES.notices.load).toMatchObject({ active: 0, waiting: 0 });
  expect(GATES.notices.load.refused - refusedBefore).toBeGreaterThanOrEqual(ORDERS * COPIES - 2_010);
  expect(await count("oms_payment_records")).toBe(ORDERS);
  expect(await count("ums_credit_lot", "kind = 'PAID'")).toBe(ORDERS);
});
