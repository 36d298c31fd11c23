import { isDeepStrictEqual } from "node:util";
import type { SaveSettings, SettingsView } from "../contracts/settings.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { retryOnConflict } from "../db/conflict.ts";
import { getSettings } from "./get-settings.ts";
import { audit } from "./parts.ts";
import { setSettings } from "./settings-parts.ts";

/**
 * An admin changes the settings; the audit log keeps them as they were and as they are. What changes nothing writes
 * nothing, so a button that is pressed twice is one change. One read, one commit.
 */
export function saveSettings(changes: SaveSettings, context: Context): Promise<SettingsView> {
  return retryOnConflict(async () => {
    const before = await getSettings();
    const after = { ...before, ...changes };
    if (isDeepStrictEqual(before, after)) return before;
    const commit = new Commit("saveSettings");
    setSettings(commit, { from: before, to: after }, context.now);
    audit(commit, "SETTINGS_SAVED", "settings", { before, after }, context);
    await commit.run();
    return after;
  });
}
