import { checkInvariants } from "../../lib/books/check-invariants.ts";
import { AppError } from "../../lib/core/errors.ts";
import type { Movement } from "./alipay.ts";
import type { World } from "./world.ts";

/** Checks that hold at any time, also during faults. */
export async function checkSafety(world: World): Promise<void> {
  await checkLaws(world);
  await checkReceipts(world);
  // Read our books first; Alipay's statement must then contain them.
  const books = await readBooks(world);
  compare(world, books, await world.alipay.statement(), "ours");
}

/** Checks that hold after everything has ended. */
export async function checkRest(world: World): Promise<void> {
  await checkSafety(world);
  const books = await readBooks(world);
  compare(world, books, await world.alipay.statement(), "both");
  const accounts = await world.database.ask<{ app: string; n: number }>(
    "select app_id as app, count(*)::int as n from oms_payment_records group by 1 order by 1",
  );
  for (const { app, n } of accounts) world.findings.count(`paid with ${app}`, n);
}

async function checkLaws({ findings }: World): Promise<void> {
  try {
    for (const { id, offending, subjects } of await checkInvariants(new Date()))
      if ((offending ?? 0) > 0) findings.violate("invariant", `${id}: ${offending} × ${subjects[0]}`);
    findings.count("safetyChecks");
  } catch (error) {
    // The database is down; skip the check.
    if (!(error instanceof AppError)) throw error;
    findings.count("safetyChecksPutOff");
  }
}

/** Each notification answered `success` must have its evidence stored. */
async function checkReceipts({ database, front, findings }: World): Promise<void> {
  const told = [...front.acknowledged];
  const missing = await database.ask<{ id: string }>(
    `select told.id from unnest($1::text[]) as told (id)
      left join oms_payment_evidence kept on split_part(kept.evidence_key, ':', 2) = told.id and kept.source = 'NOTIFY'
      where kept.id is null`,
    [told],
  );
  for (const { id } of missing) findings.violate("receipt", `notice ${id}`);
}

type Books = Map<string, number>;

/** Every movement in our books, by `keyOf`, in fen. */
async function readBooks({ database }: World): Promise<Books> {
  const rows = await database.ask<{ key: string; fen: number }>(`
    select 'payment ' || trade_no as key, payment_amount_fen as fen from oms_payment_records
    union all select 'refund ' || trade_no || ' ' || regexp_replace(out_request_no, '^late-', ''), refund_amount_fen
      from oms_refund_records where status = 'SUCCESS' and out_request_no not like 'unnamed-%'`);
  return new Map(rows.map(({ key, fen }) => [key, fen]));
}

function keyOf({ kind, tradeNo, outRequestNo }: Movement): string {
  return kind === "pay" ? `payment ${tradeNo}` : `refund ${tradeNo} ${outRequestNo}`;
}

/** Compares item by item in fen. "ours": each of ours is in theirs; "both": and the reverse. */
function compare({ findings }: World, books: Books, movements: readonly Movement[], which: "ours" | "both"): void {
  const statement = new Map(movements.map((movement) => [keyOf(movement), movement.fen]));
  for (const [key, fen] of books)
    if (statement.get(key) !== fen)
      findings.violate("statement", `${key}: ours ${fen} fen, Alipay's ${statement.get(key) ?? "none"}`);
  if (which === "both")
    for (const [key, fen] of statement)
      if (!books.has(key)) findings.violate("statement", `${key}: ours none, Alipay's ${fen} fen`);
}
