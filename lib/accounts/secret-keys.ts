import { createHash, createHmac, randomBytes } from "node:crypto";
import { env } from "../env.ts";

/** Prefix by which scanners and people recognise a leaked key. */
const PREFIX = "zfk_";
const SHAPE = /^zfk_[0-9A-Za-z_-]{43}$/;

/** 256 random bits cannot be guessed, so a fast hash is enough. */
export function newSecretKey(): string {
  return PREFIX + randomBytes(32).toString("base64url");
}

/** By what people tell a key from another: of its 256 bits 36, which leave enough to be guessed by nobody. */
export function beginningOfKey(key: string): string {
  return key.slice(0, PREFIX.length + 6);
}

/** What is stored of a key; null when the text cannot be one. */
export function hashOfKey(key: string): string | null {
  return SHAPE.test(key) ? createHash("sha256").update(key).digest("base64url") : null;
}

/** What stands in a mailed link: 256 random bits. */
export function newLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of it. */
export function hashOfLinkToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

/**
 * What stands in the address that leads to the row of this id. Made of the id and the server's secret, so that the same
 * request is answered with the same address though its hash alone is stored (decision 64).
 */
export function tokenOfLink(id: string): string {
  return createHmac("sha256", env().sessionSecret).update(`link ${id}`).digest("base64url");
}
