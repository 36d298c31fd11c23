import { randomUUID } from "node:crypto";
import { createServiceKey } from "../accounts/create-service-key.ts";
import { getCustomer } from "../accounts/get-customer.ts";
import { saveCustomer } from "../accounts/save-customer.ts";
import { SERVICE_SCOPES, type ServiceScope } from "../core/scopes.ts";
import { aMember, contextAt, NOW } from "./builders.ts";
import { query } from "./database.ts";

/** A user of the product as the shop knows them. */
export interface TestCustomer {
  readonly customerId: string;
  readonly memberId: bigint;
}

export async function aCustomer({
  customerId = `user-${randomUUID()}`,
  now = NOW,
}: { readonly customerId?: string; readonly now?: Date } = {}): Promise<TestCustomer> {
  await saveCustomer(customerId, {}, contextAt(now));
  return { customerId, memberId: (await getCustomer(customerId)).memberId };
}

/** A service key in a header, and its id. */
export interface TestKey {
  readonly id: bigint;
  readonly headers: { readonly authorization: string };
}

/** For all that a key can be for, unless said otherwise. Its use is never due to be noted, so that a request writes its own rows alone. */
export async function aServiceKey({
  scopes = SERVICE_SCOPES,
  adminId,
  name = "后端",
}: {
  readonly scopes?: readonly ServiceScope[];
  readonly adminId?: bigint;
  readonly name?: string;
} = {}): Promise<TestKey> {
  const by = adminId ?? (await aMember({ role: "ADMIN" }));
  const { id, key } = await createServiceKey(by, { name, scopes: [...scopes] }, contextAt(new Date(), `admin:${by}`));
  await query("update sys_service_key set last_used_time = now() + interval '1 day' where id = $1", [id]);
  return { id: BigInt(id), headers: { authorization: `Bearer ${key}` } };
}
