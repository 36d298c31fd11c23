import { randomInt, randomUUID } from "node:crypto";
import type { Dice } from "../../scripts/dice.ts";
import { aBuyerWithCredits } from "./buying.ts";
import type { Answer, Person } from "./person.ts";
import { askBack } from "./refunding.ts";
import { atOnce, insist, type Repertoire } from "./scene.ts";
import type { World } from "./world.ts";

const TITLE = { kind: "PERSON", title: "模拟", email: "invoice@example.com" } as const;
const REASON = "模拟";
/** A day of an invoice's paper; any that is over. */
const PAPER_DAY = "2026-01-01";
const MOST_ORDERS = 3;

interface Invoice {
  readonly invoiceSn: string;
  readonly amount: number;
  readonly status: string;
}

/** A number of 20 digits that no other paper has. */
const paperNumber = () => `25${String(randomInt(10 ** 12)).padStart(18, "0")}`;

/** The member asks for one invoice for these orders, with so many clicks; null where none was answered. */
async function request(
  { findings, promises }: World,
  person: Person,
  orderSns: readonly string[],
  clicks: number,
): Promise<Invoice | null> {
  const key = randomUUID();
  const click = () => insist(() => person.post("/api/invoices", { orderSns, ...TITLE }, { key }));
  const made = (await atOnce(clicks, click)).filter(({ status }) => status === 200).map(invoiceOf);
  const [first] = made;
  if (!first) return null;
  if (made.some(({ invoiceSn }) => invoiceSn !== first.invoiceSn))
    findings.violate("answer", `one key made two invoices: ${key}`);
  promises.invoices.set(first.invoiceSn, { memberId: person.id, ends: [] });
  return first;
}

function invoiceOf({ data }: Answer): Invoice {
  return data as unknown as Invoice;
}

async function withdraw({ promises }: World, person: Person, { invoiceSn }: Invoice): Promise<void> {
  const { status } = await insist(() => person.post(`/api/invoices/${invoiceSn}/withdraw`));
  if (status === 200) promises.invoices.get(invoiceSn)?.ends.push({ status: "WITHDRAWN" });
}

function askRedLetter(person: Person, { invoiceSn }: Invoice): Promise<Answer> {
  return insist(() => person.post(`/api/invoices/${invoiceSn}/red-letter`));
}

type Act = "issue" | "refuse" | "red-letter";

/** One of finance does this with an invoice, as they have seen it. */
async function act({ promises }: World, admin: Person, { invoiceSn, amount, status }: Invoice, what: Act) {
  const number = paperNumber();
  const body = {
    issue: { amount, number, date: PAPER_DAY, fileUrl: "https://example.com/fapiao.pdf" },
    refuse: { reason: REASON },
    "red-letter": { number, date: PAPER_DAY, reason: REASON },
  }[what];
  const answer = await insist(() => admin.post(`/api/admin/invoices/${invoiceSn}/${what}`, body));
  const ends = promises.invoices.get(invoiceSn)?.ends;
  if (answer.status !== 200 || !ends) return;
  if (what === "issue") ends.push({ status: "ISSUED", number, amountFen: Math.round(amount * 100) });
  else if (what === "red-letter") ends.push({ status: "RED", number });
  else if (status === "REQUESTED") ends.push({ status: "REFUSED" });
}

const usualAct = ({ status }: Invoice): Act => (status === "REQUESTED" ? "issue" : "red-letter");

async function queueOf(admin: Person, queue: "open" | "issued"): Promise<readonly Invoice[]> {
  const { status, data } = await admin.get(`/api/admin/invoices?queue=${queue}`);
  return status === 200 ? (data!.list as Invoice[]) : [];
}

/** Finance issues what is asked for and writes the red letters. */
export async function clearInvoices(world: World): Promise<void> {
  const [admin] = world.admins;
  for (const invoice of await queueOf(admin!, "open")) await act(world, admin!, invoice, usualAct(invoice));
}

/** Two of finance take the same invoice, each with an act of their own. */
async function decideTogether(world: World, dice: Dice, invoice: Invoice): Promise<void> {
  const acts = world.admins.slice(0, 2).map((admin) => ({
    admin,
    what: dice.chance(0.25) ? "refuse" : usualAct(invoice),
  }));
  await Promise.all(acts.map(({ admin, what }) => act(world, admin, invoice, what)));
}

/** The order's buyer asks for the money, or an admin sends a part of it. */
async function refund(world: World, dice: Dice, person: Person, orderSn: string): Promise<void> {
  if (dice.chance(0.5)) return askBack(world, person, orderSn, 1);
  const body = { amountFen: dice.between(1, 990), takeBack: dice.pick(["unused", "none"] as const), reason: REASON };
  await dice.pick(world.admins).post(`/api/admin/orders/${orderSn}/refund`, body);
}

/** The orders that a buyer may put on an invoice now, newest first. */
async function choicesOf(person: Person): Promise<readonly string[]> {
  const { status, data } = await person.get("/api/invoices/choices");
  return status === 200 ? (data!.list as { orderSn: string }[]).map(({ orderSn }) => orderSn) : [];
}

/** A buyer with a paid order that is on no invoice; null when a fault prevented it. */
async function anInvoiceableOrder(world: World, dice: Dice): Promise<{ person: Person; orderSn: string } | null> {
  const person = dice.pick(world.buyers);
  const [orderSn] = await choicesOf(person);
  return orderSn ? { person, orderSn } : aBuyerWithCredits(world, dice);
}

export const INVOICING: Repertoire = {
  "an invoice meets a refund of its order": {
    weight: 5,
    play: async (world, dice) => {
      const found = await anInvoiceableOrder(world, dice);
      if (!found) return;
      const { person, orderSn } = found;
      const back = () => refund(world, dice, person, orderSn);
      const asking = request(world, person, [orderSn], dice.chance(0.3) ? 2 : 1);
      const [invoice] = await Promise.all([asking, dice.chance(0.2) ? back() : null]);
      if (!invoice) return;
      const takes = dice.chance(0.2) ? withdraw(world, person, invoice) : null;
      await Promise.all([decideTogether(world, dice, invoice), dice.chance(0.6) ? back() : null, takes]);
      await Promise.all([dice.chance(0.7) ? askRedLetter(person, invoice) : null, back()]);
      const letters = decideTogether(world, dice, { ...invoice, status: "RED_ASKED" });
      await Promise.all([dice.chance(0.7) ? letters : null, back()]);
      await Promise.all([back(), request(world, person, [orderSn], 1)]);
    },
  },
  "buyers ask for invoices": {
    weight: 4,
    play: async (world, dice) => {
      const person = dice.pick(world.buyers);
      const orderSns = (await choicesOf(person)).slice(0, dice.between(1, MOST_ORDERS));
      if (orderSns.length === 0) return;
      const invoice = await request(world, person, orderSns, dice.chance(0.3) ? 2 : 1);
      if (invoice && dice.chance(0.2)) await withdraw(world, person, invoice);
    },
  },
  "finance does what waits": {
    weight: 3,
    play: async (world, dice) => {
      const waiting = await queueOf(world.admins[0]!, "open");
      if (waiting.length > 0) await decideTogether(world, dice, dice.pick(waiting));
    },
  },
  "finance writes a red letter": {
    weight: 1,
    play: async (world, dice) => {
      const issued = await queueOf(world.admins[0]!, "issued");
      if (issued.length > 0) await act(world, dice.pick(world.admins), dice.pick(issued), "red-letter");
    },
  },
};
