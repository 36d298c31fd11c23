import { raiseAlerts } from "../accounts/parts.ts";
import { beijingText } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { checkSome, type Finding, type Part } from "./check-invariants.ts";

const UNANSWERED = "检查没有做完，不知道是否成立";

/**
 * Checks the invariants and raises an alert for each that is broken or could not be checked, once a day. Returns the ids of
 * those that did not fit into the budget.
 */
export async function tellBrokenInvariants(now: Date, part: Part = {}): Promise<string[]> {
  const { findings, unchecked } = await checkSome(now, part);
  const broken = findings.filter((finding) => finding.offending !== 0);
  if (broken.length > 0) await tell(broken, now);
  return unchecked.map(({ id }) => id);
}

async function tell(broken: readonly Finding[], now: Date): Promise<void> {
  log.error({ broken }, "the books are not right");
  const day = beijingText(now).slice(0, 10);
  const alerts = broken.map(({ id, offending, ...detail }) => ({
    kind: "INVARIANT_BROKEN" as const,
    // A separate key, so that a failed check does not hide a violation found later that day.
    cause: offending === null ? `${id}:${day}:unanswered` : `${id}:${day}`,
    orderSn: null,
    detail: { id, ...detail, ...(offending === null ? { reason: UNANSWERED } : { offending }) },
  }));
  const commit = new Commit("tellBrokenInvariants");
  raiseAlerts(commit, alerts, now);
  await commit.run();
}
