import type { ActView, ListAuditQuery } from "../contracts/audit.ts";
import { dayRange } from "../core/day-range.ts";
import { findAudit } from "./audit-store.ts";
import { actView } from "./audit-words.ts";

const ACTS_SHOWN = 50;

/** Who did what, newest first. One read. Throws VALIDATION_FAILED (400) for days that are no range. */
export async function listAudit(
  { from, to, pageSize = ACTS_SHOWN, ...wanted }: ListAuditQuery,
  now: Date,
): Promise<{ list: ActView[]; next: number | null }> {
  const since = from === undefined ? null : dayRange({ from, to: to ?? from }, now).since;
  const until = to === undefined ? null : dayRange({ from: from ?? to, to }, now).until;
  const acts = await findAudit({ ...wanted, since, until, limit: pageSize + 1 });
  const shown = acts.slice(0, pageSize);
  return { list: shown.map(actView), next: acts.length > pageSize ? Number(shown.at(-1)!.id) : null };
}
