import { createHash, randomBytes } from "node:crypto";

/** Said at the start, so that a key found somewhere is recognised for what it is. */
const PREFIX = "zfk_";
const SHAPE = /^zfk_[0-9A-Za-z_-]{43}$/;

/** 256 random bits: nothing to guess, so a fast hash is enough to keep it. */
export function newSecretKey(): string {
  return PREFIX + randomBytes(32).toString("base64url");
}

/** What is stored of a key; null when the text cannot be one. */
export function hashOfKey(key: string): string | null {
  return SHAPE.test(key) ? createHash("sha256").update(key).digest("base64url") : null;
}
