import { channelOf } from "../channels/channels.ts";
import type { PaymentMethod } from "../core/states.ts";
import { GATES } from "../gate.ts";
import { log, sparing } from "../log.ts";
import { metrics } from "../metrics.ts";
import { countRefusedNotice, refusedNotices } from "../payments/refused-notices.ts";
import type { Outcome } from "../payments/settle-payment.ts";
import { settleFact } from "./settle-fact.ts";

/** Outcomes that are acknowledged. The others may be resolved by a repeat: a wrong key, an order not yet visible. */
const ACKNOWLEDGED: ReadonlySet<Outcome> = new Set(["settle", "already", "stray", "unpaid", "refund"]);

/** A flood of forged notifications is no flood of the log. */
const sparingly = sparing();

/**
 * Processes one raw notification of a channel. True: its content is committed (now or before), answer `success`. False: answer
 * `fail`. A bad signature touches no database, but for a question every 30 s once several name orders. Throws BUSY (503) when
 * too many notices wait already: the channel sends it again.
 */
export async function receiveNotify(paymentMethod: PaymentMethod, body: string, now: Date): Promise<boolean> {
  const verified = channelOf({ paymentMethod }).readNotice(body);
  if (!verified.ok) {
    metrics.notices.inc({ stage: "forged" });
    sparingly((leftOut) => log.warn({ reason: verified.reason, leftOut }, "a notice was not believed"));
    await countRefusedNotice(body, `没有通过验签（${verified.reason}）`, now);
    return false;
  }
  const settle = () => settleFact(verified.fact, { now, actor: paymentMethod });
  metrics.notices.inc({ stage: "believed" });
  const isKept = ACKNOWLEDGED.has(await GATES.notices.run(settle));
  if (isKept) {
    metrics.notices.inc({ stage: "settled" });
    refusedNotices.believe();
  } else await countRefusedNotice(body, "与订单不符", now);
  return isKept;
}
