import type { DifferenceAct } from "../contracts/differences.ts";
import type { DifferenceKind, DifferenceStatus } from "../core/states.ts";
import type { Fen } from "../core/money.ts";
import { beijingText } from "../core/time.ts";

/** What both sides say of one trade or refund. null: that side has none. */
export interface BothSides {
  readonly what: DifferenceKind;
  readonly kind: "TRADE" | "REFUND";
  readonly billFen: Fen | null;
  readonly ourFen: Fen | null;
}

/**
 * What the bill says more than our books, signed: money that came in is positive, money that went back negative. The books count
 * only where they have the record, and once: not where the bill has what they have not, or has it again.
 */
export function amountOf({ what, kind, billFen, ourFen }: BothSides): Fen {
  const countsOurs = what === "AMOUNT" || what === "UNLISTED";
  const more = (billFen ?? 0) - (countsOurs ? (ourFen ?? 0) : 0);
  return more === 0 ? 0 : kind === "TRADE" ? more : -more;
}

export interface Standing {
  readonly status: DifferenceStatus;
  readonly what: DifferenceKind;
  readonly kind: "TRADE" | "REFUND";
  /** The attempt with the number of the line, as its order. null: no attempt of ours has it. */
  readonly orderSn: string | null;
  /** A refund that was made outside and is only seen: it is to be booked, or let go. */
  readonly outsideId: bigint | null;
  /** A payment that does not fit its order: its money can be sent back. */
  readonly mismatchId: bigint | null;
}

/**
 * The acts that fit. A trade that an attempt of ours may be is booked by asking for it; one that does not fit its order is sent
 * back; a refund made outside is booked, and is not written off while it waits for that.
 */
export function actsOn({ status, what, kind, orderSn, outsideId, mismatchId }: Standing): DifferenceAct[] {
  if (status !== "OPEN") return [];
  if (outsideId !== null && what !== "TWICE") return ["book"];
  const isLost = what === "UNBOOKED" && kind === "TRADE" && orderSn !== null;
  if (isLost && mismatchId !== null) return ["refund", "write-off"];
  return isLost ? ["book", "write-off"] : ["write-off"];
}

/** Whether a rule may say that the line is another application's: it is on the bill, and no attempt of ours has its number. */
export function isForeignable({ status, what, orderSn }: Pick<Standing, "status" | "what" | "orderSn">): boolean {
  return status === "OPEN" && orderSn === null && (what === "UNBOOKED" || what === "TWICE");
}

/** Whether a number begins as one of the rules says. */
export function isOfRule(outTradeNo: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => outTradeNo.startsWith(prefix));
}

/** As many digits of a number of ours say when its order was made. */
const STAMP_LENGTH = 17;

/**
 * Whether an order that is yet to be made may have a number that begins so: our numbers begin with the Beijing time of the order
 * (lib/ids.ts), so one of a time that is over is taken by no new order.
 */
export function mayBecomeOurs(prefix: string, now: Date): boolean {
  const stamp = prefix.slice(0, STAMP_LENGTH);
  if (!/^\d+$/.test(stamp)) return false;
  const earliest = beijingText(now).replace(/\D/g, "");
  return stamp.padEnd(STAMP_LENGTH, "9") >= earliest.padEnd(STAMP_LENGTH, "0");
}
