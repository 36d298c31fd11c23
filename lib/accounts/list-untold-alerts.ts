import { findUntoldAlerts } from "./store.ts";

/** Open alerts that nobody was told of yet, or not for long (docs/rules.md R116); the oldest first. One read. */
export function listUntoldAlerts(now: Date, limit: number) {
  return findUntoldAlerts(now, limit);
}
