import { LRUCache } from "lru-cache";
import { decode, type JWT, type JWTDecodeParams } from "next-auth/jwt";

/** Cache size; about 1 kB per entry. */
const known = new LRUCache<string, JWT>({ max: 5_000 });

/**
 * next-auth's decode, once per cookie: deriving the key and decrypting costs a tenth of a status poll. The content of a
 * cookie never changes. Its expiry is checked here, its validity against the database by every request (decision 5).
 * Throws when the cookie is not ours, as next-auth's own does.
 */
export async function decodeOnce(params: JWTDecodeParams): Promise<JWT | null> {
  const cookie = params.token ?? "";
  const token = known.get(cookie) ?? (await decode(params));
  if (!token || Number(token.exp) * 1000 <= Date.now()) return null;
  known.set(cookie, token);
  return token;
}
