import type { SettingsView } from "../contracts/settings.ts";
import { findSettings } from "./store.ts";

/** What the admins have set. One read. */
export async function getSettings(): Promise<SettingsView> {
  return { supportContact: (await findSettings())?.supportContact ?? null };
}
