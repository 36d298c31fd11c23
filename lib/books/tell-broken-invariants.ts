import { raiseAlerts } from "../accounts/parts.ts";
import { beijingText } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { checkInvariants } from "./check-invariants.ts";

const UNANSWERED = "检查没有做完，不知道是否成立";

/** Checks every invariant and raises an alert for each that is broken or could not be checked, once a day. */
export async function tellBrokenInvariants(now: Date): Promise<void> {
  const broken = (await checkInvariants(now)).filter((finding) => finding.offending !== 0);
  if (broken.length === 0) return;
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
