import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { z } from "zod";

type KeyReader = (input: { key: Buffer; format: "der"; type: "pkcs8" | "pkcs1" | "spki" }) => KeyObject;

function isStrongRsa(key: KeyObject): boolean {
  return key.asymmetricKeyType === "rsa" && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

/** Reads a key given as PEM (real or `\n`-escaped line ends) or as bare base64, in either ASN.1 wrapping. */
function readKey(text: string, read: KeyReader, types: readonly ("pkcs8" | "pkcs1" | "spki")[]): KeyObject | null {
  const der = Buffer.from(
    text
      .replaceAll("\\n", "\n")
      .replace(/-----[A-Z ]+-----/g, "")
      .replace(/\s+/g, ""),
    "base64",
  );
  for (const type of types) {
    try {
      const key = read({ key: der, format: "der", type });
      if (isStrongRsa(key)) return key;
    } catch {
      // Not this encoding; try the next one.
    }
  }
  return null;
}

function readPrivateKey(text: string): KeyObject | null {
  const read: KeyReader = (input) => createPrivateKey(input as Parameters<typeof createPrivateKey>[0]);
  return readKey(text, read, ["pkcs8", "pkcs1"]);
}

/** An RSA private key. */
export const privateKey = z.string().transform((text, context) => {
  const key = readPrivateKey(text);
  if (!key)
    context.addIssue({ code: "custom", message: "不是 2048 位以上的 RSA 私钥（PEM 或纯 base64，PKCS8 或 PKCS1）" });
  return key ?? z.NEVER;
});

/** An RSA public key of Alipay's. */
export const publicKey = z.string().transform((text, context) => {
  // createPublicKey also accepts a private key and derives from it; a private key must not be accepted as a public one.
  const key = readPrivateKey(text)
    ? null
    : readKey(text, (input) => createPublicKey(input as Parameters<typeof createPublicKey>[0]), ["spki", "pkcs1"]);
  if (!key) context.addIssue({ code: "custom", message: "不是 2048 位以上的 RSA 公钥（支付宝公钥，PEM 或纯 base64）" });
  return key ?? z.NEVER;
});

/** A certificate in its file's own form, and its key. */
export interface Certificate {
  readonly pem: string;
  readonly x509: X509Certificate;
}

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function certificatesIn(text: string): X509Certificate[] | null {
  try {
    const blocks = text.replaceAll("\\n", "\n").match(BLOCK) ?? [];
    return blocks.length > 0 ? blocks.map((block) => new X509Certificate(block)) : null;
  } catch {
    return null;
  }
}

/** One certificate with an RSA key, as the open platform's .crt files have it. */
export const certificate = z.string().transform((text, context): Certificate => {
  const [x509, ...others] = certificatesIn(text) ?? [];
  if (x509 && others.length === 0 && isStrongRsa(x509.publicKey)) return { pem: x509.toString(), x509 };
  context.addIssue({
    code: "custom",
    message: "不是一张 2048 位以上的 RSA 证书（PEM，-----BEGIN CERTIFICATE----- 开头）",
  });
  return z.NEVER;
});

/** Alipay's root certificates: several in one file, not all of them RSA. */
export const rootCertificates = z.string().transform((text, context) => {
  if (certificatesIn(text)) return text.replaceAll("\\n", "\n");
  context.addIssue({ code: "custom", message: "不是支付宝根证书（alipayRootCert.crt 的内容）" });
  return z.NEVER;
});
