import { z } from "zod";
import { CREDIT_ORIGIN_TEXTS, type CreditOrigin } from "./codes.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema, orderSnSchema, pageQuery, pageSchema } from "./envelope.ts";
import { credits, instant, words } from "./values.ts";

/** null: what the shop gave, which belongs to no order. */
const ofOrder = orderSnSchema.nullable().describe("来自哪笔订单；null：不来自订单");

export const creditOrigin = z
  .enum(Object.keys(CREDIT_ORIGIN_TEXTS) as CreditOrigin[])
  .describe("来源：购买、客服赠送、补偿、更正等");

export const lotKind = z.enum(["PAID", "BONUS"]).describe("PAID：购买 · BONUS：赠送");

const creditLotView = z
  .strictObject({
    id: idSchema,
    orderSn: ofOrder,
    productName: z.string().describe("买的是什么；不来自订单的，是来源的名称"),
    origin: creditOrigin,
    kind: lotKind,
    granted: credits,
    remaining: credits,
    frozen: credits.describe("因退款冻结"),
    reserved: credits.describe("被进行中的任务预留"),
    expireTime: instant.nullable().describe("null：不过期"),
    createTime: instant,
  })
  .meta({ id: "CreditLot" });
export type CreditLotView = z.infer<typeof creditLotView>;

export const creditBalanceView = z
  .strictObject({
    totalCredits: credits.describe("全部积分，含冻结与预留的"),
    frozenCredits: credits.describe("因退款冻结"),
    reservedCredits: credits.describe("被进行中的任务预留"),
    availableCredits: credits.describe("现在可以花的"),
    lots: z.array(creditLotView),
  })
  .meta({ id: "CreditBalance" });
export type CreditBalanceView = z.infer<typeof creditBalanceView>;

export const ledgerEntryView = z
  .strictObject({
    id: idSchema,
    entryType: z.enum(["GRANT", "CONSUME", "REVERSE", "TAKE_BACK", "EXPIRE"]),
    typeText: words,
    delta: z.int().describe("增加或减少的积分数"),
    balanceAfter: credits,
    reason: z.string(),
    orderSn: ofOrder,
    createTime: instant,
  })
  .meta({ id: "LedgerEntry" });
export type LedgerEntryView = z.infer<typeof ledgerEntryView>;

export const listLedgerQuery = z.strictObject(pageQuery);
export type ListLedgerQuery = z.infer<typeof listLedgerQuery>;

/**
 * The caller's id of the job, unique per member: printable characters. Makes consuming idempotent. Member and back end
 * share the namespace, so a back end should use ids that its member cannot guess.
 */
const bizId = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, "业务号应为 1 到 128 个可见字符")
  .describe("业务号，每个会员之内唯一；同一个号得到同一个回答");
const amount = z.number().int().min(1, "积分数应为正整数").max(100_000_000, "积分数太大");
const reason = z.string().trim().min(1, "请填写用途").max(200, "用途最多 200 个字").describe("用途");
/** 10 seconds to 24 hours. */
const leaseSeconds = z.number().int().min(10).max(86_400).describe("预留多少秒后自动释放");

export const consumeCreditsBody = z.strictObject({ amount, bizId, reason });
export const reserveCreditsBody = z.strictObject({ amount, bizId, reason, leaseSeconds: leaseSeconds.optional() });
export const commitReservationBody = z.strictObject({
  bizId,
  amount: amount.optional().describe("实际用掉的，最多为预留的；其余释放。不给：全部"),
});
export const releaseReservationBody = z.strictObject({ bizId });
export type ConsumeCreditsBody = z.infer<typeof consumeCreditsBody>;
export type ReserveCreditsBody = z.infer<typeof reserveCreditsBody>;
export type CommitReservationBody = z.infer<typeof commitReservationBody>;
export type ReleaseReservationBody = z.infer<typeof releaseReservationBody>;

export const reverseConsumptionBody = z.strictObject({
  bizId,
  amount: amount.optional().describe("归还多少，可以分几次；不给：还没有归还的全部"),
});
export type ReverseConsumptionBody = z.infer<typeof reverseConsumptionBody>;

const lotShares = z.array(z.strictObject({ lotId: idSchema, orderSn: ofOrder, kind: lotKind, amount: credits }));

/** The answer to spending; asked again with the same `bizId`, the same answer. */
export const consumptionView = z
  .strictObject({
    bizId,
    amount: credits,
    balanceAfter: credits.describe("花过之后的全部积分"),
    createTime: instant,
    paidBy: lotShares.describe("花在哪几批上，按先后"),
  })
  .meta({ id: "Consumption" });
export type ConsumptionView = z.infer<typeof consumptionView>;

export const reversalView = z
  .strictObject({
    bizId,
    amount: credits.describe("这一次归还的"),
    balanceAfter: credits.describe("归还之后的全部积分"),
    createTime: instant,
    givenTo: lotShares.describe("还给哪几批，最后扣的先还；已经过期的批次，还回去也是过期的"),
  })
  .meta({ id: "Reversal" });
export type ReversalView = z.infer<typeof reversalView>;

export const reservationView = z
  .strictObject({
    bizId,
    amount: credits,
    status: z.enum(["HELD", "COMMITTED", "RELEASED", "EXPIRED"]),
    leaseUntil: instant.describe("还没有结束的预留在此时自动释放"),
  })
  .meta({ id: "Reservation" });
export type ReservationView = z.infer<typeof reservationView>;

export const creditEndpoints = {
  "GET /api/credits/balance": { access: "member", portal: true, summary: "积分余额", answer: creditBalanceView },
  "GET /api/credits/ledger": {
    access: "member",
    portal: true,
    summary: "积分流水，最新的在前",
    query: listLedgerQuery,
    answer: pageSchema(ledgerEntryView),
  },
  "POST /api/credits/consume": {
    access: "member",
    summary: "花积分",
    body: consumeCreditsBody,
    answer: consumptionView,
    errors: ["INSUFFICIENT_CREDITS", "BIZ_ID_REUSED"],
  },
  "POST /api/credits/reserve": {
    access: "member",
    summary: "为一件任务预留积分",
    body: reserveCreditsBody,
    answer: reservationView,
    errors: ["INSUFFICIENT_CREDITS", "BIZ_ID_REUSED"],
  },
  "POST /api/credits/commit": {
    access: "member",
    summary: "任务做完：花掉预留的积分",
    body: commitReservationBody,
    answer: consumptionView,
    errors: ["NOT_FOUND", "RESERVATION_NOT_HELD", "BIZ_ID_REUSED"],
  },
  "POST /api/credits/release": {
    access: "member",
    summary: "任务没做：释放预留的积分",
    body: releaseReservationBody,
    answer: reservationView,
    errors: ["NOT_FOUND", "RESERVATION_NOT_HELD"],
  },
} satisfies EndpointTable;
