import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { audit, resolveAlert } from "./parts.ts";
import { CLOSING_LEAVES, HANDLED_AT } from "./rules.ts";
import { findOpenAlert } from "./store.ts";

/**
 * An admin has looked: the alert leaves the list, the audit keeps who, when, about what, and what it leaves undone. One read, one commit.
 * Throws NOT_FOUND (404: no such open alert), ALERT_NOT_CLOSABLE (409: it closes with what it is about, docs/rules.md R117).
 */
export async function closeAlert(adminId: bigint, alertId: bigint, context: Context): Promise<void> {
  const alert = await findOpenAlert(alertId);
  if (!alert) throw new AppError("NOT_FOUND");
  const { kind, orderSn, detail } = alert;
  const place = HANDLED_AT[kind];
  if (place) throw new AppError("ALERT_NOT_CLOSABLE", { about: `请到「${place.text}」里处理，处理后它自动关闭` });
  const closed = { kind, orderSn, detail, leaves: CLOSING_LEAVES[kind] ?? null };
  const commit = new Commit("closeAlert");
  resolveAlert(commit, alertId, adminId, context.now);
  audit(commit, "ALERT_CLOSED", String(alertId), closed, context);
  if (!(await commit.attempt())) throw new AppError("NOT_FOUND");
}
