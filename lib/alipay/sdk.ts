import { AlipaySdk } from "alipay-sdk";
import type { AlipayAccount } from "../alipay-accounts.ts";
import { beijingText } from "../core/time.ts";
import { env } from "../env.ts";

/** Header and idle timeout of one call. The SDK has no total deadline; gateway.ts adds one. */
const TIMEOUT_MS = 5_000;

/** The SDK's configuration of an account, with one of the keys or certificates by which it verifies Alipay. */
function configOf(account: AlipayAccount, gateway: string, verifier: number) {
  const { appId, privateKey, publicKeys, certificates } = account;
  return {
    appId,
    gateway,
    keyType: "PKCS8" as const,
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    timeout: TIMEOUT_MS,
    camelcase: false,
    ...(certificates
      ? {
          appCertContent: certificates.app,
          alipayPublicCertContent: certificates.alipay[verifier]!,
          alipayRootCertContent: certificates.root,
        }
      : { alipayPublicKey: publicKeys[verifier]!.export({ format: "pem", type: "spki" }).toString() }),
  };
}

/**
 * The SDK passes its keys to node:crypto, which accepts parsed keys too; parsing a PEM per call costs more than
 * verifying (docs/alipay.md A29).
 */
function useParsedKeys(sdk: AlipaySdk, { privateKey, publicKeys }: AlipayAccount, verifier: number): void {
  Object.assign(sdk.config, { privateKey, alipayPublicKey: publicKeys[verifier] });
}

/**
 * The SDK of one account. It has one key of Alipay's; during a change of keys two are valid, so each of ours is asked
 * through an SDK of its own, and what one of them verifies holds.
 */
export class AccountSdk extends AlipaySdk {
  readonly account: AlipayAccount;
  readonly #verifiers: readonly AlipaySdk[];

  constructor(account: AlipayAccount, gateway: string) {
    super(configOf(account, gateway, 0));
    useParsedKeys(this, account, 0);
    this.account = account;
    this.#verifiers = account.publicKeys.map((_, verifier) => {
      const sdk = new AlipaySdk(configOf(account, gateway, verifier));
      useParsedKeys(sdk, account, verifier);
      return sdk;
    });
  }

  /** Throws what the SDK throws for the last of the keys where none of them verifies the answer. */
  override checkResponseSign(...said: Parameters<AlipaySdk["checkResponseSign"]>): void {
    let failure: unknown;
    for (const verifier of this.#verifiers) {
      try {
        return verifier.checkResponseSign(...said);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  override checkNotifySignV2(form: unknown): boolean {
    return this.#verifiers.some((verifier) => verifier.checkNotifySignV2(form));
  }
}

let sdks: readonly [AccountSdk, ...AccountSdk[]] | undefined;

/** A client of Alipay's SDK for each account, the active one first. Only lib/alipay imports alipay-sdk. */
export function accountSdks(): readonly [AccountSdk, ...AccountSdk[]] {
  if (sdks) return sdks;
  const { accounts, gateway } = env().alipay;
  const [active, ...others] = accounts;
  return (sdks = [new AccountSdk(active, gateway), ...others.map((account) => new AccountSdk(account, gateway))]);
}

/** `timestamp` as Alipay reads it. Given explicitly, because the SDK writes it in the process's own time zone. */
export function alipayTimestamp(now: Date): string {
  return beijingText(now);
}
