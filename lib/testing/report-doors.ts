import type { Knock } from "./doors.ts";
import { aDifference, aForeignRule, anEmptyMonth } from "./differences.ts";
import type { Premises } from "./premises.ts";

/** As in the book: for guest, owner, other, admin, cron and service. */
const ADMINS = "401 403 403 200 401 401";

const someDays = "from=2026-01-01&to=2026-01-31";

const becauseOf = (id: string) => ({ params: { differenceId: id }, body: { reason: "核对过" } });

/** The rows of the door book about what finance reads. */
export const REPORT_DOORS = {
  "GET /api/admin/audit": {
    answers: ADMINS,
    good: (): Knock => ({ query: `${someDays}&actor=cron&action=PAYMENT_ASKED&target=x&before=1000&pageSize=20` }),
  },
  "GET /api/admin/bill-lines": {
    answers: ADMINS,
    good: (): Knock => ({ query: "number=2026030122001400000000000001&before=2026-03-01.3" }),
  },
  "GET /api/admin/closing": { answers: ADMINS, good: (): Knock => ({ query: "month=2026-02" }) },
  "POST /api/admin/closing": { answers: ADMINS, good: async (): Promise<Knock> => ({ body: await anEmptyMonth() }) },
  "GET /api/admin/differences": {
    answers: ADMINS,
    good: (): Knock => ({ query: `${someDays}&state=open&what=UNBOOKED&before=1000&pageSize=20` }),
  },
  "POST /api/admin/differences/[differenceId]/book": {
    answers: ADMINS,
    good: async (premises: Premises) => becauseOf(await aDifference(premises, "outside")),
  },
  "POST /api/admin/differences/[differenceId]/refund": {
    answers: ADMINS,
    good: async (premises: Premises) => becauseOf(await aDifference(premises, "mismatch")),
  },
  "POST /api/admin/differences/[differenceId]/write-off": {
    answers: ADMINS,
    good: async (premises: Premises) => becauseOf(await aDifference(premises, "nobody's")),
  },
  "POST /api/admin/foreign-rules": {
    answers: ADMINS,
    good: (): Knock => ({
      body: { prefix: `SHOP${Date.now()}${Math.random()}`.replace(".", "-"), reason: "另一家店" },
    }),
  },
  "POST /api/admin/foreign-rules/[ruleId]/end": {
    answers: ADMINS,
    good: async (premises: Premises) => ({
      params: { ruleId: await aForeignRule(premises) },
      body: { reason: "关店" },
    }),
  },
  "GET /api/admin/evidence": {
    answers: ADMINS,
    good: ({ order }: Premises): Knock => ({ query: `orderSn=${order.orderSn}&before=1000` }),
  },
  "GET /api/admin/exports": { answers: ADMINS },
  "GET /api/admin/exports/[name]": {
    answers: ADMINS,
    good: (): Knock => ({ params: { name: "orders" }, query: someDays }),
  },
  "GET /api/admin/journal": { answers: ADMINS, good: (): Knock => ({ query: "month=2026-01" }) },
  "GET /api/admin/insights": { answers: ADMINS, good: (): Knock => ({ query: someDays }) },
};
