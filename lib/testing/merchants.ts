import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { afterAll, afterEach, beforeAll, vi } from "vitest";
import { alipayWith } from "../alipay/channel.ts";
import { accountSdks } from "../alipay/sdk.ts";
import { CHANNELS } from "../channels/channels.ts";
import { addMerchant, firstMerchant, type MerchantSettings } from "./gateway.ts";

/** The accounts of a shop with two: A is the one that the environment names otherwise. */
export const A = { appId: "9021000000000001", sellerId: "2088000000000001" };
export const B = { appId: "9021000000000002", sellerId: "2088000000000102" };

/** An account as the file of accounts has it, in the mode of its settings. */
export function entryOf(
  { appId, sellerId, privateKey, publicKey, appCert, alipayPublicCert, alipayRootCert }: MerchantSettings,
  changes: object = {},
): object {
  const mode = appCert ? { appCert, alipayPublicCert, alipayRootCert } : { alipayPublicKey: publicKey };
  return { appId, sellerId, privateKey, ...mode, ...changes };
}

/** A file of accounts, as ALIPAY_ACCOUNTS_FILE names it. */
export function useAccountsFile(): (accounts: readonly object[]) => Promise<string> {
  let folder: string;
  let files = 0;
  beforeAll(async () => {
    folder = await mkdtemp(resolve(tmpdir(), "zhangfang-accounts-"));
  });
  afterAll(() => rm(folder, { recursive: true }));
  return async (accounts) => {
    const path = resolve(folder, `${++files}.json`);
    await writeFile(path, JSON.stringify(accounts));
    return path;
  };
}

/**
 * A shop with the accounts A and B, and `more`, at the local Alipay of this file (after useSandbox, before useDatabase). `hold` is a start with the keys of these
 * accounts alone, the first of them active; every test begins with all, A active.
 */
export function useTwoAccounts(...more: readonly (typeof B)[]): {
  hold(...apps: readonly [string, ...string[]]): void;
} {
  const file = useAccountsFile();
  beforeAll(async () => {
    const accounts = [entryOf(await firstMerchant(), { active: true })];
    for (const wanted of [B, ...more]) accounts.push(entryOf(await addMerchant(wanted)));
    vi.stubEnv("ALIPAY_ACCOUNTS_FILE", await file(accounts));
  });
  const hold = (...apps: readonly [string, ...string[]]) => {
    const [active, ...others] = apps.map((appId) => accountSdks().find(({ account }) => account.appId === appId)!);
    CHANNELS.set(
      "alipay",
      alipayWith(() => [active!, ...others]),
    );
  };
  afterEach(() => hold(A.appId, B.appId));
  return { hold };
}
