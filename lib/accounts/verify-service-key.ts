import { hashOfKey } from "./secret-keys.ts";
import { findServiceKey, type ServiceKey } from "./store.ts";

export type { ServiceKey } from "./store.ts";

/**
 * The active key with this text, or null. Unknown, revoked and malformed keys are not told apart. One read by unique
 * hash.
 */
export async function verifyServiceKey(key: string): Promise<ServiceKey | null> {
  const keyHash = hashOfKey(key);
  return keyHash ? findServiceKey(keyHash) : null;
}
