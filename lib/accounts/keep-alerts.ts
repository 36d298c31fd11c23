import type { AlertDetail, AlertKind } from "../contracts/alerts.ts";
import { Commit } from "../db/commit.ts";
import { closeOver, openAlert, type Condition } from "./alert-parts.ts";
import { findOpenCauses } from "./store.ts";

/** What the open alerts of a kind are about. One read. */
export function listOpenCauses(kind: AlertKind) {
  return findOpenCauses(kind);
}

/**
 * Keeps the alerts of a kind at what holds now: one for each condition, none for a condition that is over. One read; one commit
 * more where that changes something.
 */
export async function keepAlerts<Kind extends AlertKind>(
  kind: Kind,
  conditions: readonly Condition<Kind>[],
  now: Date,
): Promise<void> {
  const open = new Set((await findOpenCauses(kind)).map(({ cause }) => cause));
  const causes = conditions.map(({ cause }) => cause);
  const fresh = conditions.filter(({ cause }) => !open.has(cause));
  const isOver = [...open].some((cause) => !causes.includes(cause));
  if (fresh.length === 0 && !isOver) return;
  const commit = new Commit("keepAlerts");
  if (isOver) closeOver(commit, kind, causes, now);
  for (const condition of fresh) openAlert(commit, kind, condition, now);
  await commit.run();
}

/** Opens the alert about refused notices, which `keepAlerts` closes. One commit. */
export async function openRefusedNotices(detail: AlertDetail<"NOTICES_REFUSED">, now: Date): Promise<void> {
  const commit = new Commit("openRefusedNotices");
  openAlert(commit, "NOTICES_REFUSED", { cause: "notices", detail }, now);
  await commit.run();
}
