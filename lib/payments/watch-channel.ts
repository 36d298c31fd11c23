import { tellAlipayHealth } from "../catalog/tell-alipay-health.ts";
import { channelOf } from "../channels/channels.ts";
import { SHOP_PAYMENT_METHOD as paymentMethod } from "../core/states.ts";
import { log } from "../log.ts";

/**
 * From now on what this process learns of the health of the shop's channel is made known. A failure that could not be told
 * is told again with the next report, 30 s later; an end that could not be told shows when the last report is too old to
 * count.
 */
export function watchChannel(): void {
  channelOf({ paymentMethod }).onHealth((health, now) => {
    log.warn({ paymentMethod, ...health }, health.isFailing ? "a channel does not answer" : "a channel answers again");
    tellAlipayHealth(health, now).catch((error: unknown) => log.error({ error }, "a channel's health was not told"));
  });
}
