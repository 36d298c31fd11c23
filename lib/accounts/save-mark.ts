import { createHash } from "node:crypto";
import type { SettingsView } from "../contracts/settings.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getSettings } from "./get-settings.ts";
import { audit } from "./parts.ts";
import { setMark } from "./settings-parts.ts";
import { markProblem } from "./rules.ts";
import { findMark } from "./store.ts";

/**
 * An admin changes the shop's mark, or takes it off (`base64` null). The same picture again changes nothing. One read, one commit
 * with its audit row. Throws VALIDATION_FAILED (400: no small PNG).
 */
export function saveMark(base64: string | null, context: Context): Promise<SettingsView> {
  const mark = base64 === null ? null : markOf(Buffer.from(base64, "base64"));
  return retryOnConflict(async () => {
    const before = await getSettings();
    const after = { ...before, mark: mark?.name ?? null };
    if (after.mark === before.mark) return before;
    const commit = new Commit("saveMark");
    setMark(commit, { from: before, mark }, context.now);
    audit(commit, "SETTINGS_SAVED", "settings", { before, after }, context);
    await commit.run();
    return after;
  });
}

/** Its name is made of its content, so that an address always means the same picture. */
function markOf(png: Buffer) {
  const problem = markProblem(png);
  if (problem) throw new AppError("VALIDATION_FAILED", { issues: [{ field: "png", message: problem }] });
  return { name: createHash("sha256").update(png).digest("base64url").slice(0, 16), png };
}

/** The picture of that name. One read. Throws NOT_FOUND (404: it is not, or no longer, the shop's mark). */
export async function getMark(name: string): Promise<Uint8Array> {
  const png = await findMark(name);
  if (!png) throw new AppError("NOT_FOUND");
  return png;
}
