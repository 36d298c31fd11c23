import type { GrantedLotView } from "../contracts/admin-orders.ts";
import type {
  ConsumptionView,
  CreditBalanceView,
  CreditLotView,
  LedgerEntryView,
  ReservationView,
  ReversalView,
} from "../contracts/credits.ts";
import type {
  LedgerEntry,
  Lot,
  LotSums,
  OrderLot,
  StoredConsumption,
  StoredReservation,
  StoredReversal,
} from "./store.ts";

const ENTRY_TEXTS = {
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

export function ledgerEntryView({ order, ...entry }: LedgerEntry): LedgerEntryView {
  return {
    ...entry,
    id: Number(entry.id),
    balanceAfter: Number(entry.balanceAfter),
    typeText: ENTRY_TEXTS[entry.entryType],
    orderSn: order.orderSn,
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
