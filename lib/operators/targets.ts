import { audit } from "../accounts/parts.ts";
import { getShopName } from "../accounts/get-settings.ts";
import type { AddTarget, TargetKind, TargetView } from "../contracts/operators.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { env } from "../env.ts";
import { putTarget, removeTarget } from "./parts.ts";
import { isRobotAddress, MOST_TARGETS } from "./rules.ts";
import { sendMessage } from "./send-message.ts";
import { findTarget, findTargets } from "./store.ts";
import { shownAddress, targetView } from "./view.ts";

/** Where the operator's people are told of alerts. One read. */
export async function listTargets(): Promise<TargetView[]> {
  return (await findTargets()).map(targetView);
}

/**
 * An admin adds a place; one that is there gets the secret that is given. Throws VALIDATION_FAILED (400: no robot of its kind lives
 * there, or mail is not configured), TARGETS_FULL (409).
 */
export async function addTarget({ kind, address, secret = null }: AddTarget, context: Context): Promise<TargetView> {
  const problem = problemOf(kind, address);
  if (problem) throw new AppError("VALIDATION_FAILED", { issues: [{ field: "address", message: problem }] });
  const known = await findTargets();
  const there = known.find((one) => one.kind === kind && one.address === address);
  if (known.length >= MOST_TARGETS && !there) throw new AppError("TARGETS_FULL");
  const commit = new Commit("addOperatorTarget");
  const put = putTarget(commit, { kind, address, secret }, context.now);
  audit(
    commit,
    "OPERATOR_TARGET_ADDED",
    `${kind} ${shownAddress(kind, address)}`,
    { isSigned: secret !== null },
    context,
  );
  const { id } = (await commit.run()).one(put);
  const { createTime, lastStatus, lastTime } = there ?? { createTime: context.now, lastStatus: null, lastTime: null };
  return targetView({ id, kind, address, secret, createTime, lastStatus, lastTime });
}

function problemOf(kind: TargetKind, address: string): string | null {
  if (kind === "MAIL") return env().mail ? null : "还没有配置发信（SMTP_URL）";
  return isRobotAddress(kind, address, env().appUrl) ? null : "这不是这种机器人的地址";
}

/** An admin removes a place. Throws NOT_FOUND (404). */
export async function dropTarget(id: bigint, context: Context): Promise<void> {
  const target = await findTarget(id);
  if (!target) throw new AppError("NOT_FOUND");
  const commit = new Commit("dropOperatorTarget");
  removeTarget(commit, id);
  audit(
    commit,
    "OPERATOR_TARGET_REMOVED",
    `${target.kind} ${shownAddress(target.kind as TargetKind, target.address)}`,
    {},
    context,
  );
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
}

/** Sends one message now. Returns what was said against it; null: it was taken. Throws NOT_FOUND (404). */
export async function testTarget(id: bigint, { now }: Context): Promise<{ refusal: string | null }> {
  const target = await findTarget(id);
  if (!target) throw new AppError("NOT_FOUND");
  const message = { subject: `【${await getShopName()}】试一试`, body: "收到这条，说明待办提醒能发到这里。" };
  return { refusal: await sendMessage(target, { ...message, key: `test.${id}.${now.getTime()}` }, now) };
}
