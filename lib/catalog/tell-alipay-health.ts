import { raiseAlert } from "../accounts/parts.ts";
import type { CallHealth } from "../core/trade.ts";
import { Commit } from "../db/commit.ts";
import { markAlipayFailing, markAlipayWell } from "./parts.ts";

/** Makes known to every process, the shop and the operators that Alipay does not answer, or answers again. One commit. */
export async function tellAlipayHealth(health: CallHealth, now: Date): Promise<void> {
  const commit = new Commit("tellAlipayHealth");
  if (health.isFailing) {
    const { calls, unanswered } = health;
    markAlipayFailing(commit, now);
    raiseAlert(commit, { kind: "ALIPAY_FAILING", cause: "alipay", orderSn: null, detail: { calls, unanswered } }, now);
  } else markAlipayWell(commit);
  await commit.run();
}
