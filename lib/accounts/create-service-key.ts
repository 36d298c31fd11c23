import type { CreateServiceKeyBody, NewServiceKeyView } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { Commit } from "../db/commit.ts";
import { audit, insertServiceKey } from "./parts.ts";
import { hashOfKey, newSecretKey } from "./secret-keys.ts";

/** Makes a key for the product's own backend. The key is in this answer only; it is stored as a hash. One commit. */
export async function createServiceKey(
  adminId: bigint,
  body: CreateServiceKeyBody,
  context: Context,
): Promise<NewServiceKeyView> {
  const key = newSecretKey();
  const { name } = body;
  const commit = new Commit("createServiceKey");
  const inserted = insertServiceKey(commit, { name, keyHash: hashOfKey(key)!, createdBy: adminId }, context.now);
  audit(commit, "SERVICE_KEY_CREATED", name, {}, context);
  const done = await commit.run();
  return { id: Number(done.one(inserted).id), name, key };
}
