import type { NewServiceKeyView, RotateServiceKeyBody } from "../contracts/service-keys.ts";
import type { Context } from "../core/context.ts";
import { AppError } from "../core/errors.ts";
import { after, HOUR_MS } from "../core/time.ts";
import { Commit } from "../db/commit.ts";
import { endOfKey } from "./create-service-key.ts";
import { audit } from "./parts.ts";
import { endServiceKey, insertServiceKey } from "./service-key-parts.ts";
import { beginningOfKey, hashOfKey, newSecretKey } from "./secret-keys.ts";
import { findAnyServiceKey } from "./store.ts";

/**
 * Makes a key of the same name and scopes in the place of another, which lives on for so long that a back end can change over
 * (docs/rules.md R136). One read, one commit. Throws NOT_FOUND (404), KEY_NOT_ROTATABLE (409: it has ended, or is replaced),
 * VALIDATION_FAILED (400: an expiry that is past).
 */
export async function rotateServiceKey(
  adminId: bigint,
  { keyId, overlapHours, expireTime }: RotateServiceKeyBody & { readonly keyId: bigint },
  context: Context,
): Promise<NewServiceKeyView> {
  const old = await findAnyServiceKey(keyId);
  if (!old) throw new AppError("NOT_FOUND");
  const { now } = context;
  const { name, scopes } = old;
  const key = newSecretKey();
  const row = { name, scopes, expireTime: endOfKey(expireTime, now), createdBy: adminId, replacesId: keyId };
  const commit = new Commit("rotateServiceKey");
  endServiceKey(commit, keyId, after(now, overlapHours * HOUR_MS), now);
  const inserted = insertServiceKey(commit, { ...row, keyHash: hashOfKey(key)!, prefix: beginningOfKey(key) }, now);
  audit(commit, "SERVICE_KEY_ROTATED", String(keyId), { name, overlapHours }, context);
  const done = await commit.attempt();
  if (!done) throw new AppError("KEY_NOT_ROTATABLE");
  return { id: Number(done.one(inserted).id), name, key };
}
