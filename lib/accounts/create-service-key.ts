import type { CreateServiceKeyBody, NewServiceKeyView } from "../contracts/service-keys.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { Commit } from "../db/commit.ts";
import { audit } from "./parts.ts";
import { insertServiceKey } from "./service-key-parts.ts";
import { beginningOfKey, hashOfKey, newSecretKey } from "./secret-keys.ts";

/**
 * Makes a key for the product's own back end. The key is in this answer only; it is stored as a hash, and its beginning. One
 * commit. Throws VALIDATION_FAILED (400) for an expiry that is past.
 */
export async function createServiceKey(
  adminId: bigint,
  { name, scopes, expireTime }: CreateServiceKeyBody,
  context: Context,
): Promise<NewServiceKeyView> {
  const key = newSecretKey();
  const ends = endOfKey(expireTime, context.now);
  const commit = new Commit("createServiceKey");
  const row = { name, scopes, expireTime: ends, createdBy: adminId, replacesId: null };
  const inserted = insertServiceKey(
    commit,
    { ...row, keyHash: hashOfKey(key)!, prefix: beginningOfKey(key) },
    context.now,
  );
  audit(commit, "SERVICE_KEY_CREATED", name, { scopes, expireTime: ends?.toISOString() ?? null }, context);
  const done = await commit.run();
  return { id: Number(done.one(inserted).id), name, key };
}

/** When a key ends that is made now. null: it does not. */
export function endOfKey(expireTime: string | undefined, now: Date): Date | null {
  if (expireTime === undefined) return null;
  const ends = new Date(expireTime);
  if (ends > now) return ends;
  throw new AppError("VALIDATION_FAILED", { issues: [{ field: "expireTime", message: "应在现在之后" }] });
}
