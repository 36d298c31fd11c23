import { randomUUID } from "node:crypto";
import type { Knock } from "./doors.ts";
import type { Premises } from "./premises.ts";

/** The doors of refunds that a person starts, for the table of all doors. */
export function refundDoors(answers: string, anOrder: (premises: Premises) => Promise<Knock>) {
  return {
    "GET /api/admin/orders/[orderSn]/refund": {
      answers,
      good: async (premises: Premises) => ({ ...(await anOrder(premises)), query: "amountFen=1&takeBack=none" }),
    },
    "POST /api/admin/orders/[orderSn]/refund": {
      answers,
      good: async (premises: Premises) => ({
        ...(await anOrder(premises)),
        body: { amountFen: 1, takeBack: "unused", reason: "服务中断补偿" },
        headers: { "idempotency-key": randomUUID() },
      }),
    },
  };
}
