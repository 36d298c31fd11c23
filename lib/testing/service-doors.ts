import { randomUUID } from "node:crypto";
import { consumeCredits } from "../credits/consume-credits.ts";
import { grantCredits } from "../credits/grant-credits.ts";
import { reserveCredits } from "../credits/reserve-credits.ts";
import { aPaidOrder, contextAt } from "./builders.ts";
import type { DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";
import type { Premises } from "./premises.ts";

/** A key alone opens them, whoever's session comes with the request. */
const BACK_ENDS = "401 401 401 401 401 200";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const NOWHERE = "404 404 404 404 404 404";
const noDoor = () => ({ params: { rest: ["no", "such", "door"] } });

const theCustomer = ({ customer: { customerId } }: Premises) => ({ params: { customerId } });
const aPart = (premises: Premises) => ({ ...theCustomer(premises), query: "limit=10&after=1000000" });
const job = () => ({ bizId: randomUUID(), amount: 1, reason: "一件工作" });

/** Credits of the customer's, and what is done with them. */
async function inHand(
  { customer: { customerId, memberId } }: Premises,
  use: (memberId: bigint) => Promise<object>,
): Promise<Knock> {
  await grantCredits(memberId, { ...job(), amount: 5 }, contextAt(new Date(), "service:1"));
  return { body: { customerId, ...(await use(memberId)) } };
}

async function aReservation(memberId: bigint): Promise<{ bizId: string }> {
  const held = job();
  await reserveCredits(memberId, held, contextAt(new Date(), "service:1"));
  return { bizId: held.bizId };
}

async function aConsumption(memberId: bigint): Promise<{ bizId: string }> {
  const spent = job();
  await consumeCredits(memberId, spent, contextAt(new Date(), "service:1"));
  return { bizId: spent.bizId };
}

/** A paid order of the customer's, whose refund needs review. */
async function anOrderOf({ customer: { memberId }, product }: Premises): Promise<Knock> {
  const { orderSn } = await aPaidOrder({ memberId, wanted: product, now: new Date() });
  return { params: { orderSn } };
}

/** What is no address. */
export const NO_DOORS: Readonly<Record<string, DoorRow>> = Object.fromEntries(
  METHODS.map((method) => [`${method} /api/[...rest]`, { answers: NOWHERE, good: noDoor }]),
);

/** The addresses of the product's own back end. What keys of other kinds meet there: app/api/service-doors.test.ts. */
export const SERVICE_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/v1/catalog": { answers: BACK_ENDS },
  "GET /api/v1/key": { answers: BACK_ENDS },
  "POST /api/mcp": {
    answers: BACK_ENDS,
    good: () => ({
      body: { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "get_catalog" } },
      headers: { accept: "application/json, text/event-stream" },
    }),
  },
  "PUT /api/v1/customers/[customerId]": {
    answers: BACK_ENDS,
    good: (premises) => ({ ...theCustomer(premises), body: { email: "user@example.com", name: "用户" } }),
  },
  "GET /api/v1/customers/[customerId]": { answers: BACK_ENDS, good: theCustomer },
  "GET /api/v1/customers/[customerId]/orders": { answers: BACK_ENDS, good: aPart },
  "GET /api/v1/customers/[customerId]/ledger": { answers: BACK_ENDS, good: aPart },
  "POST /api/v1/credits/consume": {
    answers: BACK_ENDS,
    good: (premises) => inHand(premises, () => Promise.resolve(job())),
  },
  "POST /api/v1/credits/reserve": {
    answers: BACK_ENDS,
    good: (premises) => inHand(premises, () => Promise.resolve({ ...job(), leaseSeconds: 60 })),
  },
  "POST /api/v1/credits/commit": {
    answers: BACK_ENDS,
    good: (premises) => inHand(premises, async (memberId) => ({ ...(await aReservation(memberId)), amount: 1 })),
  },
  "POST /api/v1/credits/release": { answers: BACK_ENDS, good: (premises) => inHand(premises, aReservation) },
  "POST /api/v1/credits/reverse": { answers: BACK_ENDS, good: (premises) => inHand(premises, aConsumption) },
  "POST /api/v1/credits/grant": {
    answers: BACK_ENDS,
    good: ({ customer: { customerId } }) => ({
      body: { customerId, ...job(), expireTime: "2099-01-01T00:00:00Z" },
      headers: { "idempotency-key": randomUUID() },
    }),
  },
  "POST /api/v1/credits/batch": {
    answers: BACK_ENDS,
    good: async (premises) => {
      const { body } = await inHand(premises, () => Promise.resolve(job()));
      return { body: { operations: [{ op: "consume", ...(body as object) }] } };
    },
  },
  "GET /api/v1/orders/[orderSn]": { answers: BACK_ENDS, good: anOrderOf },
  "POST /api/v1/orders/[orderSn]/refunds": {
    answers: BACK_ENDS,
    good: async (premises) => ({
      ...(await anOrderOf(premises)),
      body: { amountFen: 29_999, reason: "服务中断" },
      headers: { "idempotency-key": randomUUID() },
    }),
  },
};
