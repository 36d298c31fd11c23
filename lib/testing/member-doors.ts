import { randomUUID } from "node:crypto";
import { ADMINS, type DoorRow } from "./door-row.ts";
import { aWaitingAdjustment } from "./premises.ts";

/** The desk's view of a member, in the book of all endpoints. */
export const MEMBER_DOORS: Readonly<Record<string, DoorRow>> = {
  "POST /api/admin/members/[memberId]/credits": {
    answers: ADMINS,
    good: ({ owner }) => ({
      params: { memberId: String(owner) },
      body: { origin: "COMPENSATION", amount: 5, validDays: 30, reason: "一张图没有画成" },
      headers: { "idempotency-key": randomUUID() },
    }),
  },
  "POST /api/admin/members/[memberId]/credits/[adjustmentId]": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { memberId: String(premises.owner), adjustmentId: await aWaitingAdjustment(premises) },
      body: { verdict: "approve", reason: "核对过" },
    }),
  },
};
