import { verifyNotify } from "../alipay/notify.ts";
import { log } from "../log.ts";
import { settlePayment, type Outcome } from "./settle-payment.ts";

export { MAX_NOTIFY_BYTES } from "../alipay/notify.ts";

/** Outcomes after which Alipay need not send again. The others heal by being sent again: a wrong key, an order not yet visible. */
const ACKNOWLEDGED: ReadonlySet<Outcome> = new Set(["settle", "already", "stray", "unpaid", "refund"]);

let lastBadLogAt = 0;

/** A flood of forgeries must not become a flood of log lines. */
function logBadNotify(reason: string, now: Date): void {
  if (now.getTime() - lastBadLogAt < 1_000) return;
  lastBadLogAt = now.getTime();
  log.warn({ reason }, "a notice was not believed");
}

/**
 * One notice from Alipay, raw. True: what it says is committed (or was before), answer `success`. False: answer `fail`.
 * A bad signature touches no database.
 */
export async function receiveNotify(body: string, now: Date): Promise<boolean> {
  const verified = verifyNotify(body);
  if (!verified.ok) {
    logBadNotify(verified.reason, now);
    return false;
  }
  return ACKNOWLEDGED.has(await settlePayment(verified.fact, { now, actor: "alipay" }));
}
