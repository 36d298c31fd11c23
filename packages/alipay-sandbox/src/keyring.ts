/** The two key pairs of the sandbox: the merchant's, handed out completely, and Alipay's, used for signing. */
import type { KeyObject } from "node:crypto";
import type { Journal } from "./journal.ts";
import { makeKeyPair, readPrivateKey, readPublicKey, type KeyPair } from "./signer.ts";

export type Keyring = {
  pairs: { merchant: KeyPair; alipay: KeyPair };
  /** Verifies what the merchant signed. */
  merchantPublic: KeyObject;
  /** Signs answers, notices and returns. */
  alipayPrivate: KeyObject;
};

/** Takes the pairs of the last run, or makes new ones. */
export async function openKeyring(journal: Journal): Promise<Keyring> {
  const known = journal.loaded<Keyring["pairs"]>("keys").get("pairs");
  const pairs = known ?? { merchant: await makeKeyPair(), alipay: await makeKeyPair() };
  if (!known) journal.write("keys", "pairs", pairs);
  return {
    pairs,
    merchantPublic: readPublicKey(pairs.merchant.publicKey),
    alipayPrivate: readPrivateKey(pairs.alipay.privateKey),
  };
}
