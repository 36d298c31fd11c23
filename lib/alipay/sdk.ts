import { AlipaySdk } from "alipay-sdk";
import { beijingText } from "../core/time.ts";
import { env } from "../env.ts";

/** Header and idle timeout of one call. The SDK has no total deadline; gateway.ts adds one. */
const TIMEOUT_MS = 5_000;

let sdk: AlipaySdk | undefined;

/** The one client of Alipay's SDK. Only lib/alipay imports alipay-sdk. */
export function alipaySdk(): AlipaySdk {
  if (sdk) return sdk;
  const { appId, gateway, privateKey, publicKey } = env().alipay;
  sdk = new AlipaySdk({
    appId,
    gateway,
    keyType: "PKCS8",
    privateKey: privateKey.export({ format: "pem", type: "pkcs8" }).toString(),
    alipayPublicKey: publicKey.export({ format: "pem", type: "spki" }).toString(),
    timeout: TIMEOUT_MS,
    camelcase: false,
  });
  // The SDK passes its keys to node:crypto, which accepts parsed keys too; parsing a PEM per call costs more than
  // verifying (docs/alipay.md A29).
  Object.assign(sdk.config, { privateKey, alipayPublicKey: publicKey });
  return sdk;
}

/** `timestamp` as Alipay reads it. Given explicitly, because the SDK writes it in the process's own time zone. */
export function alipayTimestamp(now: Date): string {
  return beijingText(now);
}
