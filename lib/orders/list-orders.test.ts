import { beforeEach, describe, expect, test } from "vitest";
import { listOrdersQuery } from "../contracts/orders.ts";
import { aCreditProduct, aMember, anOrder, aPaidOrder, aPlan, at, type TestOrder } from "../testing/builders.ts";
import { query, useDatabase } from "../testing/database.ts";
import { getOrder, getOrderStatus } from "./get-order.ts";
import { listOrders } from "./list-orders.ts";

useDatabase();

const DAY = 24 * 60;
let memberId: bigint;
/** Oldest first: unpaid credits on 1 March, a paid plan on the 2nd, cancelled credits on the 3rd. */
let orders: [TestOrder, TestOrder, TestOrder];

beforeEach(async () => {
  memberId = await aMember();
  const pack = await aCreditProduct({ priceFen: 1_990 });
  orders = [
    await anOrder({ memberId, wanted: pack }),
    await aPaidOrder({ memberId, wanted: await aPlan(), now: at(DAY) }),
    await anOrder({ memberId, wanted: pack, now: at(2 * DAY) }),
  ];
  await query("update oms_order set status = 'CANCELLED' where id = $1", [orders[2].orderId]);
  await anOrder();
});

/** The filter as a browser would send it. */
const list = (filter: Record<string, string> = {}, now = at(2 * DAY)) =>
  listOrders(memberId, listOrdersQuery.parse(filter), now);
const found = async (filter: Record<string, string>) =>
  (await list(filter)).list.map((row) => orders.findIndex(({ orderSn }) => orderSn === row.orderSn));

describe("a member's orders", () => {
  test("are theirs alone, newest first, each row complete", async () => {
    const page = await list();
    expect(page).toMatchObject({ total: 3, pageNum: 1, pageSize: 20, totalPage: 1 });
    expect(page.list.map((row) => row.orderSn)).toEqual(orders.map(({ orderSn }) => orderSn).reverse());
    expect(page.list[1]).toEqual({
      id: Number(orders[1].orderId),
      orderSn: orders[1].orderSn,
      productName: expect.stringMatching(/^套餐 .*（月付）$/) as string,
      productType: 3,
      totalAmount: 29,
      status: 1,
      statusText: "已支付",
      deliveryStatus: 1,
      paymentMethod: "alipay",
      paymentTime: at(DAY + 1).toISOString(),
      createTime: at(DAY).toISOString(),
      expireTime: at(DAY + 30).toISOString(),
      payable: false,
      cancellable: false,
      refundable: true,
    });
    expect(page.list[2]).toMatchObject({ totalAmount: 19.9, status: 0, paymentMethod: null, paymentTime: null });
  });

  test.each([
    ["status 0", { status: "0" }, [0]],
    ["status 1", { status: "1" }, [1]],
    ["status 4", { status: "4" }, [2]],
    ["status 6, of which there is none", { status: "6" }, []],
    ["status 2, which is reserved", { status: "2" }, []],
    ["product type 1, which is reserved", { productType: "1" }, []],
    ["credits", { productType: "2" }, [2, 0]],
    ["plans", { productType: "3" }, [1]],
    ["from a day on", { startDate: "2026-03-02" }, [2, 1]],
    ["up to a day, that day included", { endDate: "2026-03-02" }, [1, 0]],
    ["one day", { startDate: "2026-03-02", endDate: "2026-03-02" }, [1]],
    [
      "between instants, both included",
      { startDate: "2026-03-02T12:00:00+08:00", endDate: "2026-03-02T04:00:00Z" },
      [1],
    ],
    ["a day and a type", { startDate: "2026-03-02", productType: "2" }, [2]],
    ["everything left empty", { status: "", productType: "", startDate: "", endDate: "", orderSn: "" }, [2, 1, 0]],
  ])("filtered by %s", async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
    expect((await list(filter)).total).toBe(expected.length);
  });

  test("filtered by number: the whole number, and only among one's own", async () => {
    expect(await found({ orderSn: orders[0].orderSn })).toEqual([0]);
    expect(await found({ orderSn: orders[0].orderSn.slice(0, 20) })).toEqual([]);
    const [stranger] = await query<{ order_sn: string }>("select order_sn from oms_order where member_id <> $1", [
      memberId,
    ]);
    expect(await found({ orderSn: stranger!.order_sn })).toEqual([]);
  });

  test("a Beijing day begins at 16:00 UTC the day before", async () => {
    await query("update oms_order set create_time = $2 where id = $1", [
      orders[0].orderId,
      new Date("2026-02-28T16:00:00.000Z"),
    ]);
    expect(await found({ startDate: "2026-03-01", endDate: "2026-03-01" })).toEqual([0]);
    await query("update oms_order set create_time = $2 where id = $1", [
      orders[0].orderId,
      new Date("2026-02-28T15:59:59.999Z"),
    ]);
    expect(await found({ startDate: "2026-03-01", endDate: "2026-03-01" })).toEqual([]);
  });

  test("come in pages", async () => {
    expect(await list({ pageNum: "2", pageSize: "2" })).toMatchObject({
      total: 3,
      pageNum: 2,
      pageSize: 2,
      totalPage: 2,
    });
    expect(await found({ pageNum: "2", pageSize: "2" })).toEqual([0]);
    expect(await found({ pageNum: "3", pageSize: "2" })).toEqual([]);
  });

  test.each([
    { status: "7" },
    { status: "1.5" },
    { productType: "0" },
    { pageSize: "101" },
    { pageNum: "0" },
    { startDate: "2026-02-30" },
    { startDate: "yesterday" },
    { endDate: "2026-03-02T12:00:00" },
    { orderSn: "'; drop table oms_order" },
    { orderBy: "id" },
  ])("the filter %j is refused", (filter) => {
    expect(listOrdersQuery.safeParse(filter).success).toBe(false);
  });

  test("say what may be done now", async () => {
    const may = async (now: Date, i: number) => {
      const { payable, cancellable, refundable } = (await list({}, now)).list[i]!;
      return { payable, cancellable, refundable };
    };
    expect(await may(at(29), 2)).toEqual({ payable: true, cancellable: true, refundable: false });
    expect(await may(at(30), 2)).toEqual({ payable: false, cancellable: true, refundable: false });
    expect(await may(at(DAY + 1 + 7 * DAY), 1)).toEqual({ payable: false, cancellable: false, refundable: true });
    expect(await may(new Date(at(DAY + 1 + 7 * DAY).getTime() + 1), 1)).toEqual({
      payable: false,
      cancellable: false,
      refundable: false,
    });
  });
});

describe("the state of one order", () => {
  test("is what a poll needs", async () => {
    expect(await getOrderStatus(memberId, orders[0].orderSn)).toEqual({
      orderSn: orders[0].orderSn,
      status: 0,
      statusText: "待支付",
      deliveryStatus: 0,
    });
    expect(await getOrderStatus(memberId, orders[1].orderSn)).toMatchObject({
      status: 1,
      deliveryStatus: 1,
      paymentTime: at(DAY + 1).toISOString(),
    });
  });

  test("of somebody else's order is not found, and neither is the order", async () => {
    const stranger = await aMember();
    await expect(getOrderStatus(stranger, orders[0].orderSn)).rejects.toMatchObject({
      code: "ORDER_NOT_FOUND",
      status: 404,
    });
    await expect(getOrder(stranger, orders[0].orderSn)).rejects.toMatchObject({ code: "ORDER_NOT_FOUND", status: 404 });
  });
});
