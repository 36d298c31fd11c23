import { AppError } from "../core/errors.ts";
import { findRefund, type StoredRefund } from "./store.ts";

/** A refund by id, without a check of its owner. One read. Throws REFUND_NOT_FOUND (404). */
export async function getRefund(id: bigint): Promise<StoredRefund> {
  const refund = await findRefund(id);
  if (!refund) throw new AppError("REFUND_NOT_FOUND");
  return refund;
}
