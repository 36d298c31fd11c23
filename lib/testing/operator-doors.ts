import { randomUUID } from "node:crypto";
import { saveMark } from "../accounts/save-mark.ts";
import { addTarget } from "../operators/targets.ts";
import { contextAt } from "./builders.ts";
import { query } from "./database.ts";
import { ADMINS, type DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";
import { aPng } from "./png.ts";
import { aSpareKey } from "./premises.ts";

async function aTarget(): Promise<Knock> {
  const target = { kind: "WECOM", address: `http://127.0.0.1:9/${randomUUID()}` } as const;
  await query("delete from sys_operator_target");
  const { id } = await addTarget(target, contextAt(new Date()));
  return { params: { targetId: String(id) } };
}

async function aMark(): Promise<Knock> {
  const { mark } = await saveMark(aPng(16, 16).toString("base64"), contextAt(new Date()));
  return { params: { mark: mark! } };
}

/** The rows of the door book about what an admin sets for the shop. */
export const OPERATOR_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/admin/operator-targets": { answers: ADMINS },
  "POST /api/admin/operator-targets": {
    answers: ADMINS,
    good: () => ({ body: { kind: "WECOM", address: "http://127.0.0.1:9/robot" } }),
  },
  "DELETE /api/admin/operator-targets/[targetId]": { answers: ADMINS, good: aTarget },
  "POST /api/admin/operator-targets/[targetId]/test": { answers: ADMINS, good: aTarget },
  "GET /api/admin/service-keys": { answers: ADMINS },
  "POST /api/admin/service-keys": {
    answers: ADMINS,
    good: () => ({ body: { name: "另一个后端", scopes: ["read"], expireTime: "2099-01-01T00:00:00Z" } }),
  },
  "GET /api/admin/settings": { answers: ADMINS },
  "PUT /api/admin/settings/mark": {
    answers: ADMINS,
    good: () => ({ body: { png: aPng(32, 32).toString("base64") } }),
  },
  "GET /api/mark/[mark]": { answers: "200 200 200 200 200 200", good: aMark },
  "PUT /api/admin/settings": { answers: ADMINS, good: () => ({ body: { supportContact: "微信 shop-help" } }) },
  "POST /api/admin/service-keys/[keyId]/rotate": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { keyId: await aSpareKey(premises) },
      body: { overlapHours: 24, expireTime: "2099-01-01T00:00:00Z" },
    }),
  },
  "DELETE /api/admin/service-keys/[keyId]": {
    answers: ADMINS,
    good: async (premises) => ({ params: { keyId: await aSpareKey(premises) } }),
  },
};
