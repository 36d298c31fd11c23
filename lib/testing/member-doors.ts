import { randomUUID } from "node:crypto";
import { aMember } from "./builders.ts";
import { ADMINS, type DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";
import { aWaitingAdjustment } from "./premises.ts";

async function ofSomebody(body: object): Promise<Knock> {
  return { params: { memberId: String(await aMember()) }, body: { ...body, reason: "他本人打电话要求" } };
}

/** The desk's view of a member, in the book of all endpoints. */
export const MEMBER_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/admin/members": { answers: ADMINS, good: () => ({ query: "query=a&after=1000000" }) },
  "GET /api/admin/members/[memberId]": {
    answers: ADMINS,
    good: ({ owner }) => ({ params: { memberId: String(owner) } }),
  },
  // Of somebody whom no other row of the book is about.
  "POST /api/admin/members/[memberId]/status": { answers: ADMINS, good: () => ofSomebody({ status: "closed" }) },
  "POST /api/admin/members/[memberId]/role": { answers: ADMINS, good: () => ofSomebody({ role: "SUPPORT" }) },
  "POST /api/admin/members/[memberId]/sign-out": { answers: ADMINS, good: () => ofSomebody({}) },
  "POST /api/admin/members/[memberId]/reset-link": { answers: ADMINS, good: () => ofSomebody({}) },
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
