import type { CreateServiceKeyBody, NewServiceKeyView } from "../contracts/credits.ts";
import type { Context } from "../core/context.ts";
import { commit } from "../db/commit.ts";
import { audit, insertServiceKey } from "./parts.ts";
import { hashOfKey, newSecretKey } from "./secret-keys.ts";

/** Makes a key for the product's own backend. The answer is the only place where the key itself ever stands. One commit. */
export async function createServiceKey(
  adminId: bigint,
  body: CreateServiceKeyBody,
  context: Context,
): Promise<NewServiceKeyView> {
  const key = newSecretKey();
  const { name } = body;
  const touched = await commit([
    insertServiceKey({ name, keyHash: hashOfKey(key)!, createdBy: adminId }, context.now),
    audit("SERVICE_KEY_CREATED", name, {}, context),
  ]);
  return { id: touched.new_service_key![0]!.id as number, name, key };
}
