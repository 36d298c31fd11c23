import { callWindow } from "../alipay/health.ts";
import { tellAlipayHealth } from "../catalog/tell-alipay-health.ts";
import { log } from "../log.ts";

/**
 * From now on what this process learns of Alipay's health is made known. A failure that could not be told is told again
 * with the next report, 30 s later; an end that could not be told shows when the last report is too old to count.
 */
export function watchAlipay(): void {
  callWindow.listen((health, now) => {
    log.warn({ ...health }, health.isFailing ? "alipay does not answer" : "alipay answers again");
    tellAlipayHealth(health, now).catch((error: unknown) => log.error({ error }, "the health of alipay was not told"));
  });
}
