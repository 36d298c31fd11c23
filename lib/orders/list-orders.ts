import {
  orderStatusOf,
  productTypeOf,
  RESERVED_ORDER_STATUS_CODE,
  RESERVED_PRODUCT_TYPE_CODE,
} from "../contracts/codes.ts";
import { pageOf, type Page } from "../contracts/envelope.ts";
import type { ListOrdersQuery, OrderRow } from "../contracts/orders.ts";
import { after, beijingDayStart, DAY_MS } from "../core/time.ts";
import { countOrders, findOrders, type OrderFilter } from "./store.ts";
import { orderRow } from "./view.ts";

/** A date means the whole Beijing day; an instant means itself. */
function startOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : (beijingDayStart(text) ?? new Date(text));
}

function endOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const day = beijingDayStart(text);
  return day ? after(day, DAY_MS) : after(new Date(text), 1);
}

/** null: what is asked for is reserved, so no order is like that. */
function filterOf(memberId: bigint, query: ListOrdersQuery): OrderFilter | null {
  const { status, productType } = query;
  if (status === RESERVED_ORDER_STATUS_CODE || productType === RESERVED_PRODUCT_TYPE_CODE) return null;
  return {
    memberId,
    status: status === undefined ? undefined : orderStatusOf(status),
    productType: productType === undefined ? undefined : productTypeOf(productType),
    from: startOf(query.startDate),
    to: endOf(query.endDate),
    orderSn: query.orderSn,
  };
}

/** A member's orders, newest first; both ends of the date range are included. Two reads side by side. */
export async function listOrders(memberId: bigint, query: ListOrdersQuery, now: Date): Promise<Page<OrderRow>> {
  const { pageNum = 1, pageSize = 20 } = query;
  const filter = filterOf(memberId, query);
  if (!filter) return pageOf([], 0, pageNum, pageSize);
  const [found, total] = await Promise.all([
    findOrders(filter, pageSize, (pageNum - 1) * pageSize),
    countOrders(filter),
  ]);
  return pageOf(
    found.map((order) => orderRow(order, now)),
    total,
    pageNum,
    pageSize,
  );
}
