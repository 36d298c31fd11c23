import { sql, type Insertable } from "kysely";
import type { SettingsView } from "../contracts/settings.ts";
import type { Commit } from "../db/commit.ts";
import { db } from "../db/database.ts";
import type { DB } from "../db/generated/tables.ts";

/** Changes what the admins have set, the mark aside. Conflicts when it is no longer what it was. */
export function setSettings(
  commit: Commit,
  { from, to }: { readonly from: SettingsView; readonly to: SettingsView },
  now: Date,
): void {
  const set: Insertable<DB["sysSettings"]> = { ...to, updateTime: now };
  // Without its picture the row that is tried first would break a constraint.
  delete set.mark;
  writeSettings(commit, from, set);
}

/** Changes the mark; null: there is none any more. Conflicts when the settings are no longer what they were. */
export function setMark(
  commit: Commit,
  {
    from,
    mark,
  }: { readonly from: SettingsView; readonly mark: { readonly name: string; readonly png: Buffer } | null },
  now: Date,
): void {
  writeSettings(commit, from, { mark: mark?.name ?? null, markPng: mark?.png ?? null, updateTime: now });
}

function writeSettings(commit: Commit, from: SettingsView, set: Insertable<DB["sysSettings"]>): void {
  commit.add(
    "settings",
    db
      .insertInto("sysSettings")
      .values(set)
      .onConflict((conflict) =>
        conflict
          .column("id")
          .doUpdateSet(set)
          .where((eb) =>
            eb.and(
              (Object.keys(from) as (keyof SettingsView)[]).map(
                // As text, because a list would be taken for several values.
                (name) => sql<boolean>`${eb.ref(`sysSettings.${name}`)} is not distinct from ${from[name]}`,
              ),
            ),
          ),
      ),
  );
}
