import { createSecretKey, hkdfSync, type KeyObject } from "node:crypto";
import { jwtDecrypt } from "jose";
import { LRUCache } from "lru-cache";
import type { JWT, JWTDecodeParams } from "next-auth/jwt";

/** Cache size; about 1 kB per entry. */
const known = new LRUCache<string, JWT>({ max: 5_000 });

/**
 * The session of a cookie that next-auth has encrypted, decrypted once per cookie. Its content never changes: its expiry is
 * checked here, its validity against the database by every request (decision 5). null: no cookie, or one that is over.
 * Throws when the cookie is not ours or was over before it was known, as next-auth's own decode does.
 */
export async function decodeOnce({ token: cookie = "", secret }: JWTDecodeParams): Promise<JWT | null> {
  if (!cookie) return null;
  const token = known.get(cookie) ?? (await decrypt(cookie, String(secret)));
  if (Number(token.exp) * 1000 <= Date.now()) return null;
  known.set(cookie, token);
  return token;
}

/** As next-auth decrypts (next-auth 4, jwt.decode), which lets clocks differ by 15 s. */
async function decrypt(cookie: string, secret: string): Promise<JWT> {
  const { payload } = await jwtDecrypt(cookie, keyOf(secret), { clockTolerance: 15 });
  return payload;
}

const keys = new Map<string, KeyObject>();

/**
 * The key that next-auth derives from the secret. next-auth derives it anew for every cookie, which costs four times as
 * much as decrypting one.
 */
function keyOf(secret: string): KeyObject {
  let key = keys.get(secret);
  if (!key) {
    const derived = hkdfSync("sha256", secret, "", "NextAuth.js Generated Encryption Key", 32);
    key = createSecretKey(new Uint8Array(derived));
    keys.set(secret, key);
  }
  return key;
}
