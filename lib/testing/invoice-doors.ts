import { randomUUID } from "node:crypto";
import { askRedLetter } from "../invoices/ask-red-letter.ts";
import { aPaidOrder, contextAt } from "./builders.ts";
import { ADMINS, type DoorRow } from "./door-row.ts";
import type { Knock } from "./doors.ts";
import { askInvoice, issue, PDF, TITLE } from "./invoices.ts";
import type { Premises } from "./premises.ts";

const MEMBERS = "401 200 200 200 401 401";
const ITS_OWNER = "401 200 404 404 401 401";

async function aRequest({ owner, product }: Premises) {
  const now = new Date();
  return askInvoice([await aPaidOrder({ memberId: owner, wanted: product, now })], now);
}

async function anIssued(premises: Premises): Promise<Knock> {
  const { invoiceSn } = await issue(premises.admin, await aRequest(premises), new Date());
  return { params: { invoiceSn } };
}

async function aWaitingRed(premises: Premises): Promise<Knock> {
  const knock = await anIssued(premises);
  await askRedLetter(premises.owner, String(knock.params!.invoiceSn), contextAt(new Date()));
  return knock;
}

const aPage = (): Knock => ({ query: "before=1000000" });

/** The invoices' rows of the door book. */
export const INVOICE_DOORS: Readonly<Record<string, DoorRow>> = {
  "GET /api/invoices": { answers: MEMBERS, good: aPage },
  "GET /api/invoices/choices": { answers: MEMBERS, good: aPage },
  "POST /api/invoices": {
    answers: ITS_OWNER,
    good: async ({ owner, product }) => {
      const { orderSn } = await aPaidOrder({ memberId: owner, wanted: product, now: new Date() });
      return { body: { orderSns: [orderSn], ...TITLE }, headers: { "idempotency-key": randomUUID() } };
    },
  },
  "POST /api/invoices/[invoiceSn]/withdraw": {
    answers: ITS_OWNER,
    good: async (premises) => ({ params: { invoiceSn: (await aRequest(premises)).invoiceSn } }),
  },
  "POST /api/invoices/[invoiceSn]/red-letter": { answers: ITS_OWNER, good: anIssued },
  "GET /api/invoices/[invoiceSn]/file": { answers: ITS_OWNER, good: anIssued },
  "GET /api/admin/invoices": {
    answers: ADMINS,
    good: () => ({ query: `queue=open&query=${encodeURIComponent(TITLE.title)}&after=1` }),
  },
  "GET /api/admin/invoices/[invoiceSn]/file": { answers: ADMINS, good: anIssued },
  "POST /api/admin/invoices/[invoiceSn]/issue": {
    answers: ADMINS,
    good: async (premises) => {
      const { invoiceSn, amount } = await aRequest(premises);
      return {
        params: { invoiceSn },
        body: { amount, number: "25117000000000000001", date: "2026-03-01", file: PDF },
      };
    },
  },
  "POST /api/admin/invoices/[invoiceSn]/refuse": {
    answers: ADMINS,
    good: async (premises) => ({
      params: { invoiceSn: (await aRequest(premises)).invoiceSn },
      body: { reason: "抬头与税号不符" },
    }),
  },
  "POST /api/admin/invoices/[invoiceSn]/red-letter": {
    answers: ADMINS,
    good: async (premises) => ({
      ...(await aWaitingRed(premises)),
      body: { number: "25117000000000000002", date: "2026-03-01", reason: "买家退款" },
    }),
  },
};
