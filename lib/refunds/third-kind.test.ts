import { beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { inspectOrder } from "../books/inspect-order.ts";
import { db } from "../db/database.ts";
import { NO_PART, type GoodsKind } from "../delivery/goods/kind.ts";
import { GOODS_KINDS } from "../delivery/goods/kinds.ts";
import { retryDeliveries } from "../delivery/retry-deliveries.ts";
import { settlePayment } from "../payments/settle-payment.ts";
import { aCreditProduct, aMember, anOrder, at, aTrade, contextAt, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { buy, refundsAtAlipay, useSandbox } from "../testing/gateway.ts";
import { askBack, expectCoherence, refundsOf } from "../testing/refunds.ts";
import { quoteRefund } from "./quote-refund.ts";
import { reviewRefund } from "./review-refund.ts";

// What a third kind of goods needs: this object, its line in the table, and what a migration brings. Its place in the shop
// (a catalogue, an endpoint, a word and a number for the wire) is not played here: the order is made as one of credits.

useSandbox();
useDatabase();

interface Ticket {
  orderId: bigint;
  seats: number;
  used: number;
  status: string;
}
const tickets = db.withTables<{ ticket: Ticket }>();
const move = (orderId: bigint, from: string, to: string) =>
  tickets.updateTable("ticket").set({ status: to }).where("orderId", "=", orderId).where("status", "=", from);

const SUM = z.object({ type: z.literal("TICKET"), left: z.int(), seats: z.int() });

/** Two seats; those that nobody has sat on come back. */
const ticket: GoodsKind = {
  async grant({ id: orderId }) {
    const row = { orderId, seats: 2, used: 0, status: "VALID" };
    return (commit) => void commit.add("ticket", tickets.insertInto("ticket").values(row));
  },
  async look(orderId) {
    const found = tickets.selectFrom("ticket").select(["seats", "used"]).where("orderId", "=", orderId);
    const { seats, used } = await found.executeTakeFirstOrThrow();
    const left = seats - used;
    const sum: z.input<typeof SUM> = { type: "TICKET", left, seats };
    const standing = { sum, part: left, whole: seats, held: { type: "TICKET" } };
    return {
      quoted: standing,
      standing,
      isOver: left === 0,
      bought: () => NO_PART,
      hold: (commit) => void commit.add("heldTicket", move(orderId, "VALID", "HELD").where("used", "=", used)),
    };
  },
  describe({ sum }) {
    const { left, seats } = SUM.parse(sum);
    return [{ label: "座位", value: `剩 ${left} / ${seats}` }];
  },
  async giveBack({ orderId }) {
    return (commit) => void commit.add("freeTicket", move(orderId, "HELD", "VALID"));
  },
  async takeBack({ orderId }) {
    return (commit) => void commit.add("goneTicket", move(orderId, "HELD", "GONE"));
  },
  takeWorth: (goods, gone, context) =>
    gone === "ALL" ? ticket.takeBack(goods, context) : ticket.giveBack(goods, context.now),
  takePart: async (goods, _gone, keepsRest, { now }) => ({
    write: keepsRest ? () => {} : await ticket.giveBack(goods, now),
    rest: goods.held,
  }),
  takenWords: () => "座位",
  show: () => Promise.resolve({ lots: [], segment: null }),
};

beforeAll(async () => {
  Object.assign(GOODS_KINDS, { TICKET: ticket });
  await query("alter type product_type add value 'TICKET'");
  await query(`alter table oms_order_item drop constraint oms_order_item_one_product;
    create table ticket (order_id bigint primary key references oms_order (id), seats int not null, used int not null, status text not null)`);
});

let order: TestOrder;
beforeEach(async () => {
  // Dear enough that a person must look at its refund.
  order = await anOrder({ wanted: await aCreditProduct({ priceFen: 60_000 }) });
  await query("update oms_order set product_type = 'TICKET'");
  await query("update oms_order_item set product_id = null, credit_amount = null, bonus_credits = null");
});

async function pay(): Promise<void> {
  const { tradeNo } = await buy(order.cashier.payUrl);
  expect(await settlePayment(aTrade(order, { tradeNo, paidAt: at(1) }), contextAt(at(1), "alipay"))).toBe("settle");
}

async function review(verdict: "approve" | "reject", minute: number): Promise<string> {
  const admin = await aMember({ role: "ADMIN" });
  const refund = (await refundsOf(order)).at(-1)!;
  const context = contextAt(at(minute), `admin:${admin}`);
  return (await reviewRefund(admin, refund.id, { verdict, reason: "看过了" }, context)).status;
}

const standing = async () =>
  (
    await query(
      "select o.status, delivery_status, t.status as ticket from oms_order o left join ticket t on t.order_id = o.id",
    )
  )[0];

test("a third kind is delivered, quoted, held, given back and taken back by the verbs as they are", async () => {
  await pay();
  expect(await standing()).toEqual({ status: "PAID", delivery_status: "DELIVERED", ticket: "VALID" });

  await query("update ticket set used = 1");
  const quote = await quoteRefund(order.memberId, order.orderSn, at(2));
  expect(quote).toMatchObject({ refundable: true, refundAmount: 300, needsReview: true });
  expect(quote.breakdown).toContainEqual({ label: "座位", value: "剩 1 / 2" });

  expect(await askBack(order, at(3))).toMatchObject({ status: "REVIEWING" });
  expect(await standing()).toEqual({ status: "REFUNDING", delivery_status: "DELIVERED", ticket: "HELD" });
  expect(await review("reject", 4)).toBe("REJECTED");
  expect(await standing()).toEqual({ status: "PAID", delivery_status: "DELIVERED", ticket: "VALID" });

  await askBack(order, at(5));
  expect(await review("approve", 6)).toBe("SUCCESS");
  expect(await standing()).toEqual({ status: "REFUNDED", delivery_status: "DELIVERED", ticket: "GONE" });
  expect(await refundsAtAlipay(order.orderSn)).toMatchObject([{ amountFen: 30_000 }]);
  expect(await inspectOrder(order.orderSn, at(7))).toMatchObject({ lots: [], segment: null });
  await expectCoherence(at(8));
});

test("a third kind that cannot be handed over with its payment is handed over by the retry", async () => {
  await query("alter table ticket rename to elsewhere");
  try {
    await pay();
    expect(await query("select status, delivery_status from oms_order")).toEqual([
      { status: "PAID", delivery_status: "PENDING" },
    ]);
  } finally {
    await query("alter table elsewhere rename to ticket");
  }
  expect(await retryDeliveries(at(2))).toMatchObject({ claimed: 1, done: 1 });
  expect(await standing()).toEqual({ status: "PAID", delivery_status: "DELIVERED", ticket: "VALID" });
});
