import { z } from "zod";
import { idSchema, pageQuery } from "./envelope.ts";

export interface CreditLotView {
  id: number;
  orderSn: string;
  productName: string;
  kind: "PAID" | "BONUS";
  granted: number;
  remaining: number;
  frozen: number;
  reserved: number;
  expireTime: string | null;
  createTime: string;
}

export interface CreditBalanceView {
  /** All credits the member holds, frozen and reserved ones included. */
  totalCredits: number;
  /** Held for a refund. */
  frozenCredits: number;
  /** Held for a running job. */
  reservedCredits: number;
  /** What can be spent now. */
  availableCredits: number;
  lots: CreditLotView[];
}

export interface LedgerEntryView {
  id: number;
  entryType: "GRANT" | "CONSUME" | "TAKE_BACK" | "EXPIRE";
  /** Chinese word for the type. */
  typeText: string;
  delta: number;
  balanceAfter: number;
  reason: string;
  orderSn: string;
  createTime: string;
}

export const listLedgerQuery = z.strictObject(pageQuery);
export type ListLedgerQuery = z.infer<typeof listLedgerQuery>;

/**
 * What the caller did to be paid for: any visible characters, unique per member. Makes spending idempotent. The member
 * and the backend share the numbers: a backend takes ones that nobody guesses, or its member may have used one before.
 */
const bizId = z.string().regex(/^[\x21-\x7e]{1,128}$/, "业务号应为 1 到 128 个可见字符");
const amount = z.number().int().min(1, "积分数应为正整数").max(100_000_000, "积分数太大");
const reason = z.string().trim().min(1, "请填写用途").max(200, "用途最多 200 个字");
/** Long enough for a slow job, short enough that a forgotten one comes back the same day. */
const leaseSeconds = z.number().int().min(10).max(86_400);

export const consumeCreditsBody = z.strictObject({ amount, bizId, reason });
export const reserveCreditsBody = z.strictObject({ amount, bizId, reason, leaseSeconds: leaseSeconds.optional() });
/** `amount`: what the job really used, at most what was reserved; the rest is free again. Absent: all of it. */
export const commitReservationBody = z.strictObject({ bizId, amount: amount.optional() });
export const releaseReservationBody = z.strictObject({ bizId });
export type ConsumeCreditsBody = z.infer<typeof consumeCreditsBody>;
export type ReserveCreditsBody = z.infer<typeof reserveCreditsBody>;
export type CommitReservationBody = z.infer<typeof commitReservationBody>;
export type ReleaseReservationBody = z.infer<typeof releaseReservationBody>;

/** With a service key there is no session, so the body names the member. */
const ofMember = { memberId: idSchema };
export const serviceConsumeCreditsBody = consumeCreditsBody.extend(ofMember);
export const serviceReserveCreditsBody = reserveCreditsBody.extend(ofMember);
export const serviceCommitReservationBody = commitReservationBody.extend(ofMember);
export const serviceReleaseReservationBody = releaseReservationBody.extend(ofMember);

/** The answer to spending; asked again with the same `bizId`, the same answer. */
export interface ConsumptionView {
  bizId: string;
  amount: number;
  /** The member's total right after this. */
  balanceAfter: number;
  createTime: string;
  /** Which lots paid, in the order in which they were asked. */
  paidBy: { lotId: number; orderSn: string; kind: "PAID" | "BONUS"; amount: number }[];
}

export interface ReservationView {
  bizId: string;
  amount: number;
  status: "HELD" | "COMMITTED" | "RELEASED" | "EXPIRED";
  /** The instant at which a reservation that is still held releases itself. */
  leaseUntil: string;
}

export const createServiceKeyBody = z.strictObject({
  name: z.string().trim().min(1, "请填写名称").max(60, "名称最多 60 个字"),
});
export type CreateServiceKeyBody = z.infer<typeof createServiceKeyBody>;

export const serviceKeyParams = z.strictObject({
  keyId: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "密钥编号格式不正确")
    .transform(Number),
});

export interface ServiceKeyView {
  id: number;
  name: string;
  createdBy: string;
  createTime: string;
  revokedTime: string | null;
}

/** The only answer that ever carries the key itself. */
export interface NewServiceKeyView {
  id: number;
  name: string;
  key: string;
}
