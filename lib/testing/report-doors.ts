import type { Knock } from "./doors.ts";
import type { Premises } from "./premises.ts";

/** As in the book: for guest, owner, other, admin, cron and service. */
const ADMINS = "401 403 403 200 401 401";

const someDays = "from=2026-01-01&to=2026-01-31";

/** The rows of the door book about what finance reads. */
export const REPORT_DOORS = {
  "GET /api/admin/audit": {
    answers: ADMINS,
    good: (): Knock => ({ query: `${someDays}&actor=cron&action=PAYMENT_ASKED&target=x&before=1000&pageSize=20` }),
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
