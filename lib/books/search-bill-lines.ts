import type { BillLineView, FindBillLinesQuery } from "../contracts/differences.ts";
import { findBillLines } from "./bill-line-store.ts";
import { billLineView } from "./difference-view.ts";

const LINES_SHOWN = 50;

/**
 * Every line of a bill that has this number, matched ones too, the newest first (docs/rules.md R118). Lines of other applications
 * are counted on their day, not kept. One read.
 */
export async function searchBillLines({
  number,
  before,
}: FindBillLinesQuery): Promise<{ list: BillLineView[]; next: string | null }> {
  const [day, lineNo] = before?.split(".") ?? [];
  const place = day && lineNo ? { day, lineNo: Number(lineNo) } : null;
  const found = await findBillLines(number, place, LINES_SHOWN + 1);
  const list = found.slice(0, LINES_SHOWN).map(billLineView);
  const last = list.at(-1);
  return { list, next: found.length > LINES_SHOWN && last ? `${last.day}.${last.lineNo}` : null };
}
