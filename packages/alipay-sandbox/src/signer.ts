/** RSA2 (SHA256withRSA, PKCS#1 v1.5) as Alipay uses it, written from the protocol with node:crypto alone. */
import { createPrivateKey, createPublicKey, generateKeyPair, sign, verify, type KeyObject } from "node:crypto";
import { promisify } from "node:util";

export type SignType = "RSA2" | "RSA";
export type KeyPair = { privateKey: string; publicKey: string };

const DIGEST = { RSA2: "RSA-SHA256", RSA: "RSA-SHA1" } as const;

/** Makes a 2048-bit pair as bare base64: PKCS8 private key, SPKI public key. */
export async function makeKeyPair(): Promise<KeyPair> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs8", format: "der" },
    publicKeyEncoding: { type: "spki", format: "der" },
  });
  return { privateKey: privateKey.toString("base64"), publicKey: publicKey.toString("base64") };
}

export const readPrivateKey = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, "base64"), format: "der", type: "pkcs8" });

/** Takes bare base64 or a PEM block. Throws when it is not an RSA public key. */
export function readPublicKey(text: string): KeyObject {
  const base64 = text.replace(/-----[A-Z ]+-----/g, "").replace(/\s+/g, "");
  return createPublicKey({ key: Buffer.from(base64, "base64"), format: "der", type: "spki" });
}

/** The text that is signed: sorted `k=v` joined with `&`, values as they are, empty values and `without` left out. */
export function canonicalText(fields: Record<string, string>, without: readonly string[]): string {
  return Object.keys(fields)
    .filter((key) => fields[key] !== "" && !without.includes(key))
    .sort()
    .map((key) => `${key}=${fields[key]}`)
    .join("&");
}

export const signBytes = (bytes: Buffer, key: KeyObject, type: SignType = "RSA2"): string =>
  sign(DIGEST[type], bytes, key).toString("base64");

/** Never throws; invalid base64 is an invalid signature. */
export const verifyBytes = (bytes: Buffer, key: KeyObject, signature: string, type: SignType = "RSA2"): boolean =>
  verify(DIGEST[type], bytes, key, Buffer.from(signature, "base64"));
