import { z } from "zod";
import {
  commitReservationBody,
  consumeCreditsBody,
  consumptionView,
  releaseReservationBody,
  reservationView,
  reserveCreditsBody,
  reversalView,
  reverseConsumptionBody,
} from "./credits.ts";
import type { EndpointTable } from "./endpoint.ts";
import { idSchema } from "./envelope.ts";
import { customerIdSchema, problemSchema } from "./service-values.ts";
import { credits, instant } from "./values.ts";

const ofCustomer = { customerId: customerIdSchema.describe("谁的积分") };

const grantCreditsBody = consumeCreditsBody.extend({
  ...ofCustomer,
  expireTime: instant.optional().describe("到期后不能再花；不给：长期有效"),
});
export type GrantCreditsBody = Omit<z.infer<typeof grantCreditsBody>, "customerId">;

const grantView = z
  .strictObject({
    bizId: z.string(),
    amount: credits,
    lotId: idSchema,
    balanceAfter: credits.describe("给过之后的全部积分"),
    expireTime: instant.nullable().describe("null：不过期"),
    createTime: instant,
  })
  .meta({ id: "CreditGrant" });
export type GrantView = z.infer<typeof grantView>;

/** Many at a time: what has been used. */
const operation = z.discriminatedUnion("op", [
  consumeCreditsBody.extend({ op: z.literal("consume"), ...ofCustomer }),
  commitReservationBody.extend({ op: z.literal("commit"), ...ofCustomer }),
]);
export type CreditOperation = z.infer<typeof operation>;

/** Upper bound of the operations of one request. */
const MOST_OPERATIONS = 100;

const outcome = z.union([consumptionView.extend({ status: z.literal(200) }), problemSchema]);

export const serviceCreditEndpoints = {
  "POST /api/v1/credits/consume": {
    access: "service",
    scope: "credits",
    summary: "花一位客户的积分",
    body: consumeCreditsBody.extend(ofCustomer),
    idempotent: true,
    answer: consumptionView,
    errors: ["CUSTOMER_NOT_FOUND", "INSUFFICIENT_CREDITS", "BIZ_ID_REUSED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/reserve": {
    access: "service",
    scope: "credits",
    summary: "为一件任务预留一位客户的积分",
    body: reserveCreditsBody.extend(ofCustomer),
    idempotent: true,
    answer: reservationView,
    errors: ["CUSTOMER_NOT_FOUND", "INSUFFICIENT_CREDITS", "BIZ_ID_REUSED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/commit": {
    access: "service",
    scope: "credits",
    summary: "任务做完：花掉预留的积分",
    body: commitReservationBody.extend(ofCustomer),
    idempotent: true,
    answer: consumptionView,
    errors: ["CUSTOMER_NOT_FOUND", "NOT_FOUND", "RESERVATION_NOT_HELD", "BIZ_ID_REUSED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/release": {
    access: "service",
    scope: "credits",
    summary: "任务没做：释放预留的积分",
    body: releaseReservationBody.extend(ofCustomer),
    idempotent: true,
    answer: reservationView,
    errors: ["CUSTOMER_NOT_FOUND", "NOT_FOUND", "RESERVATION_NOT_HELD", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/reverse": {
    access: "service",
    scope: "credits",
    summary: "任务失败：把花掉的积分还回去，全部或一部分",
    body: reverseConsumptionBody.extend(ofCustomer),
    idempotent: true,
    answer: reversalView,
    errors: ["CUSTOMER_NOT_FOUND", "NOT_FOUND", "CONSUMPTION_REVERSED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/grant": {
    access: "service",
    scope: "grants",
    summary: "不经付款给一位客户积分；退款时不值钱",
    body: grantCreditsBody,
    idempotent: true,
    answer: grantView,
    errors: ["CUSTOMER_NOT_FOUND", "BIZ_ID_REUSED", "MEMBER_CLOSED", "IDEMPOTENCY_KEY_REUSED"],
  },
  "POST /api/v1/credits/batch": {
    access: "service",
    scope: "credits",
    summary: "一次做许多：各办各的，一个不成不影响别的；同一位客户的按先后",
    body: z.strictObject({
      operations: z.array(operation).min(1, "至少一个").max(MOST_OPERATIONS, `最多 ${MOST_OPERATIONS} 个`),
    }),
    // 100 of the longest: names of 128 characters, reasons of 200 characters of four bytes.
    maxBodyBytes: 160_000,
    idempotent: true,
    answer: z.strictObject({
      results: z.array(outcome).describe("与 `operations` 一一对应：成了的是 `status` 200 和回答，没成的是一个问题"),
    }),
    errors: ["IDEMPOTENCY_KEY_REUSED"],
  },
} satisfies EndpointTable;
