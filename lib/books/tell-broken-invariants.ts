import { raiseAlerts } from "../accounts/parts.ts";
import { beijingText } from "../core/time.ts";
import { commit } from "../db/commit.ts";
import { log } from "../log.ts";
import { checkInvariants } from "./check-invariants.ts";

/** Asks the books every invariant, and tells a person of each that is broken, once a day. */
export async function tellBrokenInvariants(now: Date): Promise<void> {
  const broken = (await checkInvariants(now)).filter((finding) => finding.offending > 0);
  if (broken.length === 0) return;
  log.error({ broken }, "the books are not right");
  const day = beijingText(now).slice(0, 10);
  const alerts = broken.map(({ id, ...detail }) => ({
    kind: "INVARIANT_BROKEN" as const,
    cause: `${id}:${day}`,
    orderSn: null,
    detail: { id, ...detail },
  }));
  await commit([raiseAlerts(alerts, now)]);
}
