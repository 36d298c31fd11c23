/** The merchants of the sandbox with their keys: each merchant's own, handed out completely, and Alipay's for it. */
import type { KeyObject } from "node:crypto";
import { BadRequest } from "./bad-request.ts";
import { leafCertificate, rootCertificate, type Certificate } from "./certificates.ts";
import type { Journal } from "./journal.ts";
import { MERCHANT, type Identity, type Merchant, type NextKey, type Whose } from "./merchant.ts";
import { makeKeyPair, readPrivateKey, readPublicKey, type KeyPair } from "./signer.ts";

/** The certificates of a merchant in certificate mode. */
type Certificates = { app: Certificate; alipay: Certificate; root: Certificate };

/** A merchant as it is kept. `next`: made for a change of Alipay's keys that has not happened yet. */
type Kept = Identity & {
  pairs: Record<Whose, KeyPair>;
  certificates?: Certificates;
  next?: { pair: KeyPair; certificate?: Certificate };
};

/** Signs every certificate of this sandbox. */
type Root = { pair: KeyPair; certificate: Certificate };

/** A merchant as the gateway sees it. */
export type Account = Identity & {
  /** Verifies what the merchant signed. */
  ownKey: KeyObject;
  /** Signs answers, notices and returns. */
  alipayKey: KeyObject;
  /** The numbers of its certificates; undefined in key mode. */
  numbers: Record<keyof Certificates, string> | undefined;
};

export class Merchants {
  #journal: Journal;
  #root: Root;
  #kept = new Map<string, Kept>();
  #accounts = new Map<string, Account>();

  private constructor(journal: Journal, root: Root) {
    this.#journal = journal;
    this.#root = root;
  }

  /** Takes the keys of the last run, or makes new ones. */
  static async open(journal: Journal, now: number): Promise<Merchants> {
    const root = journal.loaded<Root>("root").get("root") ?? (await newRoot(now));
    journal.write("root", "root", root);
    const merchants = new Merchants(journal, root);
    const known = journal.loaded<Kept>("merchant");
    // Before there were several, a data folder kept the pairs of the one.
    const pairs = journal.loaded<Kept["pairs"]>("keys").get("pairs");
    merchants.#keep(known.get(MERCHANT.appId) ?? { ...IDENTITY, pairs: pairs ?? (await newPairs()) });
    for (const kept of known.values()) merchants.#keep(kept);
    return merchants;
  }

  /** Every one, the first of the sandbox first. */
  all(): Account[] {
    return [...this.#accounts.values()];
  }

  find(appId: string | undefined): Account | undefined {
    return appId === undefined ? undefined : this.#accounts.get(appId);
  }

  /** The merchant that a trade, a notice or an address belongs to; the first one where it names none. */
  of(identity: { appId?: string | undefined } | undefined): Account {
    return this.find(identity?.appId) ?? this.find(MERCHANT.appId)!;
  }

  /** What the merchant's application must be told. Throws BadRequest for an unknown app. */
  settings(appId: string, gateway: string): Merchant {
    const { sellerId, pairs, certificates } = this.#get(appId);
    const { app, alipay, root } = certificates ?? {};
    const files =
      app && alipay && root ? { appCert: app.pem, alipayPublicCert: alipay.pem, alipayRootCert: root.pem } : {};
    const keys = { privateKey: pairs.merchant.privateKey, publicKey: pairs.alipay.publicKey };
    return { appId, sellerId, gateway, ...keys, ...files };
  }

  /** A new one, in key mode or with certificates. Throws BadRequest for numbers that are none, or are taken. */
  async add(identity: Identity, withCertificates: boolean, now: number): Promise<void> {
    const { appId, sellerId } = identity;
    if (!/^\d{16}$/.test(appId) || !/^2088\d{12}$/.test(sellerId))
      throw new BadRequest("应给 appId（16 位数字）与 sellerId（2088 开头的 16 位数字）");
    if (this.#kept.has(appId)) throw new BadRequest(`已经有应用 ${appId}`);
    const pairs = await newPairs();
    const certificates = withCertificates ? this.#certificates(appId, pairs, now) : undefined;
    this.#keep({ appId, sellerId, pairs, ...(certificates ? { certificates } : {}) });
  }

  /** Makes the keys that Alipay will sign with after the next `rotate`, so that the merchant can take them in before. */
  async nextKey(appId: string, now: number): Promise<NextKey> {
    const kept = this.#get(appId);
    const pair = kept.next?.pair ?? (await makeKeyPair());
    const certificate =
      kept.next?.certificate ?? (kept.certificates && leafCertificate("支付宝", pair, this.#root.pair, now));
    this.#keep({ ...kept, next: { pair, ...(certificate ? { certificate } : {}) } });
    return { publicKey: pair.publicKey, ...(certificate ? { alipayPublicCert: certificate.pem } : {}) };
  }

  /** From now on new keys are used, and the old ones no more: of Alipay's, those of `nextKey` where it was asked. */
  async rotate(appId: string, whose: Whose, now: number): Promise<void> {
    if (whose === "alipay") await this.nextKey(appId, now);
    const { next, ...kept } = this.#get(appId);
    const pair = whose === "alipay" && next ? next.pair : await makeKeyPair();
    const pairs = { ...kept.pairs, [whose]: pair };
    const { certificates } = kept;
    if (!certificates) return this.#keep({ ...kept, pairs });
    const own = whose === "merchant" ? { app: leafCertificate(appId, pair, this.#root.pair, now) } : {};
    const theirs = next?.certificate ? { alipay: next.certificate } : {};
    this.#keep({ ...kept, pairs, certificates: { ...certificates, ...own, ...theirs } });
  }

  /** What `Journal.clear` is to keep: merchants and keys outlive a reset, so that applications stay configured. */
  kept(): Record<string, Record<string, unknown>> {
    return { root: { root: this.#root }, merchant: Object.fromEntries(this.#kept) };
  }

  #certificates(appId: string, { merchant, alipay }: Kept["pairs"], now: number): Certificates {
    return {
      app: leafCertificate(appId, merchant, this.#root.pair, now),
      alipay: leafCertificate("支付宝", alipay, this.#root.pair, now),
      root: this.#root.certificate,
    };
  }

  #get(appId: string): Kept {
    const kept = this.#kept.get(appId);
    if (!kept) throw new BadRequest(`没有应用 ${appId}`);
    return kept;
  }

  #keep(kept: Kept): void {
    this.#kept.set(kept.appId, kept);
    this.#accounts.set(kept.appId, accountOf(kept));
    this.#journal.write("merchant", kept.appId, kept);
  }
}

const IDENTITY: Identity = { appId: MERCHANT.appId, sellerId: MERCHANT.sellerId };

async function newRoot(now: number): Promise<Root> {
  const pair = await makeKeyPair();
  return { pair, certificate: rootCertificate(pair, now) };
}

const newPairs = async (): Promise<Kept["pairs"]> => ({ merchant: await makeKeyPair(), alipay: await makeKeyPair() });

function accountOf({ appId, sellerId, pairs, certificates }: Kept): Account {
  const { app, alipay, root } = certificates ?? {};
  return {
    appId,
    sellerId,
    ownKey: readPublicKey(pairs.merchant.publicKey),
    alipayKey: readPrivateKey(pairs.alipay.privateKey),
    numbers: app && alipay && root ? { app: app.sn, alipay: alipay.sn, root: root.sn } : undefined,
  };
}
