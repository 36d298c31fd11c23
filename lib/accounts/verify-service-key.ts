import { hashOfKey } from "./secret-keys.ts";
import { findServiceKey, type ServiceKey } from "./store.ts";

export type { ServiceKey } from "./store.ts";

/** The live key that this text is, or null: unknown, revoked and malformed look the same. One read by unique hash. */
export async function verifyServiceKey(key: string): Promise<ServiceKey | null> {
  const keyHash = hashOfKey(key);
  return keyHash ? findServiceKey(keyHash) : null;
}
