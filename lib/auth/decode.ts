import { LRUCache } from "lru-cache";
import { decode, type JWT, type JWTDecodeParams } from "next-auth/jwt";

/** Room for the members of a busy hour, at about 1 kB each. */
const known = new LRUCache<string, JWT>({ max: 5_000 });

/**
 * next-auth's decode, once per cookie: deriving the key and decrypting costs a tenth of a status poll. What a cookie
 * says never changes; whether it still counts is asked of its `exp` here and of the database by every request
 * (decision 5). Throws when the cookie is not ours, as next-auth's own does.
 */
export async function decodeOnce(params: JWTDecodeParams): Promise<JWT | null> {
  const cookie = params.token ?? "";
  const token = known.get(cookie) ?? (await decode(params));
  if (!token || Number(token.exp) * 1000 <= Date.now()) return null;
  known.set(cookie, token);
  return token;
}
