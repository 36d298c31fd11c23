/** More merchants, and changes of keys. */
import { BadRequest } from "./bad-request.ts";
import type { Merchant, NextKey } from "./merchant.ts";
import type { Fields } from "./refusal.ts";
import { merchantOf, type Sandbox } from "./sandbox.ts";

/** Every merchant, as its application must be told. */
export const merchantsOf = (sandbox: Sandbox): Merchant[] =>
  sandbox.merchants.all().map(({ appId }) => merchantOf(sandbox, appId));

/** Adds one and answers what its application must be told. Throws BadRequest for numbers that are none, or are taken. */
export async function addMerchant({ appId, sellerId, certificates }: Fields, sandbox: Sandbox): Promise<Merchant> {
  const identity = { appId: String(appId), sellerId: String(sellerId) };
  await sandbox.merchants.add(identity, certificates === true, sandbox.clock.now());
  sandbox.purses.addSeller(identity.sellerId);
  return merchantOf(sandbox, identity.appId);
}

/** What Alipay will sign with after the next change of its keys. Throws BadRequest for an unknown app. */
export const nextKey = ({ appId }: Fields, { merchants, clock }: Sandbox): Promise<NextKey> =>
  merchants.nextKey(String(appId), clock.now());

/** Changes the keys of one side, and answers what the application must be told now. Throws BadRequest for an unknown app or side. */
export async function rotateKeys({ appId, whose }: Fields, sandbox: Sandbox): Promise<Merchant> {
  if (whose !== "merchant" && whose !== "alipay") throw new BadRequest("whose 应为 merchant 或 alipay");
  await sandbox.merchants.rotate(String(appId), whose, sandbox.clock.now());
  return merchantOf(sandbox, String(appId));
}
