import type { SaveSettings, SettingsView } from "../contracts/settings.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { getSettings } from "./get-settings.ts";
import { audit, setSettings } from "./parts.ts";

/** An admin changes the settings; the audit log keeps them as they were and as they are. One read, one commit. */
export async function saveSettings(settings: SaveSettings, context: Context): Promise<SettingsView> {
  const before = await getSettings();
  const commit = new Commit("saveSettings");
  setSettings(commit, settings, context.now);
  audit(commit, "SETTINGS_SAVED", "settings", { before, after: settings }, context);
  await commit.run();
  return settings;
}
