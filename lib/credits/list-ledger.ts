import type { LedgerEntryView, ListLedgerQuery } from "../contracts/credits.ts";
import { pageOf, type Page } from "../contracts/envelope.ts";
import { countLedger, findLedger } from "./store.ts";
import { ledgerEntryView } from "./view.ts";

/** Every change of a member's credits, newest first. The page and its count side by side: three reads. */
export async function listLedger(memberId: bigint, query: ListLedgerQuery): Promise<Page<LedgerEntryView>> {
  const { pageNum = 1, pageSize = 20 } = query;
  const [entries, total] = await Promise.all([
    findLedger(memberId, pageSize, (pageNum - 1) * pageSize),
    countLedger(memberId),
  ]);
  return pageOf(entries.map(ledgerEntryView), total, pageNum, pageSize);
}
