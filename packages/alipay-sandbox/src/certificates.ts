/** X.509 certificates as the open platform hands them out in certificate mode, written with node:crypto alone. */
import { createHash, randomBytes, sign, type KeyObject } from "node:crypto";
import { readPrivateKey, type KeyPair } from "./signer.ts";

/** What a certificate says of itself, and its number as Alipay counts it. */
export type Certificate = { pem: string; sn: string };

type Name = Readonly<Record<"C" | "O" | "OU" | "CN", string>>;

/** A certificate to be made: `subject`'s key, signed by `issuer`. */
type Wanted = {
  subject: Name;
  publicKey: string;
  issuer: Name;
  issuerKey: KeyObject;
  isAuthority: boolean;
  at: number;
};

const YEARS_MS = 20 * 365 * 86_400_000;

const ROOT: Name = { C: "CN", O: "沙箱 Sandbox", OU: "Certification Authority", CN: "Sandbox Root R1" };

/** The root certificate of this sandbox, signed by its own key. */
export const rootCertificate = (root: KeyPair, at: number): Certificate =>
  certificate({
    subject: ROOT,
    publicKey: root.publicKey,
    issuer: ROOT,
    issuerKey: readPrivateKey(root.privateKey),
    isAuthority: true,
    at,
  });

/** A certificate of a merchant's key, or of Alipay's for this merchant. */
export const leafCertificate = (of: string, pair: Pick<KeyPair, "publicKey">, root: KeyPair, at: number): Certificate =>
  certificate({
    subject: { C: "CN", O: of, OU: "Alipay", CN: `${of}(Sandbox)` },
    publicKey: pair.publicKey,
    issuer: ROOT,
    issuerKey: readPrivateKey(root.privateKey),
    isAuthority: false,
    at,
  });

function certificate({ subject, publicKey, issuer, issuerKey, isAuthority, at }: Wanted): Certificate {
  const serial = Buffer.concat([Buffer.from([1 + (randomBytes(1)[0]! % 126)]), randomBytes(15)]);
  const body = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    SHA256_WITH_RSA,
    nameOf(issuer),
    sequence(time(at - 86_400_000), time(at + YEARS_MS)),
    nameOf(subject),
    Buffer.from(publicKey, "base64"),
    ...(isAuthority ? [tagged(0xa3, sequence(AUTHORITY))] : []),
  );
  const signature = sign("RSA-SHA256", body, issuerKey);
  const der = sequence(body, SHA256_WITH_RSA, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  return { pem, sn: numberOf(issuer, serial) };
}

/** Alipay's number of a certificate: MD5 over the issuer, last part first, and the serial number in decimal. */
function numberOf(issuer: Name, serial: Buffer): string {
  const text = `CN=${issuer.CN},OU=${issuer.OU},O=${issuer.O},C=${issuer.C}${BigInt(`0x${serial.toString("hex")}`)}`;
  return createHash("md5").update(text, "utf8").digest("hex");
}

/** DER: a tag, the length of what follows, and it. */
function tagged(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  if (size < 0x80) return Buffer.concat([Buffer.from([tag, size]), content]);
  const length = Buffer.from(size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]);
  return Buffer.concat([Buffer.from([tag]), length, content]);
}

const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, ...parts);
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes);

/** An object identifier whose numbers beyond the first two are given as their bytes. */
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, "hex"));

/** 1.2.840.113549.1.1.11 */
const SHA256_WITH_RSA = sequence(oid("2a864886f70d01010b"), Buffer.from([0x05, 0x00]));

/** basicConstraints, critical: a certificate authority. */
const AUTHORITY = sequence(
  oid("551d13"),
  tagged(0x01, Buffer.from([0xff])),
  tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
);

const NAME_PARTS = { C: "550406", O: "55040a", OU: "55040b", CN: "550403" } as const;

function nameOf(name: Name): Buffer {
  const parts = (Object.keys(NAME_PARTS) as (keyof Name)[]).map((part) =>
    tagged(0x31, sequence(oid(NAME_PARTS[part]), tagged(0x0c, Buffer.from(name[part], "utf8")))),
  );
  return sequence(...parts);
}

/** UTCTime up to 2049, GeneralizedTime after it. */
function time(at: number): Buffer {
  const [day = "", clock = ""] = new Date(at).toISOString().split("T");
  const digits = `${day.replaceAll("-", "")}${clock.slice(0, 8).replaceAll(":", "")}Z`;
  return digits < "2050" ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}
