import { raiseAlert } from "../accounts/parts.ts";
import type { Budget, RunReport } from "../core/batch.ts";
import { after, DAY_MS } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { foundOnce, runDue, type Tried } from "../db/run-due.ts";
import { owedAlert } from "./rules.ts";
import { countOwed, findOwed, type OwedInvoice } from "./store.ts";

/** Tells of every issued invoice whose money went back without its red letter, again a day after somebody closed the alert (decision 13). */
export function tellOwedRedLetters(now: Date, budget?: Budget): Promise<RunReport> {
  const since = after(now, -DAY_MS);
  const rows = {
    name: "tell-owed-red-letters",
    batch: 100,
    width: 4,
    outsideMs: 0,
    claim: foundOnce((passed, limit) => findOwed(since, passed, limit)),
    work: (invoice: OwedInvoice) => tell(invoice, now),
    countLeft: () => countOwed(since),
    about: ({ invoiceSn }: OwedInvoice) => ({ invoiceSn }),
  };
  return runDue(rows, now, budget);
}

async function tell(invoice: OwedInvoice, now: Date): Promise<Tried> {
  const commit = new Commit("tellOwedRedLetter");
  raiseAlert(commit, owedAlert(invoice, invoice.orderSn), now);
  await commit.run();
  return { outcome: "done" };
}
