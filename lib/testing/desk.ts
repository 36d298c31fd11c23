import type { MemberRole } from "../core/roles.ts";
import { startRefund, type DeskRequest, type Staff } from "../refunds/start-refund.ts";
import { aMember, contextAt, type TestOrder } from "./builders.ts";

/** One of the operator's people. */
export async function aStaff(role: MemberRole = "ADMIN"): Promise<Staff> {
  return { id: await aMember({ role }), role };
}

/** One of the operator's people refunds an order. */
export function refundFromDesk(
  staff: Staff,
  { orderSn }: Pick<TestOrder, "orderSn">,
  wish: Omit<DeskRequest, "orderSn" | "reason" | "requestKey"> & { readonly requestKey?: string },
  now: Date,
) {
  const { requestKey = null, ...rest } = wish;
  return startRefund(
    staff,
    { ...rest, orderSn, reason: "服务中断补偿", requestKey },
    contextAt(now, `admin:${staff.id}`),
  );
}
