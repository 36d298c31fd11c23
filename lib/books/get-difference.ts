import type { DifferenceAct } from "../contracts/differences.ts";
import { AppError } from "../core/errors.ts";
import { actsOn } from "./difference-rules.ts";
import { findDifference, type StoredDifference } from "./difference-store.ts";

/** A difference by its id. One read. Throws NOT_FOUND (404). */
export async function getDifference(id: bigint): Promise<StoredDifference> {
  const difference = await findDifference(id);
  if (!difference) throw new AppError("NOT_FOUND");
  return difference;
}

/**
 * A difference that an act fits. One read. Throws NOT_FOUND (404), DIFFERENCE_CLOSED (409: somebody was first, or a later bill
 * explained it), DIFFERENCE_NOT_SO (409: the act does not fit it).
 */
export async function getDifferenceFor(act: DifferenceAct, id: bigint): Promise<StoredDifference> {
  const difference = await getDifference(id);
  if (difference.status !== "OPEN") throw new AppError("DIFFERENCE_CLOSED");
  if (!actsOn(difference).includes(act)) throw new AppError("DIFFERENCE_NOT_SO", { about: whyNot(act, difference) });
  return difference;
}

function whyNot(act: DifferenceAct, { outsideId }: StoredDifference): string {
  if (act === "write-off") return outsideId === null ? "它不能核销" : "先登记这笔另行退款，或者在提醒里放开它";
  if (act === "refund") return "没有可以原路退回的付款";
  return "账单说的不是本店的付款或退款";
}
