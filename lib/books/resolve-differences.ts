import { resolveAlertsAbout } from "../accounts/alert-parts.ts";
import { raiseAlerts } from "../accounts/parts.ts";
import { Commit } from "../db/commit.ts";
import { writeOff } from "../journal/parts.ts";
import { findStillDiffering } from "./bill-differences.ts";
import { differenceAlert } from "./difference-alert.ts";
import { changeDifference, resolveDifferences } from "./difference-parts.ts";
import { amountOf } from "./difference-rules.ts";
import { findListedNow, findStanding } from "./difference-store.ts";
import { differenceOf, isToldElsewhere } from "./rules.ts";

/** Why a difference that nobody decided on is closed. */
const EXPLAINED = "后来的账单，或者支付宝的答复，已经对上";

/**
 * Closes the differences that a later bill or answer has explained, with their alerts, and brings those up to date that are
 * another difference by now (docs/rules.md R117). What somebody wrote off counts too: what the books have is no loss.
 * Three reads, one commit.
 */
export async function resolveExplained(now: Date): Promise<void> {
  const standing = await findStanding(now);
  if (standing.length === 0) return;
  const ids = standing.map(({ id }) => id);
  const [lines, listed] = await Promise.all([findStillDiffering(ids), findListedNow(ids)]);
  const still = new Map(lines.map((line) => [line.differenceId, line]));
  const commit = new Commit("resolveExplained");
  const over = standing.filter(({ id, what, lineNo }) =>
    what === "UNLISTED" ? listed.has(id) : lineNo !== null && !still.has(id),
  );
  const open = standing.flatMap((known) => {
    const line = known.status === "OPEN" && still.get(known.id);
    return line ? [{ ...line, known, what: differenceOf(line) }] : [];
  });
  for (const { known, ...line } of open)
    if (known.what !== line.what || Number(known.amountFen) !== amountOf(line))
      changeDifference(commit, known.id, line);
  // Of a refund made outside that was let go, nobody is told any more.
  const told = open.filter((line) => !isToldElsewhere(line));
  const alerts = told.map((line) => differenceAlert(line, { billDate: line.day, billFen: line.billFen }));
  raiseAlerts(commit, alerts, now, { again: true });
  // It is no loss after all: what was posted is taken back.
  for (const { id, status, amountFen, tradeNo } of over)
    if (status === "WRITTEN_OFF" && amountFen !== 0n)
      writeOff(commit, { key: `${id}-BACK`, fen: amountFen, tradeNo }, now);
  resolveDifferences(
    commit,
    over.map(({ id }) => id),
    EXPLAINED,
    now,
  );
  resolveAlertsAbout(
    commit,
    "BILL_DIFFERENCE",
    over.map(({ cause }) => cause),
    null,
    now,
  );
  // Where somebody decides on one of them at this moment, the next run looks again.
  await commit.attempt();
}
