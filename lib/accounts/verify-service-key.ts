import { after } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { touchServiceKey } from "./service-key-parts.ts";
import { SERVICE_KEY_STEP_MS } from "./rules.ts";
import { hashOfKey } from "./secret-keys.ts";
import { findServiceKey, type ServiceKey } from "./store.ts";

export type { ServiceKey } from "./store.ts";

/**
 * The active key with this text, or null. Unknown, revoked, expired and malformed keys are not told apart. One read by unique
 * hash; once a minute a commit that notes the use.
 */
export async function verifyServiceKey(key: string, now: Date): Promise<ServiceKey | null> {
  const keyHash = hashOfKey(key);
  const found = keyHash ? await findServiceKey(keyHash, now) : null;
  if (found && (found.lastUsedTime ?? new Date(0)) <= after(now, -SERVICE_KEY_STEP_MS)) await touch(found.id, now);
  return found;
}

async function touch(id: bigint, now: Date): Promise<void> {
  const commit = new Commit("touchServiceKey");
  touchServiceKey(commit, id, now);
  await commit.run();
}
