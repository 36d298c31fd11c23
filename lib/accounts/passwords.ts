import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: object,
) => Promise<Buffer>;

/** OWASP's floor for scrypt: 32 MiB and some 60 ms per try (Password Storage Cheat Sheet: N=2^15, r=8, p=3). */
const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;

/** "scrypt$salt$key", both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize("NFKC"), salt, KEY_BYTES, COST);
  return `scrypt$${salt.toString("base64url")}$${key.toString("base64url")}`;
}

/** Takes the same time for a wrong password as for a right one. */
export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, salt = "", key = ""] = stored.split("$");
  const expected = Buffer.from(key, "base64url");
  const given = await derive(password.normalize("NFKC"), Buffer.from(salt, "base64url"), KEY_BYTES, COST);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Hash to compare with when the address is unknown, so that both cases take the same time. */
export const NOBODYS_HASH = `scrypt$${"A".repeat(22)}$${"A".repeat(43)}`;
