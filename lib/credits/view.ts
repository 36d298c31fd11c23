import type { GrantedLotView } from "../contracts/admin-orders.ts";
import { CREDIT_ORIGIN_TEXTS } from "../contracts/codes.ts";
import type { AdjustmentView } from "../contracts/members.ts";
import type { StoredAdjustment } from "./adjustment-store.ts";
import type {
  ConsumptionView,
  CreditBalanceView,
  CreditLotView,
  LedgerEntryView,
  ReservationView,
  ReversalView,
} from "../contracts/credits.ts";
import type { GrantView } from "../contracts/service-credits.ts";
import type { StoredGrant } from "./grant-store.ts";
import type { StoredReservation } from "./reservation-store.ts";
import type { LedgerEntry, Lot, LotSums, OrderLot, StoredConsumption, StoredReversal } from "./store.ts";

export const ENTRY_TEXTS = {
  GRANT: "到账",
  CONSUME: "使用",
  REVERSE: "归还",
  TAKE_BACK: "退款收回",
  EXPIRE: "过期",
} as const satisfies Record<LedgerEntry["entryType"], string>;

function lotView(lot: Lot): CreditLotView {
  return {
    ...lot,
    id: Number(lot.id),
    productName: lot.productName ?? CREDIT_ORIGIN_TEXTS[lot.origin],
    expireTime: lot.expireTime?.toISOString() ?? null,
    createTime: lot.createTime.toISOString(),
  };
}

export function grantedLotView(lot: OrderLot): GrantedLotView {
  const { id, kind, granted, remaining, frozen, reserved, expireTime } = lot;
  return { id: Number(id), kind, granted, remaining, frozen, reserved, expireTime: expireTime?.toISOString() ?? null };
}

export function balanceView(lots: Lot[], sums: LotSums): CreditBalanceView {
  return {
    totalCredits: sums.total,
    frozenCredits: sums.frozen,
    reservedCredits: sums.reserved,
    availableCredits: sums.available,
    lots: lots.map(lotView),
  };
}

export function ledgerEntryView({ order, adjustmentId, ...entry }: LedgerEntry): LedgerEntryView {
  const isCorrected = entry.entryType === "TAKE_BACK" && adjustmentId !== null;
  return {
    ...entry,
    id: Number(entry.id),
    balanceAfter: Number(entry.balanceAfter),
    typeText: isCorrected ? "更正扣除" : ENTRY_TEXTS[entry.entryType],
    orderSn: order?.orderSn ?? null,
    createTime: entry.createTime.toISOString(),
  };
}

export function consumptionView({
  bizId,
  amount,
  createTime,
  paidBy,
}: Omit<StoredConsumption, "reason">): ConsumptionView {
  return {
    bizId,
    amount,
    balanceAfter: Math.min(...paidBy.map((share) => share.balanceAfter)),
    createTime: createTime.toISOString(),
    paidBy: paidBy.map(({ lotId, orderSn, kind, amount: paid }) => ({ lotId, orderSn, kind, amount: paid })),
  };
}

export function reversalView({ bizId, amount, createTime, givenTo }: StoredReversal): ReversalView {
  return {
    bizId,
    amount,
    balanceAfter: Math.max(...givenTo.map((share) => share.balanceAfter)),
    createTime: createTime.toISOString(),
    givenTo: givenTo.map(({ lotId, orderSn, kind, amount: given }) => ({ lotId, orderSn, kind, amount: given })),
  };
}

export function reservationView(
  reservation: Omit<StoredReservation, "id" | "memberId" | "reason" | "actor" | "spent" | "lots">,
): ReservationView {
  const { bizId, amount, status, leaseUntil } = reservation;
  return { bizId, amount, status, leaseUntil: leaseUntil.toISOString() };
}

export function adjustmentView(adjustment: StoredAdjustment): AdjustmentView {
  const { id, memberId, member, origin, amount, validDays, reason, status } = adjustment;
  const { requestedBy, requester, decider, decisionReason, createTime, finishTime } = adjustment;
  return {
    ...{ origin, amount, validDays, reason, status, decisionReason },
    id: Number(id),
    memberId: Number(memberId),
    memberName: member.name,
    requestedBy: { id: Number(requestedBy), name: requester.name },
    decidedBy: decider?.name ?? null,
    createTime: createTime.toISOString(),
    finishTime: finishTime?.toISOString() ?? null,
  };
}

export function grantView({
  bizId,
  amount,
  lotId,
  balanceAfter,
  expireTime,
  createTime,
}: Omit<StoredGrant, "reason">): GrantView {
  return {
    ...{ bizId, amount },
    lotId: Number(lotId),
    balanceAfter: Number(balanceAfter),
    expireTime: expireTime?.toISOString() ?? null,
    createTime: createTime.toISOString(),
  };
}
